package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class LogPeekTest {
    private static final int MESSAGE_BYTES = 60;
    private static final int LAST_SEGMENT = 150;

    @TempDir
    private Path folder;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final StillNeededStub receiver = new StillNeededStub();

    @AfterEach
    void endThread() throws InterruptedException {
        thread.shutdownNow();
        assertThat(thread.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Segments that are read, and deleted, while somebody is about to look at them. More than one message is never unread. */
    @Test
    void shouldSeeALogWhoseSegmentsComeAndGo() throws IOException, ExecutionException, InterruptedException {
        MessageLog.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, false));
        Future<?> pump = thread.submit(this::pump);

        for (int looks = 0; !pump.isDone(); looks++) {
            assertThat(LogPeek.at(folder, receiver::cursor, receiver::arenaPosition)
                            .count())
                    .as("look %d", looks)
                    .isBetween(0L, 1L);
        }
        pump.get();
    }

    /** What is unread is not walked over: one document early in the log is made unreadable, which would end a walk. */
    @Test
    void shouldCountWithoutWalking() throws IOException {
        int messages = 1_300;
        MessageLog.create(folder, LogSettings.defaults());
        try (MessageLog log = MessageLog.open(folder, receiver, PidProbe::alive)) {
            for (int i = 0; i < messages; i++) { // each in a document of its own
                assertThat(log.writer().append(ByteBuffer.allocate(RunSizes.LARGEST_MESSAGE_BYTES + 1 + i)))
                        .isTrue();
            }
        }
        for (int i : new int[] {0, 1, 511, 512, 513, 1_023, 1_024, 1_299, 1_300}) {
            LogPeek peek = LogPeek.at(folder, Cursor.of(SegmentCycle.FIRST_SEGMENT, i));
            assertThat(peek.count()).as("from %d", i).isEqualTo(messages - i);
            assertThat(peek.nextSize())
                    .as("from %d", i)
                    .isEqualTo(
                            i == messages
                                    ? OptionalInt.empty()
                                    : OptionalInt.of(RunSizes.LARGEST_MESSAGE_BYTES + 1 + i));
            assertThat(peek.appended()).isEqualTo(messages);
        }

        wreckDocument(300);

        assertThat(LogPeek.at(folder, Cursor.of(SegmentCycle.FIRST_SEGMENT, 1)).count())
                .isEqualTo(messages - 1);
        assertThat(LogPeek.at(folder, Cursor.of(SegmentCycle.FIRST_SEGMENT, 700))
                        .count())
                .isEqualTo(messages - 700);
    }

    /** What was cut off is not there for anybody; it was not read either. */
    @Test
    void shouldNotTakeACutLogForAnEmptyOne() throws IOException {
        MessageLog.create(folder, LogSettings.defaults());
        try (MessageLog log = MessageLog.open(folder, receiver, PidProbe::alive)) {
            for (int i = 0; i < 3; i++) {
                assertThat(log.writer().append(ByteBuffer.allocate(MESSAGE_BYTES)))
                        .isTrue();
            }
        }
        long start = Cursor.of(SegmentCycle.FIRST_SEGMENT, 0);
        assertThat(LogPeek.at(folder, start).count()).isEqualTo(3);

        try (RandomAccessFile segment =
                new RandomAccessFile(LogFiles.segment(folder, SegmentCycle.FIRST_SEGMENT), "rw")) {
            segment.setLength(0);
        }

        assertThat(LogPeek.at(folder, start)).isEqualTo(LogPeek.UNREADABLE);
        try (UnreadView view = UnreadView.open(folder, () -> start)) {
            assertThatThrownBy(() -> view.show(0, 10, (number, message) -> true))
                    .isInstanceOf(LogDamagedException.class)
                    .hasMessageContaining("lacks its last documents");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 8_192})
    void shouldNotTakeALogForReadableWhoseArenaIsCut(long length) throws IOException {
        MessageLog.create(folder, LogSettings.defaults());
        try (MessageLog log = MessageLog.open(folder, receiver, PidProbe::alive)) {
            assertThat(log.writer().append(ByteBuffer.allocate(100_000))).isTrue();
        }
        long start = Cursor.of(SegmentCycle.FIRST_SEGMENT, 0);
        assertThat(LogPeek.at(folder, start).count()).isOne();

        try (RandomAccessFile arena = new RandomAccessFile(Arena.file(folder), "rw")) {
            arena.setLength(length);
        }

        assertThat(LogPeek.at(folder, start)).isEqualTo(LogPeek.UNREADABLE);
    }

    /** Overwrites the header of a document; the file's own fields tell where it is. */
    private void wreckDocument(int document) throws IOException {
        try (RandomAccessFile segment =
                new RandomAccessFile(LogFiles.segment(folder, SegmentCycle.FIRST_SEGMENT), "rw")) {
            long at = 0;
            int seen = 0;
            while (true) {
                segment.seek(at);
                int header = Integer.reverseBytes(segment.readInt());
                boolean data = (header & 0x4000_0000) == 0;
                if (data && seen++ == document) {
                    segment.seek(at);
                    segment.writeInt(0);
                    return;
                }
                at += Integer.BYTES + (header & 0x3FFF_FFFF) + 3 & ~3L;
            }
        }
    }

    private void pump() {
        try (MessageLog log = MessageLog.open(folder, receiver, PidProbe::alive)) {
            ByteBuffer message = ByteBuffer.allocate(MESSAGE_BYTES);
            LogReader reader = log.reader();
            long cursor = MessageLog.firstCursor();
            while (Cursor.segment(cursor) < LAST_SEGMENT) {
                assertThat(log.writer().append(message.clear())).isTrue();
                assertThat(reader.find(cursor)).isTrue();
                long next = reader.following();
                reader.release();
                receiver.moveTo(next, 0);
                if (!MessageLog.areTogether(next, cursor)) {
                    log.reclaim();
                }
                cursor = next;
            }
        }
    }
}
