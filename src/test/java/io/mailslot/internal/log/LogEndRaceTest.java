package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where a receiver begins that joins while a writer is at work, which appends one message and fails in the next one: never
 * behind the end, or it would miss the message that comes then. Two instances of a log, as two processes have them.
 */
class LogEndRaceTest {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long FAILS_AFTER_NANOS = 1_500;
    private static final int MOST_SPINS = 50;
    private static final int SIZE = 20;
    private static final long SEED = 1;

    @TempDir
    private Path home;

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    /** Set before {@link #done}: nobody reads, so a fast machine comes to the end of the room before that of the time. */
    private volatile boolean full;

    @Test
    void shouldNeverBeginBehindTheEnd() throws Exception {
        Path folder = Files.createDirectory(home.resolve("log"));
        MessageLog.create(folder, new LogSettings(8 << 20, 0, false));
        try (MessageLog writing = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive);
                MessageLog joining = MessageLog.open(folder, StillNeededStub.ALL, PidProbe::alive)) {
            Thread writer = new Thread(() -> write(writing), "writer");
            writer.start();
            try {
                join(joining);
            } finally {
                asked.set(-1);
                writer.join();
            }
        }
    }

    private void join(MessageLog log) {
        Random random = new Random(SEED);
        long begun = System.nanoTime();
        for (int round = 1; System.nanoTime() - begun < NANOS; round++) {
            asked.set(round);
            for (int spins = random.nextInt(MOST_SPINS); spins > 0; spins--) {
                Thread.onSpinWait();
            }
            ReceiverStart said = log.start();
            while (done.get() != round) {
                Thread.onSpinWait();
            }
            if (full) {
                return;
            }
            ReceiverStart end = log.start();
            assertThat(said.cursor()).as("round %d", round).isLessThanOrEqualTo(end.cursor());
            assertThat(end.passed()).as("round %d", round).isEqualTo(round);
        }
    }

    private void write(MessageLog log) {
        byte[] message = new byte[SIZE];
        Body failing = new Failing();
        int last = 0;
        while (asked.get() >= 0) {
            int now = asked.get();
            if (now > last) {
                last = now;
                try {
                    full = !log.writer().append(ByteBuffer.wrap(message, 0, message.length))
                            || !log.writer().append(failing);
                } catch (IllegalStateException expected) {
                    full = false;
                } finally {
                    done.set(now);
                }
            }
        }
    }

    /** Fails in the middle of its append, with the state after it kept already. */
    private static final class Failing extends Body {
        @Override
        public int length() {
            return SIZE;
        }

        @Override
        void copy(long address) {
            fail();
        }

        @Override
        void copy(ByteBuffer target, int at, int from, int length) {
            fail();
        }

        private static void fail() {
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < FAILS_AFTER_NANOS) {
                Thread.onSpinWait();
            }
            throw new IllegalStateException("never written");
        }
    }
}
