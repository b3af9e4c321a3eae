package io.mailslot.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock for threads of this JVM that is taken for each message, and held for less than a microsecond most of the time: one
 * compare-and-set to take it and one store to give it back. That store is no fence and looks for nobody who waits; so
 * those spin for a moment, and then nap, for longer each time. May be taken again by the thread that has it. Where the stack
 * ends it is given back more surely than one of the JDK; if not, it is had once that thread has ended.
 *
 * <p>Waits put an interrupt aside, and leave the interrupt flag set.
 */
public class ShortLock {
    private static final VarHandle OWNER;
    private static final int SPINS = 100;
    private static final int YIELDS = 20;
    private static final long SHORTEST_NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    static {
        try {
            OWNER = MethodHandles.lookup().findVarHandle(ShortLock.class, "owner", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Whatever is read here, it is the reading thread only if that has the lock. */
    private Thread owner;

    /** How often its owner has taken it beside the first time. */
    private int again;

    /** Takes the lock, unless another thread has it. */
    public final boolean tryLock() {
        Thread self = Thread.currentThread();
        if (OWNER.compareAndSet(this, null, self)) {
            return true;
        }
        if (owner != self) {
            return false;
        }
        again++;
        return true;
    }

    /** Whether the calling thread has the lock. */
    public final boolean isMine() {
        return owner == Thread.currentThread();
    }

    /** Takes the lock; false if another thread has it for so long. */
    public final boolean tryLock(long nanos) {
        return tryLock() || waitFor(nanos);
    }

    /** Takes the lock. */
    public final void lock() {
        if (!tryLock()) {
            waitFor(Long.MAX_VALUE);
        }
    }

    private boolean waitFor(long nanos) {
        long start = System.nanoTime();
        long nap = SHORTEST_NAP_NANOS;
        boolean interrupted = false;
        try {
            for (int pauses = 0; ; pauses++) {
                if (OWNER.getOpaque(this) == null && tryLock()) {
                    return true;
                }
                if (pauses < SPINS) {
                    Thread.onSpinWait();
                    continue;
                }
                if (System.nanoTime() - start >= nanos) {
                    return takeFromEnded();
                }
                if (pauses < SPINS + YIELDS) {
                    Thread.yield();
                } else {
                    LockSupport.parkNanos(this, nap);
                    interrupted |= Thread.interrupted();
                    nap = Math.min(2 * nap, LONGEST_NAP_NANOS);
                    if (takeFromEnded()) {
                        return true;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes the lock from a thread that has ended with it: its stack was at its end when it was to give it back. */
    private boolean takeFromEnded() {
        Thread ended = (Thread) OWNER.getOpaque(this);
        if (ended == null || ended.isAlive() || !OWNER.compareAndSet(this, ended, Thread.currentThread())) {
            return false;
        }
        again = 0;
        return true;
    }

    /**
     * Gives the lock back; the caller has it. Needs next to no stack, less than it took to get the lock: who has come to the end
     * of its stack meanwhile still gives it back.
     */
    public final void unlock() {
        if (again > 0) {
            again--;
            return;
        }
        try {
            VarHandle.releaseFence();
        } finally {
            owner = null;
        }
    }
}
