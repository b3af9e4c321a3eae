package io.mailslot.internal.wait;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.WaitInterruptedException;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.flight.ObjectWait;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.SignalWord;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * A place at which threads wait for something that other processes signal by one of several words. Any number of
 * threads may wait at the same time, virtual ones too. An idle waiter wakes every other second, or once a minute where a
 * {@link Lookout} looks after it.
 */
public final class Waiting {
    /** Nanoseconds that stand for no limit. */
    public static final long FOREVER = Long.MAX_VALUE;

    /**
     * How long to sleep at most, and how often to check whether waiting makes sense. Nobody relies on it for being
     * woken, unless a process was killed that nobody has noticed yet.
     */
    static final long LONGEST_SLEEP_NANOS = 2_000_000_000L;

    /** The same for threads that somebody looks after. */
    static final long LONGEST_SLEEP_LOOKED_AFTER_NANOS = 60 * 1_000_000_000L;

    /** How long an announcement keeps a thread awake: several times what it takes to publish a message. */
    static final long ANNOUNCEMENT_NANOS = 2 * AdaptiveSpin.WAKE_UP_NANOS;

    private static final int SPINS_PER_YIELD = 64;

    private static final long[] NOTHING = {};

    /** A wait that falls asleep more often than this does not check each time. */
    private static final long CHECKED_LATELY_NANOS = 20_000_000;

    private final SignalWord[] words;
    private final Sleepers sleepers;
    private final LongSupplier clock;
    private final AdaptiveSpin spin;
    private final WaitNotes notes;
    private final long[] objects;

    /** When somebody last checked before he fell asleep; threads may overlook each other's. */
    private long checkedAt;

    /**
     * Makes a place.
     *
     * @param words of which any is signaled when what is waited for may have come
     */
    public Waiting(SignalWord... words) {
        this(WaitNotes.NONE, NOTHING, words);
    }

    /**
     * Makes a place that tells people who waits there.
     *
     * @param notes of the process
     * @param objects what is waited for
     * @param words of which any is signaled when that may have come
     */
    public Waiting(WaitNotes notes, long[] objects, SignalWord... words) {
        this(Sleepers.AUTOMATIC, System::nanoTime, new AdaptiveSpin(), notes, objects, words);
    }

    /** A place whose threads learn from how long others wait, too. */
    Waiting(AdaptiveSpin spin, WaitNotes notes, long[] objects, SignalWord... words) {
        this(Sleepers.AUTOMATIC, System::nanoTime, spin, notes, objects, words);
    }

    Waiting(Sleepers sleepers, LongSupplier clock, AdaptiveSpin spin, SignalWord... words) {
        this(sleepers, clock, spin, WaitNotes.NONE, NOTHING, words);
    }

    private Waiting(
            Sleepers sleepers,
            LongSupplier clock,
            AdaptiveSpin spin,
            WaitNotes notes,
            long[] objects,
            SignalWord... words) {
        this.notes = notes;
        this.objects = objects;
        this.words = words.clone();
        this.sleepers = sleepers;
        this.clock = clock;
        this.spin = spin;
    }

    /**
     * Has every thread of this JVM that waits anywhere, and every wait without a thread, test its condition again. Whoever wants waits to end writes
     * down that they shall, calls this, and lets the conditions throw.
     */
    public static void wakeAll() {
        SleepingThreads.wakeAll();
    }

    /** Has waits go on that somebody's executor holds up, because it waits itself. To be called now and then. */
    public static void relieve() {
        SleepingThreads.relieve();
    }

    /**
     * Waits, and tells the flight recording that there is.
     *
     * @param wait whether what is waited for has come
     * @param all whether for all of the objects, else for any
     * @param objects what is waited for
     * @return what the wait returns
     */
    public static boolean recorded(BooleanSupplier wait, boolean all, long... objects) {
        ObjectWait event = ObjectWait.begun();
        String result = "failed";
        try {
            boolean held = wait.getAsBoolean();
            result = held ? "signaled" : "timed out";
            return held;
        } finally {
            event.ended(objects, all, result);
        }
    }

    /**
     * Waits until the condition holds.
     *
     * @param condition asked often, by the calling thread; not asked again once it holds, so it may take what it finds;
     *     may throw to end the wait
     * @param timeoutNanos how long, {@link #FOREVER} for no limit; 0 asks once
     * @param strategy what to do meanwhile
     * @param check done before falling asleep, every other second while waiting unless somebody looks after the thread, and
     *     when the time has run out; throws if waiting makes no sense
     * @return whether the condition held before the time ran out
     * @throws WaitInterruptedException if the thread is interrupted while the condition does not hold; its flag stays
     *     set
     * @throws HomeException with code 1392 if what is waited for cannot be read, mostly because somebody has cut a mapped file
     */
    public boolean until(BooleanSupplier condition, long timeoutNanos, WaitStrategy strategy, WaitCheck check) {
        try {
            boolean held = untilHeld(condition, timeoutNanos, strategy, check);
            if (!held) {
                MappedFaults.throwNow(); // what was not seen to hold may be what could not be read
            }
            return held;
        } catch (InternalError cut) {
            MappedFaults.requireFault(cut);
            check.check(); // knows better what is wrong
            throw new HomeException(
                    ErrorCode.FILE_CORRUPT,
                    "a page of the home's files cannot be had: one was cut while in use, or its device fails; try again, and"
                            + " if it stays so end the processes that use the home, then delete it",
                    cut);
        }
    }

