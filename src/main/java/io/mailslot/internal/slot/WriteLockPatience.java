package io.mailslot.internal.slot;

import io.mailslot.internal.memory.Patience;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.threads.TimingPauser;

/**
 * How a writer waits for the write lock of a log, and frees it from an owner that died with it.
 *
 * <p>Chronicle's lock is a word with the pid of its owner. Who finds it taken calls a pauser between two attempts;
 * that call is the hook. Left to itself Chronicle looks at the owner only after its timeout of 15 s, takes a zombie
 * for alive, and fails if there is another owner by then that lives. Here:
 *
 * <ul>
 *   <li>the owner is probed after 1 ms, then every 1 ms; a dead one's lock is freed by CAS, so that one waiter wins;
 *   <li>a living owner is waited for, up to 5 s without it or anybody else having been seen to let go, then
 *       {@link WriteLockHeldException}: among many busy writers one may wait longer, but never in vain;
 *   <li>what it left half-written is invisible (its header word is 0) and overwritten by the next writer.
 * </ul>
 *
 * <p>Must not refer to the queue or its lock, nor to what tells who lives, which knows the home: pausers stay in a
 * thread-local of the lock and would keep all of it from being collected. Thread-safe; each pauser belongs to one
 * thread.
 */
final class WriteLockPatience implements Supplier<TimingPauser> {
    /** Chronicle's name of the lock word in the table file of a queue. */
    static final String LOCK_KEY = "chronicle.write.lock";

    /** Chronicle's value of a free lock. */
    static final long UNLOCKED = 1L << 63;

    private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SLEEP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /** What one look may add to the time for which the same owner holds the lock. */
    private static final long LONGEST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int SPINS = 100;
    private static final int YIELDS = 100;

    private final WeakReference<LongPredicate> pidAlive;
    private final long patienceNanos;
    private volatile LongValue lock;

    WriteLockPatience(LongPredicate pidAlive) {
        this(pidAlive, Patience.forAppend().totalNanos());
    }

    WriteLockPatience(LongPredicate pidAlive, long patienceNanos) {
        this.pidAlive = new WeakReference<>(pidAlive);
        this.patienceNanos = patienceNanos;
    }

    /** Says which word to watch: known only once the queue that takes this as its pauser supplier is open. */
    void watch(LongValue lockWord) {
        lock = lockWord;
    }

    /** Frees the lock if its owner is dead. */
    void freeIfOwnerDead() {
        LongValue word = lock;
        if (word == null) {
            return;
        }
        long owner = word.getVolatileValue();
        LongPredicate liveness = pidAlive.get();
        if (owner != UNLOCKED && liveness != null && !liveness.test(pidOf(owner))) {
            // fails if another waiter was faster, which is as good
            word.compareAndSwapValue(owner, UNLOCKED);
        }
    }

    @Override
    public TimingPauser get() {
        return new LockPauser();
    }

    static int pidOf(long owner) {
        // the upper half may carry a thread id
        return (int) owner;
    }

    /** Spins, yields, then sleeps in short naps; reset by Chronicle after each wait. */
    private final class LockPauser implements TimingPauser {
        private int pauses;
        private long startNanos;
        private long probeNanos;

        /** When the lock was last looked at, who held it, and for how long that has been so. */
        private long lookNanos;

        private long owner;
        private long heldNanos;
        private boolean everHeld;

        @Override
        public void pause() {
            if (pauses <= SPINS) {
                Thread.onSpinWait();
            } else if (pauses <= SPINS + YIELDS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(SLEEP_NANOS);
            }
            pauses++;
        }

        /**
         * Returns for as long as it is worth trying again, whatever the timeout: that is Chronicle's, which would give
         * up a lock that has just become free if the wait was long. It only counts where the wait is for something else.
         */
        @Override
        public void pause(long timeout, TimeUnit unit) throws TimeoutException {
            long now = System.nanoTime();
            look(now);
            pause();
            if (now - probeNanos >= 0) {
                freeIfOwnerDead();
                probeNanos = now + PROBE_NANOS;
            }
            if (heldNanos >= patienceNanos) {
                throw new WriteLockHeldException(pidOf(owner), patienceNanos / 1_000_000);
            }
            if (!everHeld && pauses > SPINS + YIELDS && now - startNanos >= unit.toNanos(timeout)) {
                throw new TimeoutException("waited " + timeout + " " + unit);
            }
        }

        private void look(long now) {
            LongValue word = lock;
            long found = word == null ? UNLOCKED : word.getVolatileValue();
            if (pauses == 0) {
                startNanos = now;
                probeNanos = now + PROBE_NANOS;
                everHeld = false;
            }
            boolean same = pauses > 0 && found == owner && found != UNLOCKED;
            // who was stopped for a while has not seen what the owner did meanwhile
            heldNanos = same ? heldNanos + Math.min(now - lookNanos, LONGEST_LOOK_NANOS) : 0;
            everHeld |= found != UNLOCKED;
            owner = found;
            lookNanos = now;
        }

        @Override
        public void reset() {
            pauses = 0;
        }

        @Override
        public void unpause() {
            // naps are too short to be ended early
        }

        @Override
        public long timePaused() {
            return 0;
        }

        @Override
        public long countPaused() {
            return pauses;
        }
    }
}
