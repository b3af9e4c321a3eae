package io.mailslot.remote.internal.bridge;

import java.util.concurrent.TimeUnit;

/**
 * How large the frames of one outbox may be: less where the way to the engine is slow, so that the answer comes long before nobody waits
 * for it any more, and what else goes the same way is not held up. For one thread.
 */
final class FrameSize {
    /** Smaller frames go no sooner. */
    static final int LEAST = 64 << 10;

    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final int most;
    private int bytes;

    /**
     * Begins with the most.
     *
     * @param most bytes that a frame has
     */
    FrameSize(int most) {
        this.most = most;
        this.bytes = most;
    }

    /** {@return the most bytes of the next frame, if it has several messages} */
    int bytes() {
        return bytes;
    }

    /** A frame was answered. One that is much smaller than it might be tells nothing of larger ones. */
    void answered(int length, long nanos) {
        if (nanos > SLOW_NANOS) {
            unanswered(length);
        } else if (nanos < QUICK_NANOS && length >= bytes / 2) {
            bytes = (int) Math.min(most, 2L * bytes);
        }
    }

    /** A frame was not answered in time. */
    void unanswered(int length) {
        bytes = Math.min(bytes, Math.max(LEAST, length / 2));
    }

    /** A frame was too large for the engine. */
    void refused(int length) {
        bytes = Math.min(bytes, Math.max(1, length / 2));
    }
}
