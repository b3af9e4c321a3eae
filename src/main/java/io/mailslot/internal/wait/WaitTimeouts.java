package io.mailslot.internal.wait;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.Timeouts;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Timeouts as durations and as the unsigned milliseconds that shared memory holds. */
public final class WaitTimeouts {
    /** Unsigned milliseconds that stand for no limit: {@code INFINITE}, {@code MAILSLOT_WAIT_FOREVER}. */
    public static final int FOREVER = 0xFFFF_FFFF;

    private WaitTimeouts() {}

    /**
     * Rounds up to whole milliseconds.
     *
     * @return unsigned milliseconds
     * @throws InvalidArgumentException if it is negative or too long
     */
    public static int toMillis(Duration timeout) {
        if (timeout.equals(Timeouts.FOREVER)) {
            return FOREVER;
        }
        if (timeout.isNegative() || timeout.compareTo(Timeouts.LONGEST) > 0) {
            throw new InvalidArgumentException("the timeout " + timeout + " is not between 0 and " + Timeouts.LONGEST
                    + "; use Timeouts.FOREVER to wait without limit");
        }
        long millis = timeout.toMillis();
        boolean exact = timeout.minusMillis(millis).isZero();
        return (int) Math.min(exact ? millis : millis + 1, Timeouts.LONGEST.toMillis());
    }

    /** The nanoseconds, as {@link Waiting} takes them, that unsigned milliseconds stand for. */
    public static long toNanos(int millis) {
        return millis == FOREVER ? Waiting.FOREVER : TimeUnit.MILLISECONDS.toNanos(Integer.toUnsignedLong(millis));
    }

    /** The nanoseconds, as {@link Waiting} takes them, of a timeout rounded up to milliseconds. */
    public static long toNanos(Duration timeout) {
        return toNanos(toMillis(timeout));
    }

    /** The duration that unsigned milliseconds stand for. */
    public static Duration toDuration(int millis) {
        return millis == FOREVER ? Timeouts.FOREVER : Duration.ofMillis(Integer.toUnsignedLong(millis));
    }
}
