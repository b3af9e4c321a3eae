package io.mailslot.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.KernelLock;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.wait.Lookout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of mailslots that are gone: Chronicle makes them anew where their log is opened at that moment. */
class SweepTest {
    @TempDir
    private Path home;

    @Test
    void shouldSweepWhatChronicleMadeAnewForAMailslotThatIsGone() throws IOException {
        HomePaths paths = new HomePaths(home);
        KernelFile.create(paths.kernelData(), new UUID(1, 2));
        SharedKernel kernel =
                new SharedKernel(paths, KernelLock.open(paths), KernelFile.open(paths.kernelData(), false));
        long gone = 1;
        Path folder = paths.mailslot(Path.of("name").toString(), gone);
        Files.createDirectories(folder);
        Files.createFile(folder.resolve("0000000001.cq4"));

        new SlotEnds(kernel, new ProcessRef(0, 1), WaitStrategy.ADAPTIVE, new Lookout(), object -> false)
                .sweep(folder, gone);

        assertThat(folder).doesNotExist();
        assertThat(paths.deleted()).isEmptyDirectory();
    }
}
