package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.api.MessageBatch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** Messages that are looked at from outside: each whole, under its number, in order, however they lie, come and go. */
@Timeout(120)
class UnreadViewTest {
    /** Of runs, in documents, in the arena, over many pages; sizes are told by the number. */
    private static final int[] SIZES = {9, 40, 8, 64, 300, 25, 1_500, 0, 12, 61, 9_000, 33, 70_000, 16, 63};

    @TempDir
    private Path folder;

    private final StillNeededStub receiver = new StillNeededStub();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private volatile boolean ended;
    private volatile long appended;

    @AfterEach
    void endThreads() throws InterruptedException {
        ended = true;
        threads.shutdownNow();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    private static byte[] message(long number) {
        byte[] message = new byte[SIZES[(int) (number % SIZES.length)]];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) (number * 31 + i);
        }
        return message;
    }

    /** Single messages, and now and then a batch of a few. */
    private static long append(MessageLog log, long number) {
        if (number % 10 != 3) {
            return log.writer().append(ByteBuffer.wrap(message(number))) ? number + 1 : number;
        }
        MessageBatch batch = new MessageBatch();
        for (long i = number; i < number + 4; i++) {
            batch.add(message(i));
        }
        return log.writer().append(new Body.OfBatch().of(batch)) ? number + 4 : number;
    }

    private List<Long> shown(long from, long most) throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (UnreadView view = UnreadView.open(folder, receiver::cursor)) {
            view.show(from, most, (number, message) -> {
                assertThat(message).as("message " + number).isEqualTo(message(number));
                return numbers.add(number);
            });
        }
        return numbers;
    }

    private static List<Long> from(long first, long end) {
        List<Long> numbers = new ArrayList<>();
        for (long i = first; i < end; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    @Test
    void shouldShowWhatAReceiverWouldReadFromWhereverItStands() throws IOException {
        MessageLog.create(folder, LogSettings.defaults());
        long end = 0;
        try (MessageLog log = MessageLog.open(folder, receiver, PidProbe::alive)) {
            assertThat(shown(0, Long.MAX_VALUE)).isEmpty();
            while (end < 400) {
                end = append(log, end);
            }
            long cursor = MessageLog.firstCursor();
            try (LogReader reader = log.reader()) {
                for (long read = 0; read < end; read += 1) {
                    receiver.moveTo(cursor, 0);
                    if (read < 40 || read % 17 == 0) {
                        assertThat(shown(0, Long.MAX_VALUE)).isEqualTo(from(read, end));
                        assertThat(shown(read + 5, 3)).isEqualTo(from(read + 5, Math.min(read + 8, end)));
                    }
                    assertThat(reader.find(cursor)).isTrue();
                    cursor = reader.following();
                    reader.release();
                }
            }
            receiver.moveTo(cursor, 0);
            assertThat(shown(0, Long.MAX_VALUE)).isEmpty();
        }
        receiver.moveTo(MessageLog.firstCursor(), 0);
        assertThat(shown(end - 20, Long.MAX_VALUE)).as("of a log nobody uses").isEqualTo(from(end - 20, end));
    }

    @Test
    void shouldEndWhereTheViewerWantsNoMore() throws IOException {
        MessageLog.create(folder, LogSettings.defaults());
        try (MessageLog log = MessageLog.open(folder, receiver, PidProbe::alive)) {
            append(log, 0);
            append(log, 1);
        }
        List<Long> numbers = new ArrayList<>();
        try (UnreadView view = UnreadView.open(folder, receiver::cursor)) {
            view.show(0, Long.MAX_VALUE, (number, message) -> !numbers.add(number));
            assertThat(view.end()).isEqualTo(2);
        }
        assertThat(numbers).containsExactly(0L);
    }

    /** Segments are begun and deleted, the arena is used again and again, and what is dropped goes under the eyes of who looks. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldShowWholeMessagesInOrderWhileTheyComeAndGo(boolean drops) throws Exception {
        MessageLog.create(folder, new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, drops));
        try (MessageLog log = MessageLog.open(folder, receiver, PidProbe::alive)) {
            Future<Long> written = threads.submit(() -> flood(log));
            Future<Long> read = drops ? null : threads.submit(() -> takeAll(log));
            long seen;
            try {
                seen = lookOften(written);
            } finally {
                ended = true; // nobody may use the log when it is closed
                written.get();
                if (read != null) {
                    assertThat(read.get()).isPositive();
                }
            }
            assertThat(seen).isGreaterThan(100);
        }
    }

    private long lookOften(Future<Long> written) throws IOException {
        long seen = 0;
        long least = 0;
        for (int look = 0; look < 100 || appended < 2_000; look++) {
            assertThat(written.isDone()).isFalse();
            List<Long> numbers = shown(0, Long.MAX_VALUE);
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
            if (!numbers.isEmpty()) {
                assertThat(numbers.get(0)).isGreaterThanOrEqualTo(least);
                least = numbers.get(0);
            }
            seen += numbers.size();
        }
        return seen;
    }

    private long flood(MessageLog log) {
        long number = 0;
        while (!ended) {
            long next = append(log, number);
            if (next == number) {
                Thread.onSpinWait();
            }
            number = next;
            appended = number;
        }
        return number;
    }

    private long takeAll(MessageLog log) {
        long taken = 0;
        long cursor = MessageLog.firstCursor();
        LogReader reader = log.reader();
        while (!ended) {
            if (!reader.find(cursor)) {
                if (reader.behindRun() != 0) {
                    receiver.moveTo(reader.behindRun(), Math.max(reader.freedByRun(), receiver.arenaPosition()));
                    cursor = reader.behindRun();
                }
                continue;
            }
            long next = reader.following();
            long freed = Math.max(reader.freedPlace(), receiver.arenaPosition());
            reader.release();
            receiver.moveTo(next, freed);
            if (!MessageLog.areTogether(next, cursor)) {
                log.reclaim();
            }
            cursor = next;
            taken++;
        }
        return taken;
    }

    @Test
    void shouldTellOfAMessageThatNobodyCouldRead() throws IOException {
        MessageLog.create(folder, LogSettings.defaults());
        try (MessageLog log = MessageLog.open(folder, receiver, PidProbe::alive)) {
            append(log, 12); // over many pages
        }
        try (RandomAccessFile arena =
                new RandomAccessFile(folder.resolve(Arena.FILE).toFile(), "rw")) {
            arena.write(new byte[Long.BYTES]);
        }

        assertThatThrownBy(() -> shown(0, Long.MAX_VALUE))
                .isInstanceOf(LogDamagedException.class)
                .hasMessageContaining("has lost what lay in the arena");
    }

    @Test
    void shouldShowNothingForAReceiverThatIsGone() throws IOException {
        MessageLog.create(folder, LogSettings.defaults());
        try (MessageLog log = MessageLog.open(folder, receiver, PidProbe::alive)) {
            append(log, 0);
        }
        receiver.moveTo(UnreadView.GONE, 0);

        assertThat(shown(0, Long.MAX_VALUE)).isEmpty();
    }
}
