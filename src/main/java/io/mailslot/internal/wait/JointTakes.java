package io.mailslot.internal.wait;

import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.ThreadNumber;
import io.mailslot.internal.object.ProcessRef;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * How waits for all take from several objects at once, though their process may stand still or be killed at any step,
 * and nobody ever waits for them. Each process has one decision, in its record:
 *
 * <pre>
 *  63              32 31          23 22                    2 1     0
 * +------------------+--------------+-----------------------+-------+
 * | thread           | generation   | number of the attempt | status|     FREE, UNDECIDED, COMMITTED, ABORTED
 * +------------------+--------------+-----------------------+-------+
 *  generation: the lowest bits of that of the process that has, or had, the record
 *
 *   who waits for all   begins an attempt with the next number, UNDECIDED; locks each object with process and number;
 *                       then commits it by one compare-and-set, which takes from all of them;
 *                       then unlocks each: with less, if it is committed, else with what it had
 *   who meets a lock    aborts the attempt, if it is undecided, by the same compare-and-set, and unlocks the object as it
 *                       was; if it is committed unlocks it with less, on behalf of who waited, or of somebody who is gone
 *   who begins and      does the same with all that the attempt has locked that was committed with the record and came
 *   finds one           to no end: its thread went on while its process left the home, and was killed then, or has failed
 * </pre>
 *
 * <p>A lock of an attempt that its process has left behind is undone: all of that attempt are settled. {@code
 * docs/models/joint_take.pml} is a model of this. Thread-safe.
 *
 * <p>The number comes again after 2^21 attempts. Nothing is locked by an earlier attempt then: each is settled before the
 * next begins. Who met a lock that long ago, and stood still since, aborts an attempt that has nothing to do with it, which
 * is made again; what it would change of the object fails, because the word there is another one, or is that of the attempt
 * that has the number now.
 */
public final class JointTakes {
    /** What {@link #settle} returns for an attempt that takes nothing. */
    public static final long UNDONE = -1;

    /** So much of the number goes into locks. */
    public static final int NUMBER_BITS = 21;

    private static final long FREE = 0;
    private static final long UNDECIDED = 1;
    private static final long COMMITTED = 2;
    private static final long ABORTED = 3;
    private static final long STATUS_MASK = 3;

    private static final int THREAD_SHIFT = 32;
    private static final int NUMBER_SHIFT = 2;
    private static final int NUMBER_MASK = (1 << NUMBER_BITS) - 1;
    private static final int GENERATION_SHIFT = NUMBER_SHIFT + NUMBER_BITS;
    private static final int GENERATION_BITS = THREAD_SHIFT - GENERATION_SHIFT;
    private static final int GENERATION_MASK = (1 << GENERATION_BITS) - 1;

    private final IntFunction<Region> records;
    private final ProcessRef self;
    private final Consumer<JointTakes> settleLeft;

    /** Threads of one process take turns; whoever stops one of them stops all. */
    private final ReentrantLock turn = new ReentrantLock();

    /**
     * The decisions of all processes, for one of them.
     *
     * @param records the processes' records
     * @param self which is this process's
     * @param settleLeft settles every object that is locked with that record, whichever attempt it was
     */
    public JointTakes(IntFunction<Region> records, ProcessRef self, Consumer<JointTakes> settleLeft) {
        this.records = records;
        this.self = self;
        this.settleLeft = settleLeft;
    }

    /** Begins an attempt of the calling thread, which has to {@link Attempt#end} it. */
    Attempt begin() {
        turn.lock();
        try {
            return new Attempt(next());
        } catch (RuntimeException | Error e) {
            turn.unlock();
            throw e;
        }
    }

