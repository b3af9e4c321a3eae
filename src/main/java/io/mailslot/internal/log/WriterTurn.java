package io.mailslot.internal.log;

import io.mailslot.api.WaitInterruptedException;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.memory.ShortLock;
import java.util.concurrent.TimeUnit;

/**
 * The lock of all threads of this JVM that write to one mailslot, and what they know of the process that keeps all of them
 * from writing. Only the thread that has this lock waits for the {@link WriteLock}; the others wait for that thread, and
 * learn from it whether somebody stands still: so each of them gives up after one patience from its own arrival.
 */
public final class WriterTurn extends ShortLock {
    /** How long somebody is waited for who neither ends nor goes on. */
    private static final long PATIENCE_NANOS = Patience.forAppend().totalNanos();

    /** The same for those who want to write at once or not at all: for so long a busy machine may keep a process waiting. */
    private static final long AT_ONCE_NANOS = Math.min(TimeUnit.SECONDS.toNanos(1), PATIENCE_NANOS);

    /** The same if that process is known to be stopped: not for less than the look that tells so. */
    private static final long STOPPED_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** What one look may add to the time for which somebody stands still: who looks may have been stopped itself. */
    private static final long LONGEST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long patienceNanos;

    /** Who was seen to hold the write lock, what is known of it, and since when without any progress of the log; 0 for nobody. */
    private volatile long owner;

    private volatile long ownerPid;
    private volatile boolean ownerStopped;
    private volatile long since;

    /** What the thread that has this lock waits with, and what else ends its wait. */
    private boolean atOnce;

    private long arrival;
    private Runnable worthWaiting = () -> {};
    private long progress;
    private long looked;

    public WriterTurn() {
        this(PATIENCE_NANOS);
    }

    public WriterTurn(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /**
     * Takes this lock.
     *
     * @param now whether to wait no longer than a process may take that is not stopped
     * @param stillWorthIt throws what ends the wait early
     * @throws WriteLockHeldException if somebody stands still for longer than the caller waits
     */
    public void take(boolean now, Runnable stillWorthIt) {
        long arrived = 0;
        if (!tryLockInTurn()) {
            arrived = System.nanoTime();
            waitForThread(now, arrived, stillWorthIt);
        }
        atOnce = now;
        arrival = arrived;
        worthWaiting = stillWorthIt;
    }

    private void waitForThread(boolean now, long arrived, Runnable stillWorthIt) {
        long asked = arrived;
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                if (tryLockInTurn(LOOK_NANOS, arrived)) {
                    return;
                }
                interrupted |= Thread.interrupted();
                long at = System.nanoTime();
                if (at - asked >= LOOK_NANOS) {
                    asked = at;
                    stillWorthIt.run();
                    refuse(now, arrived, at);
                    refuseInterrupted(interrupted, at);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void refuse(boolean now, long arrived, long at) {
        long begun = since;
        long limit = !now ? patienceNanos : ownerStopped ? STOPPED_NANOS : AT_ONCE_NANOS;
        long waited = at - arrived;
        if (begun != 0 && waited >= limit && at - begun >= limit) {
            throw new WriteLockHeldException(ownerPid, waited / 1_000_000);
        }
    }

    /** An interrupt is put aside while others are only busy, but ends the wait for somebody who stands still. */
    private void refuseInterrupted(boolean interrupted, long at) {
        long begun = since;
        if (interrupted && begun != 0 && at - begun >= LONGEST_LOOK_NANOS) {
            throw new WaitInterruptedException("the thread was interrupted while it waited for process " + ownerPid
                    + ", which stands still in a write; nothing was written: continue or end that process");
        }
    }

    /** The thread that has this lock has the write lock as well. */
    void succeeded() {
        if (since != 0) {
            since = 0;
        }
    }

    /**
     * What the thread that has this lock has found out about the write lock.
     *
     * @param holder who holds it
     * @param pid its process id
     * @param at how far the log is
     * @throws WriteLockHeldException if nothing has changed for longer than the thread waits
     */
    void sees(long holder, long pid, long at, long now) {
        long begun = since;
        if (arrival == 0) {
            arrival = now;
        }
        if (begun == 0 || holder != owner || at != progress) {
            owner = holder;
            ownerStopped = false;
            progress = at;
            // 0 means nobody
            since = now | 1;
        } else if (now - looked > LONGEST_LOOK_NANOS) {
            since = Math.min(begun + now - looked - LONGEST_LOOK_NANOS, now) | 1;
        }
        looked = now;
        ownerPid = pid;
        refuse(atOnce, arrival, now);
    }

    /** Whether whoever holds the write lock is stopped, so that those who want to write at once need not wait any more. */
    void stopped(boolean stopped) {
        ownerStopped = stopped;
    }

    /** Ends the wait of the thread that has this lock, if there is a reason to. */
    void check(boolean interrupted, long now) {
        worthWaiting.run();
        refuseInterrupted(interrupted, now);
    }
}