    private boolean untilHeld(BooleanSupplier condition, long timeoutNanos, WaitStrategy strategy, WaitCheck check) {
        if (condition.getAsBoolean()) {
            return true;
        }
        refuseInterrupted();
        if (timeoutNanos <= 0) {
            return false;
        }
        FirstWait.rehearse();
        long start = clock.getAsLong();
        long spinNanos = Math.min(spin.nanos(strategy), timeoutNanos);
        boolean held = spinNanos > 0 && spinUntil(condition, start, spinNanos, check);
        if (!held && spinNanos < timeoutNanos) {
            held = sleepUntil(condition, start, timeoutNanos, check);
        }
        spin.waited(clock.getAsLong() - start);
        if (!held) {
            check.check();
        }
        return held;
    }

    /** As a wait for what does not come. */
    void rehearse(long nanos) {
        spinUntil(() -> false, clock.getAsLong(), nanos, () -> {});
        sleepUntil(() -> false, clock.getAsLong(), nanos, () -> {});
    }

    private boolean spinUntil(BooleanSupplier condition, long start, long limit, WaitCheck check) {
        long nextCheck = LONGEST_SLEEP_NANOS;
        boolean virtual = VirtualThreads.isCurrent();
        for (int spins = 1; !condition.getAsBoolean(); spins++) {
            refuseInterrupted();
            long waited = clock.getAsLong() - start;
            if (waited >= limit) {
                return false;
            }
            if (waited >= nextCheck) {
                check.check();
                nextCheck = waited + LONGEST_SLEEP_NANOS;
            }
            if (virtual && spins % SPINS_PER_YIELD == 0) {
                // Nobody takes the carrier away from a virtual thread.
                Thread.yield();
            }
            Thread.onSpinWait();
        }
        return true;
    }

    private boolean sleepUntil(BooleanSupplier condition, long start, long limit, WaitCheck check) {
        try (Sleeper sleeper = sleepers.on(words)) {
            sleeper.waitsFor(check);
            sleeper.noted = 0;
            SleepingThreads.enter(sleeper, sleeper.canBeLookedAfter() ? check.lookout() : null);
            try {
                return sleepUntil(sleeper, condition, start, limit, check);
            } finally {
                SleepingThreads.leave(sleeper);
                sleeper.waitsNoMore();
                notes.leave(sleeper.noted);
            }
        }
    }

    /**
     * To fall asleep takes a compare-and-set, which ends the JVM where the page is gone: so it is made sure of before that
     * it is not, unless that was done a moment ago.
     */
    private boolean sleepUntil(Sleeper sleeper, BooleanSupplier condition, long start, long limit, WaitCheck check) {
        long nextCheck = checkedLately(start) ? longest(sleeper) : 0;
        while (true) {
            long waitedBefore = clock.getAsLong() - start;
            if (waitedBefore >= limit) {
                return false; // the condition has just been asked
            }
            boolean checks = waitedBefore >= nextCheck || sleeper.isCalled();
            if (checks) {
                sleeper.answers(); // before: a call that comes meanwhile is another one
                check.check();
                checkedAt = start + waitedBefore;
                nextCheck = waitedBefore + longest(sleeper);
            }
            sleeper.prepare();
            if (condition.getAsBoolean()) {
                return true;
            }
            if (checks) {
                MappedFaults.throwNow(); // what was not seen to hold may be what could not be read, also the next time
            }
            refuseInterrupted();
            long waited = clock.getAsLong() - start;
            if (waited >= limit) {
                return false;
            }
            if (sleeper.noted == 0) {
                sleeper.noted = notes.enter(objects);
            }
            if (!sleeper.isCalled()) { // a call from now on ends the sleep, an earlier one need not
                sleeper.sleep(Math.max(1, Math.min(limit, nextCheck) - waited));
            }
            // Before the bit is set again: it would make the next signal wake nobody at the price of a system call.
            if (condition.getAsBoolean() || sleeper.announced() && lookAround(sleeper, condition)) {
                return true;
            }
        }
    }

    /** How long to sleep. Who is called back while this is asked is called after it. */
    private static long longest(Sleeper sleeper) {
        Lookout lookout = sleeper.lookout; // changed by this thread only
        return lookout != null && lookout.isOnDuty() ? LONGEST_SLEEP_LOOKED_AFTER_NANOS : LONGEST_SLEEP_NANOS;
    }

    private boolean checkedLately(long now) {
        return checkedAt != 0 && now - checkedAt < CHECKED_LATELY_NANOS;
    }

    /** Waits for what was announced. Yields, because the announcer may have to run on this very processor. */
    private boolean lookAround(Sleeper sleeper, BooleanSupplier condition) {
        long start = clock.getAsLong();
        do {
            Thread.yield();
            if (condition.getAsBoolean()) {
                return true;
            }
        } while (sleeper.announced() && clock.getAsLong() - start < ANNOUNCEMENT_NANOS);
        // It may have been signaled after the last look.
        return condition.getAsBoolean();
    }

    private static void refuseInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new WaitInterruptedException(
                    "the thread was interrupted while it waited, and has taken nothing; call again to wait on");
        }
    }
}
