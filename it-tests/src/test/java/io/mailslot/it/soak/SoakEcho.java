package io.mailslot.it.soak;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.mailslot.Kernel;
import io.mailslot.api.DiskFullException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Question and answer between two processes that nobody harms. Each sleeps until the other one has written, or has made room:
 * who is not told of that would sleep until its time is out, which is found.
 */
final class SoakEcho {
    static final String QUESTIONS = "soak questions";
    static final String ANSWERS = "soak answers";

    /** Far more than a busy machine takes. */
    private static final Duration TIME_OUT = Duration.ofSeconds(20);

    private static final Duration LONGEST = Duration.ofSeconds(8);
    private static final int LARGE = 300_000;
    private static final int MANY = 8;
    private static final int LONGEST_PAUSE_NANOS = 5_000_000;

    private final Receiver receiver;
    private final Sender sender;
    private int asked;
    private boolean diskFull;

    private SoakEcho(Receiver receiver, Sender sender) {
        this.receiver = receiver;
        this.sender = sender;
    }

    /** Makes an end of it; the mailslot of the other end must exist. */
    static SoakEcho of(Kernel kernel, Receiver receiver, String other) {
        return new SoakEcho(
                receiver, kernel.openMailslot(other, OpenOptions.defaults().withWriteTimeout(TIME_OUT)));
    }

    static Receiver create(Kernel kernel, String name) {
        return kernel.createMailslot(name, MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY));
    }

    /** Answers each question with its first bytes. */
    void answer(BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            Optional<byte[]> question = receiver.read(Duration.ofSeconds(1));
            if (question.isPresent()) {
                write(ByteBuffer.wrap(question.get(), 0, Integer.BYTES));
            }
        }
    }

    /** Asks, now and then so much that each question waits for room; fails if that takes too long. Returns how often. */
    int ask(BooleanSupplier over, Random random) {
        while (!over.getAsBoolean()) {
            long start = System.nanoTime();
            diskFull = false;
            boolean many = random.nextInt(20) == 0;
            int first = asked;
            for (int i = many ? MANY : 1; i > 0; i--) {
                write(ByteBuffer.allocate(many ? LARGE : Integer.BYTES).putInt(0, asked++));
            }
            for (int question = first; question < asked; question++) {
                byte[] answer = receiver.read(TIME_OUT).orElseThrow(() -> new AssertionError("no answer"));
                if (ByteBuffer.wrap(answer).getInt() != question) {
                    throw new AssertionError(ByteBuffer.wrap(answer).getInt() + " where " + question + " was to come");
                }
            }
            long took = System.nanoTime() - start;
            if (took > LONGEST.toNanos() && !diskFull) {
                throw new AssertionError((many ? "many questions" : "a question") + " took "
                        + NANOSECONDS.toMillis(took) + " ms: somebody was not told");
            }
            LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
        }
        return asked;
    }

    /** On a full disk it tries again. */
    private void write(ByteBuffer message) {
        while (true) {
            try {
                sender.write(message);
                return;
            } catch (DiskFullException e) {
                diskFull = true;
                LockSupport.parkNanos(LONGEST_PAUSE_NANOS);
            }
        }
    }
}
