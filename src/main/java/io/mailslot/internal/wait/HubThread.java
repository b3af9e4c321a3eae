package io.mailslot.internal.wait;

import io.mailslot.internal.memory.FutexWaiter;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread of the {@link WaitHub}. What it watches is guarded by the hub's lock. */
final class HubThread extends Thread {
    private static final Logger LOG = LoggerFactory.getLogger(HubThread.class);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Longer than a callback takes, also on a busy machine, unless somebody's executor has it wait. */
    private static final long HELD_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final WaitHub hub;
    private final boolean sleeps;

    /** Signaled to have the thread look at what it is to watch. */
    private final SignalWord control = new SignalWord(Region.inThisProcess(SignalWord.LENGTH), 0);

    private final Map<SignalWord, Watch> watches = new LinkedHashMap<>();

    /** Collected under the lock, called without it. */
    private final List<Runnable> due = new ArrayList<>();

    private long busyAt = System.nanoTime();

    /** When everybody was called last, signal or not: as a thread that sleeps itself looks around now and then. */
    private long calledAllAt = System.nanoTime();

    /** Whether somebody wants everybody called. Guarded by the hub's lock. */
    private boolean calledUpon;

    /** Whether the last round broke off: whom it was to call is not known any more. For this thread only. */
    private boolean brokeOff;

    /** Since when a callback does its work, by {@link System#nanoTime}; 0 while none does. */
    private volatile long callingSince;

    /** Whose executor is given something by that callback; null while none is. */
    private volatile Executor busyWith;

    /** Whether another thread has taken over, because a callback holds this one up. Set under the hub's lock. */
    private volatile boolean relieved;

    /** For this thread only; null where it polls. */
    private FutexWaiter bed;

    /** How many words it sleeps on, its own among them. */
    private int words;

    /**
     * Makes a thread that watches nothing yet.
     *
     * @param sleeps whether it can be woken; it polls otherwise
     */
    HubThread(WaitHub hub, boolean sleeps) {
        super(null, null, "mailslot-hub", 0, false);
        this.hub = hub;
        this.sleeps = sleeps;
        setDaemon(true);
        setContextClassLoader(null);
    }

    /** A word and who wants to hear of it. Guarded by the hub's lock. */
    static final class Watch {
        private final SignalWord word;
        private final List<Runnable> callbacks = new ArrayList<>(1);

        /** On which the thread sleeps, or will when it has looked. */
        private int value;

        /** Whether nobody wanted to hear of it when the thread last looked, either. */
        private boolean unused;

        private Watch(SignalWord word) {
            this.word = word;
        }

        void add(Runnable callback) {
            callbacks.add(callback);
            unused = false;
        }

        /** The thread goes on watching for a while: often the next wait for the word is not far. */
        void remove(Runnable callback) {
            WaitHub.removeOne(callbacks, callback);
        }
    }

    /** Whether the calling thread is one of these, which everybody else waits for. */
    static boolean isCurrent() {
        return Thread.currentThread() instanceof HubThread;
    }

    /**
     * Gives an executor something to do. A thread of the hub does not, where that executor holds up another one of them just
     * now: each would be held up in turn.
     *
     * @return whether it was given
     */
    static boolean give(Runnable work, Executor executor) {
        if (!(Thread.currentThread() instanceof HubThread self)) {
            executor.execute(work);
            return true;
        }
        if (self.hub.isHeldUpBy(executor)) {
            return false;
        }
        self.busyWith = executor;
        try {
            executor.execute(work);
        } finally {
            self.busyWith = null;
        }
        return true;
    }

    boolean isBusyWith(Executor executor) {
        return busyWith == executor;
    }

    /** Whether a callback holds it up, and with it everybody whose words it watches. */
    boolean isHeldUp() {
        long since = callingSince;
        return since != 0 && System.nanoTime() - since >= HELD_UP_NANOS;
    }

    /**
     * Has another thread take over, which is running then; this one ends once its callback does. Under the hub's lock.
     *
     * @throws OutOfMemoryError if there is none to be had: then nothing has changed
     */
    HubThread relieve() {
        HubThread instead = new HubThread(hub, sleeps);
        instead.watches.putAll(watches);
        instead.calledUpon = true; // by those, too, that this one was about to call
        instead.start();
        relieved = true;
        watches.clear();
        return instead;
    }

    /** Under the hub's lock. */
    void callAllSoon() {
        calledUpon = true;
        wakeUp();
    }

    boolean watches(SignalWord word) {
        return watches.containsKey(word);
    }

    boolean hasRoom() {
        return watches.size() < WaitHub.WORDS_PER_THREAD;
    }

    /**
     * Watches a word from now on: its bit is set, and the thread sleeps on the value with that bit or notices that
     * there is another one. Under the hub's lock.
     */
    Watch watch(SignalWord word) {
        Watch known = watches.get(word);
        Watch watch = known != null ? known : new Watch(word);
        int value = sleeps ? word.prepareToSleep() : 0;
        if (known == null) {
            watch.value = value;
            watches.put(word, watch);
        }
        if (known == null || value != known.value) {
            wakeUp();
        }
        return watch;
    }

