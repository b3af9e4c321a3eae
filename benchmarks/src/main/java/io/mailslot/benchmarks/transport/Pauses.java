package io.mailslot.benchmarks.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting in which nothing is measured. */
public final class Pauses {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Pauses() {}

    /**
     * Waits for a time.
     *
     * @param nanos how long
     */
    public static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Waits for something that another side is about to do. */
    static void until(String what, BooleanSupplier done) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("waited in vain for " + what);
            }
            pause(GAP_NANOS);
        }
    }

    /** Never ends. */
    static void never() {
        while (true) {
            LockSupport.park();
        }
    }
}