    private long next() {
        long mine = ThreadNumber.ofCurrent() << THREAD_SHIFT
                | (long) self.generationBits(GENERATION_BITS) << GENERATION_SHIFT;
        while (true) {
            long last = decision(self.index());
            if (isUndecided(last)) {
                // of a thread of a session that had this record before
                cas(self.index(), last, with(last, ABORTED));
            } else if (status(last) == COMMITTED) {
                // as well, or of a thread of this one that failed: it may come to no more
                settleLeft.accept(this);
                free(self.index(), last);
            } else {
                long number = number(last) + 1 & NUMBER_MASK;
                long next = mine | number << NUMBER_SHIFT | UNDECIDED;
                if (cas(self.index(), last, next)) {
                    return next;
                }
            }
        }
    }

    /** Whether it is open still whether the attempt that has locked an object takes. */
    public boolean isUndecided(int locker, int number) {
        long decision = decision(locker);
        return number(decision) == number && isUndecided(decision);
    }

    /**
     * Has it decided whether an attempt that has locked an object takes: it is aborted if it is not decided yet.
     *
     * @return the {@link Taker}, {@link #UNDONE} if nobody has taken
     */
    public long settle(int locker, int number) {
        long decision = decision(locker);
        while (number(decision) == number && isUndecided(decision)) {
            cas(locker, decision, with(decision, ABORTED));
            decision = decision(locker);
        }
        boolean taken = number(decision) == number && status(decision) == COMMITTED;
        return taken ? taker(locker, decision) : UNDONE;
    }

    private long taker(int locker, long decision) {
        ProcessRef now = new ProcessRef(locker, records.apply(locker).getIntVolatile(ProcessRecord.GENERATION_OFFSET));
        boolean still =
                now.generationBits(GENERATION_BITS) == ((int) (decision >>> GENERATION_SHIFT) & GENERATION_MASK);
        return still ? Taker.of(now, decision >>> THREAD_SHIFT) : Taker.GONE;
    }

    /**
     * Has the attempt of a process, if it is in one, decided. To be called before what it has locked is settled.
     *
     * @return the decision, for {@link #free}
     */
    public long abort(int process) {
        settle(process, number(decision(process)));
        return decision(process);
    }

    /**
     * Lets a process begin anew, or the next one of its record: all that it had locked by then is settled. An attempt that
     * has begun since, by a thread that goes on while its process leaves, is left to that thread.
     *
     * @param decision what {@link #abort} returned
     */
    public void free(int process, long decision) {
        if (status(decision) == COMMITTED) {
            cas(process, decision, with(decision, FREE));
        }
    }

    private static long with(long decision, long status) {
        return decision & ~STATUS_MASK | status;
    }

    private static long status(long decision) {
        return decision & STATUS_MASK;
    }

    private static boolean isUndecided(long decision) {
        return status(decision) == UNDECIDED;
    }

    private static int number(long decision) {
        return (int) (decision >>> NUMBER_SHIFT) & NUMBER_MASK;
    }

    private long decision(int process) {
        return records.apply(process).getLongVolatile(ProcessRecord.DECISION_OFFSET);
    }

    private boolean cas(int process, long expected, long value) {
        return records.apply(process).casLong(ProcessRecord.DECISION_OFFSET, expected, value);
    }

    /** One attempt of the calling thread. */
    public final class Attempt {
        private final long undecided;
        private boolean committed;

        private Attempt(long undecided) {
            this.undecided = undecided;
        }

        /** Its number, as it goes into locks. */
        public int number() {
            return JointTakes.number(undecided);
        }

        /** Takes from all that is locked, unless somebody has aborted it. */
        boolean commit() {
            committed = cas(self.index(), undecided, with(undecided, COMMITTED));
            if (committed) {
                FaultPoint.WAIT_ALL_DECIDED.reached();
            }
            return committed;
        }

        /** Takes nothing, if it is not committed. */
        void abort() {
            if (!committed) {
                cas(self.index(), undecided, with(undecided, ABORTED));
            }
        }

        /**
         * Lets the next thread begin.
         *
         * @param settled whether everything that was locked is; else whoever begins next does that
         */
        void end(boolean settled) {
            if (committed && settled) {
                free(self.index(), with(undecided, COMMITTED));
            }
            turn.unlock();
        }
    }
}
