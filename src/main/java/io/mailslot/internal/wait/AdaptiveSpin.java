package io.mailslot.internal.wait;

import io.mailslot.api.WaitStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How long to look around before sleeping, judged by how long recent waits at the same place took: spinning pays only
 * where the wait is likely to be over sooner than a sleeping thread would be up again. Threads that wait at one place
 * share this; what they write over one another does no harm.
 */
final class AdaptiveSpin {
    /** About what it takes to wake a thread: the most that spinning can save, and so the most that it may cost. */
    static final long WAKE_UP_NANOS = 20_000;

    private static final long WORTHWHILE_NANOS = 2 * WAKE_UP_NANOS;

    /** A place that was idle for an hour shall not be slower to learn than one that was idle for a moment. */
    private static final long LONGEST_NANOS = 2 * WORTHWHILE_NANOS;

    private static final int WEIGHT = 4;

    private static final boolean ALONE =
            onlyProcessor(Runtime.getRuntime().availableProcessors(), Path.of("/sys/devices/system/cpu/online"));

    /** Moving average. Nothing is known of a new place, so nobody spins there. */
    private long recentNanos = LONGEST_NANOS;

    private final boolean alone;

    AdaptiveSpin() {
        this(ALONE);
    }

    /**
     * Makes a place of which nothing is known.
     *
     * @param alone whether there is one processor only, where nothing happens while a thread spins
     */
    AdaptiveSpin(boolean alone) {
        this.alone = alone;
    }

    /**
     * Whether nothing else can run while a thread of this JVM spins. Of a JVM that is tied to one of several processors
     * that is not true: whom it waits for may run on the others.
     *
     * @param available how many processors this JVM may use
     * @param online where the system lists its processors, like {@code 0-3,5}; need not exist
     */
    static boolean onlyProcessor(int available, Path online) {
        if (available > 1) {
            return false;
        }
        try {
            return Files.readString(online).trim().matches("\\d+");
        } catch (IOException unknown) {
            return true;
        }
    }

    /** How long to spin now: 0 for not at all, {@link Long#MAX_VALUE} for no limit. */
    long nanos(WaitStrategy strategy) {
        if (alone || strategy == WaitStrategy.SLEEP) {
            return 0;
        }
        if (strategy == WaitStrategy.SPIN) {
            return Long.MAX_VALUE;
        }
        return recentNanos < WORTHWHILE_NANOS ? WAKE_UP_NANOS : 0;
    }

    /** Learns from a wait that is over. */
    void waited(long nanos) {
        long recent = recentNanos;
        recentNanos = recent + (Math.min(nanos, LONGEST_NANOS) - recent) / WEIGHT;
    }
}
