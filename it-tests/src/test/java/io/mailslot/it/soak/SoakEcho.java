package io.mailslot.it.soak;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

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
 * Question and answer between two processes that nobody harms. Each sleeps until the other one has written, or has made room.
 * Who is not told of that sleeps on until the library looks by itself, after two seconds: the answer is late, which is counted.
 */
final class SoakEcho implements AutoCloseable {
    static final String QUESTIONS = "soak questions";
    static final String ANSWERS = "soak answers";

    /** Far more than a busy machine takes. */
    private static final Duration TIME_OUT = Duration.ofSeconds(20);

    /** Of who answers: longer than until the library looks by itself. */
    private static final Duration NAP = Duration.ofSeconds(4);

    private static final long LATE_NANOS = MILLISECONDS.toNanos(1_500);

    /** Bytes of an answer: a number, and whether it, or the question, was refused at first. */
    private static final int ANSWER = Integer.BYTES + 1;

    private static final int REFUSED = Integer.BYTES;
    private static final int LARGE = 300_000;
    private static final int MANY = 8;
    private static final int LONGEST_PAUSE_NANOS = 5_000_000;

    private final Receiver receiver;
    private final Sender sender;
    private int asked;
    private int late;

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
            Optional<byte[]> question = receiver.read(NAP);
            if (question.isPresent()) {
                write(ByteBuffer.wrap(question.get(), 0, ANSWER));
            }
        }
    }

    /** Asks, now and then so much that each question waits for room. */
    void ask(BooleanSupplier over, Random random) {
        while (!over.getAsBoolean()) {
            long start = System.nanoTime();
            boolean many = random.nextInt(20) == 0;
            int first = asked;
            for (int i = many ? MANY : 1; i > 0; i--) {
                write(ByteBuffer.allocate(many ? LARGE : ANSWER).putInt(0, asked++));
            }
            boolean refused = false;
            for (int question = first; question < asked; question++) {
                refused |= hear(question);
            }
            late += !refused && System.nanoTime() - start > LATE_NANOS ? 1 : 0;
            LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
        }
    }

    /** Fails if another answer comes, or none; returns whether question or answer was refused for the disk. */
    private boolean hear(int question) {
        ByteBuffer answer = ByteBuffer.wrap(receiver.read(TIME_OUT).orElseThrow(() -> new AssertionError("no answer")));
        if (answer.getInt(0) != question) {
            throw new AssertionError(answer.getInt(0) + " where " + question + " was to come");
        }
        return answer.get(REFUSED) != 0;
    }

    /** Closes both ends: what waits to be written or read there is of no use any more. */
    @Override
    public void close() {
        sender.close();
        receiver.close();
    }

    int asked() {
        return asked;
    }

    /** How often an answer was so late that somebody cannot have been told, or had no processor for long. */
    int late() {
        return late;
    }

    /** On a full disk it tries again, and says so. */
    private void write(ByteBuffer message) {
        while (true) {
            try {
                sender.write(message);
                return;
            } catch (DiskFullException e) {
                message.put(REFUSED, (byte) 1);
                LockSupport.parkNanos(LONGEST_PAUSE_NANOS);
            }
        }
    }
}
