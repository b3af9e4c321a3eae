package io.mailslot.remote.internal.bridge;

import java.util.concurrent.TimeUnit;

/**
 * How large the frames of one outbox may be: less where the way to the engine is slow, so that the answer comes long before nobody waits
 * for it any more, and what else goes the same way is not held up. It tries larger ones again, more seldom each time that these fail.
 * For one thread at a time.
 */
final class FrameSize {
    /** Smaller frames go no sooner. */
    static final int LEAST = 64 << 10;

    /** What takes longer is halved; what takes half of it may be doubled. */
    static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** How many quick answers it waits for at most before it tries a larger frame. */
    private static final int MOST_NEEDED = 256;

    private final int most;
    private int bytes;
    private int quick;
    private int needed = 1;

    /** Whether no frame of this size was answered or failed yet. */
    private boolean tries;

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
        } else if (nanos < SLOW_NANOS / 2 && length >= bytes / 2) {
            succeeded();
        }
    }

    private void succeeded() {
        if (tries) {
            tries = false;
            needed = 1;
        }
        quick++;
        if (quick >= needed && bytes < most) {
            bytes = (int) Math.min(most, 2L * bytes);
            quick = 0;
            tries = true;
        }
    }

    /** A frame was not answered in time. */
    void unanswered(int length) {
        halve(length, LEAST);
    }

    /** A frame was too large for the engine. */
    void refused(int length) {
        halve(length, 1);
    }

    private void halve(int length, int least) {
        if (tries) {
            tries = false;
            needed = Math.min(MOST_NEEDED, 2 * needed);
        }
        quick = 0;
        bytes = Math.min(bytes, Math.max(least, length / 2));
    }
}
