package io.mailslot.internal.wait;

import io.mailslot.internal.memory.Futex;
import io.mailslot.internal.memory.FutexWaiter;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Sleeps in the operating system until one of the words is signaled. Each platform thread keeps one of these, with its
 * native structures. Not for virtual threads: the carrier would sleep, too.
 */
final class FutexSleeper extends Sleeper {
    /**
     * Weak, or a thread of a container would keep this class, and its class loader with all it has loaded, after the
     * application is gone.
     */
    private static final ThreadLocal<WeakReference<FutexSleeper>> OWN =
            ThreadLocal.withInitial(FutexSleeper::newOfThisThread);

    /** Keeps each sleeper as long as its thread lives and this class is loaded. */
    private static final Map<Thread, FutexSleeper> KEPT = Collections.synchronizedMap(new WeakHashMap<>());

    /** Sleeps that last for longer end also by a call; others soon end anyway. */
    private static final long BRIEF_NANOS = 100_000_000;

    private static final long PAUSE_AFTER_FAILURE_NANOS = 1_000_000;

    /** How long to sleep before the interrupt flag is looked at once more, and again: the last of these in long sleeps only. */
    private static final long[] NAPS_NANOS = {10_000_000, BRIEF_NANOS, Waiting.LONGEST_SLEEP_NANOS};

    /** The same in further sleeps of one wait: an idle thread that nobody looks after falls asleep every other second. */
    private static final long[] LATER_NAPS_NANOS = {BRIEF_NANOS, Waiting.LONGEST_SLEEP_NANOS};

    private final FutexWaiter bed = new FutexWaiter();
    /** Signaled to call this thread alone: the page of a word that others see may be gone, and then nobody is woken by it. */
    private final SignalWord own = new SignalWord(Region.inThisProcess(SignalWord.LENGTH), 0);

    private final InterruptBell bell = new InterruptBell(this::wake);

    /** Null between waits. An interrupter may look at it a little late. */
    private volatile SignalWord[] words;

    /** On which values it sleeps. Whoever reads an old one wakes the thread for nothing. */
    private volatile int[] values = new int[1];

    private long[] naps;

    private FutexSleeper() {}

    /**
     * The calling thread's own, unless it is in use further up the stack, or gone: an application's threads may say that
     * they are equal, and then only one of them keeps its own.
     */
    static FutexSleeper on(SignalWord... words) {
        FutexSleeper own = OWN.get().get();
        FutexSleeper free = own != null && own.words == null ? own : new FutexSleeper();
        if (free.values.length < words.length) {
            free.values = new int[words.length];
        }
        free.words = words;
        free.naps = NAPS_NANOS;
        return free;
    }

    private static WeakReference<FutexSleeper> newOfThisThread() {
        FutexSleeper sleeper = new FutexSleeper();
        KEPT.put(Thread.currentThread(), sleeper);
        return new WeakReference<>(sleeper);
    }

    @Override
    void prepare() {
        for (int i = 0; i < words.length; i++) {
            values[i] = words[i].prepareToSleep();
            words[i].expect(bed, i, values[i]);
        }
        if (lookout != null) {
            own.expect(bed, words.length, own.prepareToSleep());
        }
    }

    @Override
    void sleep(long nanos) {
        FutexWaiter.End end;
        bell.begins();
        try {
            end = sleepInNaps(nanos);
        } finally {
            bell.ends();
        }
        if (end == FutexWaiter.End.FAILED) {
            LockSupport.parkNanos(this, Math.min(nanos, PAUSE_AFTER_FAILURE_NANOS));
        }
    }

    /**
     * The JDK misses the bell if it looks for one before it is there and sets the interrupt flag after it has been asked
     * for. So the flag is asked for again, soon and then ever later: what was missed is a matter of some instructions,
     * unless the interrupting thread lost its processor between them.
     */
    private FutexWaiter.End sleepInNaps(long nanos) {
        long left = nanos;
        long[] now = naps;
        naps = LATER_NAPS_NANOS;
        for (long nap : now) {
            if (left <= nap) {
                break;
            }
            FutexWaiter.End end = sleepOnWords(nap);
            if (end != FutexWaiter.End.TIMED_OUT || Thread.currentThread().isInterrupted()) {
                return end;
            }
            left -= nap;
        }
        return sleepOnWords(left);
    }

    private FutexWaiter.End sleepOnWords(long nanos) {
        return bed.sleep(lookout != null && nanos > BRIEF_NANOS ? words.length + 1 : words.length, nanos);
    }

    @Override
    boolean announced() {
        for (SignalWord word : words) {
            if (word.isAnnounced()) {
                return true;
            }
        }
        return false;
    }

    @Override
    boolean missesSignal() {
        SignalWord[] slept = words;
        int[] expected = values;
        for (int i = 0; slept != null && i < slept.length && i < expected.length; i++) {
            if (!slept[i].has(expected[i])) {
                return true;
            }
        }
        return false;
    }

    @Override
    boolean canBeLookedAfter() {
        return words.length < Futex.MOST_WORDS && Futex.canSleepOnSeveral();
    }

    /** Whatever the word says: a call before this one may have moved it on, and broken off. */
    @Override
    void wakeAlone() {
        own.wake();
    }

    /**
     * Who else sleeps on the word wakes for nothing and falls asleep again. Where its page was cut off nobody can be woken by it;
     * that is no failure of who interrupts the thread, say.
     */
    @Override
    void wake() {
        own.wake();
        SignalWord[] slept = words;
        if (slept != null) {
            try {
                slept[0].wake();
                MappedFaults.throwNow();
            } catch (InternalError cut) {
                MappedFaults.requireFault(cut);
            }
        }
    }

    @Override
    public void close() {
        bed.keep(0);
        words = null;
    }
}
