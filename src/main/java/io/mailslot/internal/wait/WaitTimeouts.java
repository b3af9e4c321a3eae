package io.mailslot.internal.wait;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.Timeouts;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Timeouts as durations and as the unsigned milliseconds that shared memory holds. */
public final class WaitTimeouts {
    /** Unsigned milliseconds that stand for no limit: {@code INFINITE}, {@code MAILSLOT_WAIT_FOREVER}. */
    public static final int FOREVER = 0xFFFF_FFFF;

    /** Longer than can be counted in nanoseconds. */
    private static final Duration UNCOUNTABLE = Duration.ofNanos(Long.MAX_VALUE).plusMillis(1);

    private WaitTimeouts() {}

    /**
     * Rounds up to whole milliseconds; of a longer one than can be kept, keeps the longest.
     *
     * @return unsigned milliseconds
     * @throws InvalidArgumentException if it is negative
     */
    public static int toMillis(Duration timeout) {
        return timeout.equals(Timeouts.FOREVER)
                ? FOREVER
                : (int) Math.min(roundedUp(timeout), Timeouts.LONGEST.toMillis());
    }

    private static long roundedUp(Duration timeout) {
        if (timeout.isNegative()) {
            throw new InvalidArgumentException("the timeout " + timeout
                    + " is negative; use Duration.ZERO to ask once, or Timeouts.FOREVER to wait without limit");
        }
        if (timeout.compareTo(UNCOUNTABLE) >= 0) {
            return UNCOUNTABLE.toMillis();
        }
        long millis = timeout.toMillis();
        return timeout.minusMillis(millis).isZero() ? millis : millis + 1;
    }

    /** The nanoseconds, as {@link Waiting} takes them, that unsigned milliseconds stand for. */
    public static long toNanos(int millis) {
        return millis == FOREVER ? Waiting.FOREVER : TimeUnit.MILLISECONDS.toNanos(Integer.toUnsignedLong(millis));
    }

    /** The nanoseconds, as {@link Waiting} takes them, of a timeout rounded up to milliseconds; of 292 years, none are the limit. */
    public static long toNanos(Duration timeout) {
        return TimeUnit.MILLISECONDS.toNanos(roundedUp(timeout));
    }

    /** The duration that unsigned milliseconds stand for. */
    public static Duration toDuration(int millis) {
        return millis == FOREVER ? Timeouts.FOREVER : Duration.ofMillis(Integer.toUnsignedLong(millis));
    }
}
