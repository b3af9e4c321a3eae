package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.internal.memory.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import net.openhft.chronicle.core.Jvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs whose files vanish while somebody is about to open them: Chronicle makes folders and files anew then. */
class VanishedLogTest {
    private static final int MESSAGE_BYTES = 100;

    @TempDir
    private Path home;

    @Test
    void shouldLeaveNoTraceOfALookAtALogThatHasJustVanished() {
        Path folder = home.resolve("name").resolve("@1-1");

        assertThatThrownBy(() -> LogPeek.at(folder, 1)).isInstanceOf(NoSuchFileException.class);

        assertThat(home).isEmptyDirectory();
    }

    @Test
    void shouldNotMakeTheFolderAnewOfALogThatVanishesWhileItIsOpened() {
        FirstLog.prepareToOpenQueues();
        Path folder = home.resolve("name").resolve("@1-1");

        LogQueue.open(folder, () -> 1, () -> 1, LogSettings.blockBytes(LogSettings.MIN_CAPACITY_BYTES))
                .close();

        assertThat(home).isEmptyDirectory();
    }

    /** Its writer has the segment before open; what others have begun since has gone with the folder. */
    @Test
    void shouldNotMakeTheFolderAnewForASegmentThatWasNotOpenedYet() throws IOException {
        Path folder = Files.createDirectories(home.resolve("name").resolve("@1-1"));
        StillNeededStub receiver = new StillNeededStub();
        MessageLog.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, false));
        try (MessageLog log = MessageLog.open(folder, receiver, PidProbe::alive)) {
            Documents.append(log, new byte[MESSAGE_BYTES]);
            try (MessageLog others = MessageLog.open(folder, receiver, PidProbe::alive)) {
                while (log.control().currentSegment() == SegmentCycle.FIRST_SEGMENT) {
                    assertThat(Documents.append(others, new byte[MESSAGE_BYTES]))
                            .isTrue();
                }
            }
            FileTrees.delete(home.resolve("name"));

            assertThatThrownBy(() -> Documents.append(log, new byte[MESSAGE_BYTES]))
                    .isInstanceOf(LogDamagedException.class);
        }
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
