package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.layout.LogControlPage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that has had four billion messages, and as many bytes: what its records tell of that wraps. */
class LogCountersTest {
    private static final long EDGE = 1L << Integer.SIZE;
    private static final int MESSAGES = 10;
    private static final int SIZE = 100;

    @TempDir
    private Path home;

    private Path folder;

    @BeforeEach
    void createLog() throws IOException {
        folder = Files.createDirectory(home.resolve("log"));
        MessageLog.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, false));
        put(LogControlPage.STATES_OFFSET + LogControlPage.STATE_MESSAGES, EDGE - MESSAGES / 2);
        put(LogControlPage.STATES_OFFSET + LogControlPage.STATE_BYTES, EDGE - SIZE / 2);
    }

    @Test
    void shouldTellWhatIsUnreadAcrossTheEdge() {
        try (MessageLog log = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive)) {
            byte[] message = new byte[SIZE];
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(log.writer().append(ByteBuffer.wrap(message))).isTrue();
            }
            LogReader reader = log.reader();
            long cursor = MessageLog.firstCursor();
            for (int left = MESSAGES; left > 0; left--) {
                assertThat(reader.find(cursor)).isTrue();
                assertThat(log.unread(reader, log.appended())).isEqualTo(new Unread(left, (long) left * SIZE));
                cursor = reader.following();
            }
            assertThat(log.start().passed()).isEqualTo(EDGE + MESSAGES / 2);
        }
    }

    private void put(int offset, long value) throws IOException {
        byte[] word = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(0, value)
                .array();
        try (RandomAccessFile page =
                new RandomAccessFile(folder.resolve(LogControl.FILE).toFile(), "rw")) {
            page.seek(offset);
            page.write(word);
        }
    }
}
