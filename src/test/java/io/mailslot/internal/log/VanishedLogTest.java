package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
}
