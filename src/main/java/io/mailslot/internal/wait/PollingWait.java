package io.mailslot.internal.wait;

import io.mailslot.api.WaitInterruptedException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits by asking again and again, ever more seldom: a few spins, then sleeps that double up to a millisecond.
 */
public final class PollingWait {
    /** Milliseconds that stand for no limit: {@code INFINITE}, {@code MAILSLOT_WAIT_FOREVER}. */
    public static final long FOREVER_MS = 0xFFFF_FFFFL;

    private static final int SPINS = 500;
    private static final long SHORTEST_NAP_NANOS = 5_000;
    private static final long LONGEST_NAP_NANOS = 1_000_000;
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private PollingWait() {}

    /**
     * Waits until the condition holds.
     *
     * @param condition asked often, by the calling thread; may throw to end the wait
     * @param timeoutMs how long, {@link #FOREVER_MS} for no limit
     * @param check done a few times a second while waiting; throws if waiting on makes no sense
     * @return whether the condition held before the time ran out
     * @throws WaitInterruptedException if the thread is interrupted; its flag stays set
     */
    public static boolean until(BooleanSupplier condition, long timeoutMs, Runnable check) {
        if (condition.getAsBoolean()) {
            return true;
        }
        long start = System.nanoTime();
        long limit = timeoutMs == FOREVER_MS ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        long nap = SHORTEST_NAP_NANOS;
        long nextCheck = CHECK_NANOS;
        for (int round = 0; ; round++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new WaitInterruptedException("the thread was interrupted while it waited");
            }
            long waited = System.nanoTime() - start;
            if (waited >= limit) {
                return condition.getAsBoolean();
            }
            if (waited >= nextCheck) {
                check.run();
                nextCheck = waited + CHECK_NANOS;
            }
            if (round < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(Math.min(nap, limit - waited));
                nap = Math.min(2 * nap, LONGEST_NAP_NANOS);
            }
            if (condition.getAsBoolean()) {
                return true;
            }
        }
    }
}
