package io.mailslot.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock for threads of this JVM that is taken for each message, and held for less than a microsecond most of the time: one
 * compare-and-set to take it and one store to give it back. That store is no fence and looks for nobody who waits; so
 * those spin for a moment, and then nap, for longer each time. Who has waited for long is let in first by those who come
 * later: else a thread that takes the lock again and again, and keeps it for long each time, would be alone with it.
 *
 * <p>Not to be taken by the thread that has it, but to close for good what it guards: who finds it with itself has failed with
 * it before, and has it from now on.
 *
 * <p>Where the stack ends there may be none for the call of {@link #unlock}. Who may come there stores by himself:
 *
 * <pre>
 *   lock.lock();
 *   try {
 *       ...
 *   } finally {
 *       try {
 *           VarHandle.releaseFence();
 *       } finally {
 *           lock.owner = null;
 *       }
 *   }
 * </pre>
 *
 * <p>A thread that has ended with the lock has it no more. Waits put an interrupt aside, and leave the interrupt flag set.
 */
public class ShortLock {
    private static final VarHandle OWNER;
    private static final VarHandle NEXT;
    private static final int SPINS = 100;
    private static final int YIELDS = 20;
    private static final long SHORTEST_NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Longer than whoever waits for its turn does, unless somebody takes the lock again each time before it looks. */
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Who asks to be let in and does not look for so long may be dead. */
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** How a wait has ended. */
    private static final int HAD = 1;

    private static final int INTERRUPTED = 2;

    static {
        try {
            OWNER = MethodHandles.lookup().findVarHandle(ShortLock.class, "owner", Thread.class);
            NEXT = MethodHandles.lookup().findVarHandle(ShortLock.class, "next", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * The thread that has the lock; null if none has. Whatever is read here, it is the reading thread only if that has the lock.
     * Its owner stores null, and nobody anything else.
     */
    public Thread owner;

    /** A thread that has waited for long, and is to be let in first; and when it has looked last. */
    private Thread next;

    private long nextLooked;

    /** Takes the lock, unless another thread has it. */
    public final boolean tryLock() {
        Thread self = Thread.currentThread();
        return OWNER.compareAndSet(this, null, self) || owner == self;
    }

    /** As {@link #tryLock()}, unless somebody has waited for long. */
    protected final boolean tryLockInTurn() {
        return next == null && tryLock();
    }

    /** Whether the calling thread has the lock. */
    public final boolean isMine() {
        return owner == Thread.currentThread();
    }

    /** Takes the lock; false if another thread has it for so long. */
    public final boolean tryLock(long nanos) {
        return tryLock() || waitFor(nanos, System.nanoTime());
    }

    /** As {@link #tryLock(long)}, for who waits since a moment of {@link System#nanoTime}. */
    protected final boolean tryLockInTurn(long nanos, long since) {
        return tryLockInTurn() || waitFor(nanos, since);
    }

    /** Takes the lock. */
    public final void lock() {
        if (!tryLockInTurn()) {
            waitFor(Long.MAX_VALUE, System.nanoTime());
        }
    }

    private boolean waitFor(long nanos, long since) {
        Thread self = Thread.currentThread();
        int end = waitFor(self, nanos, since);
        boolean had = (end & HAD) != 0;
        if ((end & INTERRUPTED) != 0) {
            boolean set = false;
            try {
                self.interrupt();
                set = true;
            } finally {
                if (!set && had) {
                    owner = null;
                }
            }
        }
        return had;
    }

    private int waitFor(Thread self, long nanos, long since) {
        long start = System.nanoTime();
        long nap = SHORTEST_NAP_NANOS;
        int interrupted = 0;
        try {
            for (int pauses = 0; ; pauses++) {
                if (isToBeHad(self) && tryLock()) {
                    return HAD | interrupted;
                }
                if (pauses < SPINS) {
                    Thread.onSpinWait();
                    continue;
                }
                long now = System.nanoTime();
                if (now - start >= nanos) {
                    return takeFromEnded(self) ? HAD | interrupted : interrupted;
                }
                boolean first = now - since >= LONG_NANOS && asksToBeFirst(self, now);
                if (pauses < SPINS + YIELDS) {
                    Thread.yield();
                } else {
                    LockSupport.parkNanos(this, nap);
                    interrupted |= Thread.interrupted() ? INTERRUPTED : 0;
                    nap = first ? SHORTEST_NAP_NANOS : Math.min(2 * nap, LONGEST_NAP_NANOS);
                    if (takeFromEnded(self)) {
                        return HAD | interrupted;
                    }
                }
            }
        } finally {
            if (next == self) {
                next = null; // if that is another one by now, it asks again
            }
        }
    }

    /** Whether the lock is free, and not to be left to somebody else; or was left with this thread. */
    private boolean isToBeHad(Thread self) {
        Thread holder = (Thread) OWNER.getOpaque(this);
        return holder == self || holder == null && !isAnothers(self);
    }

    private boolean isAnothers(Thread self) {
        Thread first = (Thread) NEXT.getAcquire(this);
        if (first == null || first == self) {
            return false;
        }
        if (System.nanoTime() - nextLooked < MOMENT_NANOS) {
            return true;
        }
        NEXT.compareAndSet(this, first, null);
        return false;
    }

    private boolean asksToBeFirst(Thread self, long now) {
        Thread first = (Thread) NEXT.getOpaque(this);
        if (first == null || first == self) {
            nextLooked = now;
            return first == self || NEXT.compareAndSet(this, null, self);
        }
        return false;
    }

    /** Takes the lock from a thread that has ended with it. */
    private boolean takeFromEnded(Thread self) {
        Thread ended = (Thread) OWNER.getOpaque(this);
        return ended != null && !ended.isAlive() && OWNER.compareAndSet(this, ended, self);
    }

    /** Gives the lock back; the caller has it. */
    public final void unlock() {
        try {
            VarHandle.releaseFence();
        } finally {
            owner = null;
        }
    }
}
