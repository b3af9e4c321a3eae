package io.mailslot.internal.log;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The right to append to a log: a word on its control page that names its owner, taken and given back by compare-and-set.
 * Chronicle's own write lock is taken inside, where it is always free: its owner is a pid, and in containers those are
 * all the same.
 *
 * <p>An owner that died with it is found out by its life lock, wherever it lived, within milliseconds; whoever is first
 * takes its place. What it left half-written is invisible (its header word is 0) and overwritten. A living owner is waited
 * for as long as it goes on, or the {@link WriterTurn} has patience with it; one that appends all the time lets in who has
 * waited for long ({@link NextWriter}).
 *
 * <p>Thread-safe, but at most one thread of a writer may wait for it at a time.
 */
final class WriteLock {
    private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(8);
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SLEEP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final int SPINS = 100;
    private static final int YIELDS = 100;

    private final LogControl control;
    private final LogWriters writers;
    private final long self;
    private final NextWriter next;
    private final RunWriter runs;

    /** Whether this process has found the lock with itself, and cannot reach what it may have left then. */
    private boolean owesRepair;

    WriteLock(LogControl control, LogWriters writers, RunWriter runs) {
        this.control = control;
        this.runs = runs;
        this.writers = writers;
        this.self = writers.self();
        this.next = new NextWriter(control::nextWriter, control::changeNextWriter, self);
    }

    /**
     * Takes the lock.
     *
     * @throws WriteLockHeldException if somebody stands still with it
     */
    void acquire(WriterTurn turn) {
        if (control.nextWriter() != 0 || !control.changeWriteLock(0, self)) {
            acquireFromOther(turn);
        }
        turn.succeeded();
    }

    private void acquireFromOther(WriterTurn turn) {
        long probed = System.nanoTime();
        long checked = probed;
        long probe = PROBE_NANOS;
        boolean interrupted = Thread.interrupted();
        next.begins(probed);
        try {
            for (int pauses = 0; ; pauses++) {
                long owner = control.writeLock();
                long now = System.nanoTime();
                // what this process itself left it with has failed in between: the caller is the only one to be here
                if (owner == self) {
                    owesRepair = true;
                    runs.prepareRepair();
                    owesRepair = false;
                    runs.repair();
                    return;
                }
                if (owner == 0 && !next.isAnother(now) && control.changeWriteLock(0, self)) {
                    return;
                }
                if (owner != 0) {
                    turn.sees(owner, writers.pid(owner), control.states().progress(), now);
                }
                if (owner != 0 && now - probed >= probe) {
                    if (!writers.isAlive(owner) && takeOver(owner)) {
                        return;
                    }
                    turn.stopped(writers.isStopped(owner));
                    probed = now;
                    probe = Math.min(2 * probe, LONGEST_PROBE_NANOS);
                }
                if (now - checked >= CHECK_NANOS) {
                    checked = now;
                    turn.check(interrupted, now);
                }
                next.waits(now);
                interrupted |= pause(pauses);
            }
        } finally {
            next.ends();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What a repair needs is had before: whoever fails in one keeps the lock, and others wait until he comes to it again. */
    private boolean takeOver(long dead) {
        runs.prepareRepair();
        if (!control.changeWriteLock(dead, self)) {
            return false;
        }
        runs.repair();
        return true;
    }

    /** Spins, yields, then sleeps in short naps; puts an interrupt aside, which would make naps end at once. */
    private static boolean pause(int pauses) {
        if (pauses <= SPINS) {
            Thread.onSpinWait();
        } else if (pauses <= SPINS + YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(SLEEP_NANOS);
            return Thread.interrupted();
        }
        return false;
    }

    /**
     * Gives the lock back where a thread of this process has left it, and repairs what it may have left; if that cannot be
     * reached the lock stays, and the next thread that wants it is told why.
     */
    void releaseLeft() {
        if (control.writeLock() != self) {
            return;
        }
        try {
            runs.prepareRepair();
            runs.repair();
        } catch (LogDamagedException e) {
            return;
        }
        owesRepair = false;
        release();
    }

    /** Gives the lock back. */
    void release() {
        control.changeWriteLock(self, 0);
    }

    /**
     * Gives the lock back, if this process has it, after a failure that may have left anything; the run gets no more messages.
     * If the repair fails, too, for want of stack, memory or descriptors, the lock stays: the next thread of this process
     * repairs.
     */
    void releaseRepaired() {
        if (control.writeLock() == self && !owesRepair) {
            runs.repairOwn();
            release();
        }
    }
}
