package io.mailslot.internal.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Chronicle fails at an append, as it does on a page that a full file system has not got: the next ones are not part of that one. */
@Timeout(120)
class BrokenWriterTest {
    /** What Chronicle writes behind the last document of a segment. */
    private static final int END_OF_SEGMENT = 0xC000_0000;

    private static final String FIRST = "one";

    @TempDir
    private Path home;

    @Test
    void shouldAppendWithAnotherWriterOnceOneHasFailed() throws IOException {
        Path folder = Files.createDirectory(home.resolve("log"));
        MessageLog.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, false));
        try (MessageLog log = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive)) {
            append(log, FIRST);
            Path segment = folder.resolve(SegmentCycle.fileName(SegmentCycle.FIRST_SEGMENT));
            int next = behindFirst(segment);
            put(segment, next, END_OF_SEGMENT);
            assertThatThrownBy(() -> append(log, "two")).hasMessageContaining("EOF");
            put(segment, next, 0);

            append(log, "three");
            append(log, "fourth");

            LogReader reader = log.reader();
            long cursor = MessageLog.firstCursor();
            for (int size : new int[] {FIRST.length(), 5, 6}) {
                assertThat(reader.find(cursor)).isTrue();
                assertThat(reader.size()).isEqualTo(size);
                cursor = reader.following();
            }
            assertThat(reader.find(cursor)).isFalse();
        }
    }

    private static void append(MessageLog log, String message) {
        log.writer().append(ByteBuffer.wrap(message.getBytes(ISO_8859_1)));
    }

    /** Where the next document's header will lie. */
    private static int behindFirst(Path segment) throws IOException {
        int end = new String(Files.readAllBytes(segment), ISO_8859_1).indexOf(FIRST) + FIRST.length();
        return end + Integer.BYTES - 1 & -Integer.BYTES;
    }

    private static void put(Path segment, int offset, int header) throws IOException {
        byte[] word = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(0, header)
                .array();
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(offset);
            file.write(word);
        }
    }
}
