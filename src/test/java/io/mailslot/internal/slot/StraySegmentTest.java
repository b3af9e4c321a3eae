package io.mailslot.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of segments that were deleted and are there again: whoever opens one while it is deleted makes it anew, empty. */
@Timeout(30)
class StraySegmentTest {
    private static final int MESSAGE_BYTES = 60;

    @TempDir
    private Path folder;

    private final StillNeededStub receiver = new StillNeededStub();
    private MessageLog log;

    @BeforeEach
    void createLogThatHasRolled() throws IOException {
        MessageLog.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, false));
        log = MessageLog.open(folder, receiver, PidProbe::alive);
        fillUpTo(5);
        receiver.moveTo(log.start().cursor(), Long.MAX_VALUE);
        log.reclaim();
        assertThat(log.control().lowestSegment()).isEqualTo(5);
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    private void fillUpTo(int segment) {
        while (log.control().currentSegment() < segment) {
            if (!append(log)) {
                receiver.moveTo(log.start().cursor(), Long.MAX_VALUE);
            }
        }
    }

    private static boolean append(MessageLog writing) {
        return writing.writer().append(ByteBuffer.wrap(new byte[MESSAGE_BYTES]));
    }

    @Test
    void shouldOpenForWritingAndDeleteThem() throws IOException {
        Path stray = Files.createFile(segment(2));

        try (MessageLog other = MessageLog.open(folder, receiver, PidProbe::alive)) {
            assertThat(append(other)).isTrue();
        }
        assertThat(stray).doesNotExist();
    }

    @Test
    void shouldDeleteThemWhenASegmentBegins() throws IOException {
        Path stray = Files.createFile(segment(1));
        Path foreign = Files.createFile(folder.resolve("1.cq4.txt"));

        fillUpTo(6);

        assertThat(stray).doesNotExist();
        assertThat(foreign).exists();
    }

    private Path segment(int number) {
        return folder.resolve(SegmentCycle.fileName(number));
    }
}
