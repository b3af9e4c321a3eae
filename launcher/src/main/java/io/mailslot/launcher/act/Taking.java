package io.mailslot.launcher.act;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.Receiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes messages, the oldest first, and each only after it was delivered: what is lost on the way, because this process is
 * killed or its output cannot be written, is unread still. What was delivered last may come again then.
 */
public final class Taking {
    /** One wait at most; the library's own limit is 49.7 days, which nobody notices being split up. */
    private static final long LONGEST_WAIT_NANOS = Duration.ofDays(1).toNanos();

    /** How much is delivered at most before it is taken, but for the last message: so much may come again after a kill. */
    private static final int BATCH_BYTES = 1 << 16;

    private static final int BATCH = 1_000;

    private final Receiver receiver;
    private final Limits limits;
    private final Delivery delivery;
    private final ActContext.Interruptible interruption;

    /** The number of the first message that may matter. */
    private long next;

    private long end = Backlog.ENDLESS;
    private long taken;
    private int batch;
    private int batchBytes;

    /**
     * Takes nothing yet.
     *
     * @param receiver whose messages
     * @param limits when to end
     * @param delivery what becomes of them
     * @param interruption whether to end at the next message
     */
    public Taking(Receiver receiver, Limits limits, Delivery delivery, ActContext.Interruptible interruption) {
        this.receiver = receiver;
        this.limits = limits;
        this.delivery = delivery;
        this.interruption = interruption;
    }

    /** Where messages go. */
    public interface Delivery {
        /**
         * Hands a message on.
         *
         * @param sequence 1 for the first one
         * @param message its bytes
         * @throws IOException if it cannot be
         */
        void deliver(long sequence, byte[] message) throws IOException;

        /**
         * Makes sure that all that was handed on has arrived; then it is taken.
         *
         * @throws IOException if it has not
         */
        void settle() throws IOException;

        /** {@return how many messages are handed on at most before they are taken} */
        default int most() {
            return BATCH;
        }
    }

    /** Why it has ended. */
    public enum End {
        /** All that was asked for was taken. */
        DONE,
        /** The time was up. */
        TIME_IS_UP,
        /** Somebody wants it to end. */
        INTERRUPTED
    }

    /** What the delivery threw, which is no failure to look. */
    private static final class Undelivered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Undelivered(RuntimeException cause) {
            super(cause);
        }
    }

    /**
     * Takes messages until there is an end.
     *
     * @return which one
     * @throws IOException if a message could not be delivered; it is unread still
     */
    public End run() throws IOException {
        if (limits.takesWhatIsThere()) {
            end = Backlog.end(receiver);
        }
        limits.messageCame();
        while (true) {
            if (interruption.requested()) {
                return End.INTERRUPTED;
            }
            if (limits.left(taken) == 0) {
                return End.DONE;
            }
            if (limits.isTimeUp()) {
                return End.TIME_IS_UP;
            }
            if (takeSome() || interruption.requested() || limits.isTimeUp()) {
                continue;
            }
            if (limits.takesWhatIsThere()) {
                return limits.drains() ? End.DONE : End.TIME_IS_UP;
            }
            if (!awaitMore()) {
                return End.TIME_IS_UP;
            }
        }
    }

    /** Takes what is there, up to a batch; whether there was any. */
    private boolean takeSome() throws IOException {
        batch = 0;
        batchBytes = 0;
        try {
            next = receiver.look(next, (int) Math.min(limits.left(taken), delivery.most()), this::view);
            if (batch > 0) {
                delivery.settle();
                receiver.advance(next);
            }
        } catch (UncheckedIOException undelivered) {
            throw undelivered.getCause();
        } catch (Undelivered failure) {
            throw (RuntimeException) failure.getCause();
        } catch (HomeException failure) {
            if (failure.errorCode() != ErrorCode.IO_DEVICE) {
                throw failure;
            }
            return passOver();
        }
        if (batch > 0) {
            limits.messageCame();
        }
        return batch > 0;
    }

    /** The oldest message cannot be looked at: to take it tells why, once, and the next one is the oldest then. */
    private boolean passOver() throws IOException {
        Optional<byte[]> readable = receiver.poll();
        if (readable.isPresent()) {
            delivery.deliver(++taken, readable.get());
            delivery.settle();
        }
        return readable.isPresent();
    }

    private boolean view(long number, ByteBuffer message) {
        // A flood of messages never waits, so it is here that Ctrl-C gets a word in.
        if (number >= end || batchBytes >= BATCH_BYTES || interruption.requested() || limits.isTimeUp()) {
            return false;
        }
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        try {
            delivery.deliver(taken + 1, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new Undelivered(e);
        }
        taken++;
        batch++;
        batchBytes += bytes.length;
        return true;
    }

    /** Waits for a message; false if the time is up. */
    private boolean awaitMore() {
        for (long left = limits.remainingNanos(); left > 0; left = limits.remainingNanos()) {
            if (receiver.await(Duration.ofNanos(Math.min(left, LONGEST_WAIT_NANOS)))
                    .signaled()) {
                return true;
            }
        }
        return false;
    }
}
