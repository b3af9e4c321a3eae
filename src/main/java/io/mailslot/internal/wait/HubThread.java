package io.mailslot.internal.wait;

import io.mailslot.internal.memory.FutexWaiter;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread of the {@link WaitHub}. What it watches is guarded by the hub's lock. */
final class HubThread extends Thread {
    private static final Logger LOG = LoggerFactory.getLogger(HubThread.class);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);

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
        bed = sleeps ? new FutexWaiter() : null;
        while (goesOn()) {
            boolean called = !due.isEmpty();
            due.forEach(HubThread::call);
            due.clear();
            if (!sleeps) {
                LockSupport.parkNanos(this, called ? PollingSleeper.LONGEST_NAP_NANOS : IDLE_NANOS);
            } else if (bed.sleep(words, Waiting.LONGEST_SLEEP_NANOS) == FutexWaiter.End.FAILED) {
                LockSupport.parkNanos(this, PollingSleeper.LONGEST_NAP_NANOS);
            }
            // Nobody has reason to interrupt this thread, and it could not rest any more.
            Thread.interrupted();
        }
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
            return false;
        } finally {
            hub.lock().unlock();
        }
    }

    /** Makes ready to sleep, and finds out whom to call before; false if nobody has needed this thread for a while. */
    private boolean goesOn() {
        awaitAnnounced();
        hub.lock().lock();
        try {
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
        words = 0;
        control.expect(bed, words++, control.prepareToSleep());
        Iterator<Watch> all = watches.values().iterator();
        while (all.hasNext()) {
            Watch watch = all.next();
            if (watch.callbacks.isEmpty() && (watch.unused || !watch.word.has(watch.value))) {
                all.remove();
                continue;
            }
            watch.unused = watch.callbacks.isEmpty();
            int value = watch.word.prepareToSleep();
            if (callAll || SignalWord.signaledBetween(watch.value, value)) {
                due.addAll(watch.callbacks);
            }
            watch.value = value;
            watch.word.expect(bed, words++, value);
        }
        bed.keep(words);
    }

    private boolean isTimeToCallAll() {
        long now = System.nanoTime();
        boolean due = now - calledAllAt >= Waiting.LONGEST_SLEEP_NANOS;
        calledAllAt = due ? now : calledAllAt;
        return due;
    }

    private static void call(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("a waiter could not be told of a signal", e);
        }
    }
}
