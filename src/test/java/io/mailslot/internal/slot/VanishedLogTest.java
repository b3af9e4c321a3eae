package io.mailslot.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.KernelLock;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import net.openhft.chronicle.core.Jvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs whose files vanish while somebody is about to open them: Chronicle makes folders and files anew then. */
class VanishedLogTest {
    @TempDir
    private Path home;

    @Test
    void shouldLeaveNoTraceOfALookAtALogThatHasJustVanished() {
        Path folder = home.resolve("name").resolve("@1-1");

        assertThatThrownBy(() -> LogPeek.at(folder, 1)).isInstanceOf(NoSuchFileException.class);

        assertThat(home).isEmptyDirectory();
    }

    @Test
    void shouldReportCheckedExceptionsThatChronicleDoesNotDeclare() {
        assertThatThrownBy(() -> Uninterrupted.run(() -> {
                    throw Jvm.rethrow(new IOException("vanished"));
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("vanished");
    }

    @Test
    void shouldSweepWhatChronicleMadeAnewForAMailslotThatIsGone() throws IOException {
        HomePaths paths = new HomePaths(home);
        KernelFile.create(paths.kernelData(), new UUID(1, 2));
        SharedKernel kernel =
                new SharedKernel(paths, KernelLock.open(paths), KernelFile.open(paths.kernelData(), false));
        long gone = 1;
        Path folder = paths.mailslot(Path.of("name").toString(), gone);
        Files.createDirectories(folder);
        Files.createFile(LogFiles.segment(folder, 1).toPath());

        new SlotEnds(kernel, new ProcessRef(0, 1), WaitStrategy.ADAPTIVE, object -> false).sweep(folder, gone);

        assertThat(folder).doesNotExist();
        assertThat(paths.deleted()).isEmptyDirectory();
    }
}