    private void wakeUp() {
        if (sleeps) {
            control.signal();
        } else {
            LockSupport.unpark(this);
        }
    }

    @Override
    public void run() {
        boolean goesOn = true;
        while (goesOn) {
            try {
                goesOn = round();
            } catch (RuntimeException | Error failure) { // memory is short, most likely, also to tell of it
                brokeOff = true;
                LockSupport.parkNanos(this, PollingSleeper.LONGEST_NAP_NANOS);
            }
            // Nobody has reason to interrupt this thread, and it could not rest any more.
            Thread.interrupted();
        }
    }

    private boolean round() {
        if (sleeps && bed == null) {
            bed = new FutexWaiter();
        }
        if (!goesOn()) {
            return false;
        }
        boolean called = !due.isEmpty();
        for (int i = 0; i < due.size() && !relieved; i++) {
            call(due.get(i));
        }
        due.clear();
        if (relieved) {
            return true; // the end is under the lock
        }
        if (!sleeps) {
            LockSupport.parkNanos(this, called ? PollingSleeper.LONGEST_NAP_NANOS : IDLE_NANOS);
        } else if (bed.sleep(words, hub.longestSleepNanos()) == FutexWaiter.End.FAILED) {
            LockSupport.parkNanos(this, PollingSleeper.LONGEST_NAP_NANOS);
        }
        return true;
    }

    /** What was announced is signaled in a moment, most likely: to fall asleep again would not pay. */
    private void awaitAnnounced() {
        long start = System.nanoTime();
        while (announced() && System.nanoTime() - start < Waiting.ANNOUNCEMENT_NANOS) {
            Thread.yield();
        }
    }

    private boolean announced() {
        hub.lock().lock();
        try {
            for (Watch watch : watches.values()) {
                if (sleeps && watch.word.isAnnounced()) {
                    return true;
                }
            }
            MappedFaults.throwNow();
            return false;
        } catch (InternalError cut) {
            return false; // which word that is, is found out when the bed is made
        } finally {
            hub.lock().unlock();
        }
    }

    /** Makes ready to sleep, and finds out whom to call before; false if nobody has needed this thread for a while. */
    private boolean goesOn() {
        awaitAnnounced();
        hub.lock().lock();
        try {
            if (relieved) {
                hub.isFree(this);
                return false;
            }
            if (sleeps) {
                makeBed();
            } else {
                watches.values().removeIf(watch -> watch.callbacks.isEmpty());
                watches.values().forEach(watch -> due.addAll(watch.callbacks));
            }
            if (!watches.isEmpty()) {
                busyAt = System.nanoTime();
            } else if (System.nanoTime() - busyAt >= IDLE_NANOS) {
                hub.ended(this);
                return false;
            }
            return true;
        } finally {
            hub.lock().unlock();
        }
    }

    /** The bits are set again before anybody is called: what is signaled afterwards ends the sleep. */
    private void makeBed() {
        boolean callAll = isTimeToCallAll();
        try {
            makeBed(callAll, false);
            MappedFaults.throwNow();
        } catch (InternalError cut) {
            makeBed(callAll, true);
        }
        bed.keep(words);
    }

    /**
     * @param doubtful whether the page of some word was cut off: who waits for that one is told, and the thread sleeps on the
     *     others, which may be of other homes
     */
    private void makeBed(boolean callAll, boolean doubtful) {
        words = 0;
        control.expect(bed, words++, control.prepareToSleep());
        Iterator<Watch> all = watches.values().iterator();
        while (all.hasNext()) {
            Watch watch = all.next();
            try {
                if (watch.callbacks.isEmpty() && (watch.unused || !watch.word.has(watch.value))) {
                    all.remove();
                    continue;
                }
                watch.unused = watch.callbacks.isEmpty();
                int value = watch.word.prepareToSleep();
                if (doubtful) {
                    MappedFaults.throwNow();
                }
                if (callAll || SignalWord.signaledBetween(watch.value, value)) {
                    due.addAll(watch.callbacks);
                }
                watch.value = value;
                watch.word.expect(bed, words++, value);
            } catch (InternalError cut) {
                if (!doubtful) {
                    throw cut;
                }
                due.addAll(watch.callbacks);
            }
        }
    }

    private boolean isTimeToCallAll() {
        long now = System.nanoTime();
        boolean due = calledUpon || brokeOff || now - calledAllAt >= hub.longestSleepNanos();
        calledUpon = false;
        brokeOff = false;
        calledAllAt = due ? now : calledAllAt;
        return due;
    }

    private void call(Runnable callback) {
        callingSince = System.nanoTime() | 1; // 0 is none
        try {
            callback.run();
        } catch (RuntimeException | Error e) {
            warn(e);
        } finally {
            callingSince = 0;
        }
    }

    /** Whoever writes the log is foreign, and all others wait for this thread. */
    private static void warn(Throwable failure) {
        try {
            LOG.warn("a waiter could not be told of a signal", failure);
        } catch (RuntimeException | Error notEvenThat) {
            Thread.yield(); // memory is short, most likely
        }
    }
}
