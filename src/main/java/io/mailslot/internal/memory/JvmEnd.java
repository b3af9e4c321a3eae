package io.mailslot.internal.memory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells that this JVM is about to end. Threads that still work with the library find their handles closed then, which is no
 * failure of theirs: they are held back for a moment, in which the JVM is gone as a rule, so that they do not report one.
 */
public final class JvmEnd {
    private static final long HOLD_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** When nobody is held back any more. */
    private static long until;

    private static volatile boolean begun;

    private JvmEnd() {}

    /** To be called once, when the JVM begins to end. */
    public static void begin() {
        until = System.nanoTime() + HOLD_NANOS;
        begun = true;
    }

    /**
     * To be called by a thread that is about to report that something was closed. Returns at once unless the JVM is about
     * to end; then a second after that has begun, or when the thread is interrupted: somebody else's shutdown hook may wait
     * for it.
     */
    public static void holdBack() {
        if (!begun) {
            return;
        }
        long left = until - System.nanoTime();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = until - System.nanoTime();
        }
    }
}
