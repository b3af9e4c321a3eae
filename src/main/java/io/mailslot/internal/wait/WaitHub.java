package io.mailslot.internal.wait;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.OutOfResourcesException;
import io.mailslot.internal.memory.Futex;
import io.mailslot.internal.memory.SignalWord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Sleeps on behalf of others: threads that must not sleep in a native call, and reads that have no thread. Few daemon
 * threads serve any number of registrations, {@value #WORDS_PER_THREAD} words each; they start when they are needed
 * and end a while after. Where the system cannot sleep on several words, the callbacks run every millisecond. Safe for
 * use by any thread.
 */
public final class WaitHub {
    /** One of the words that a thread can sleep on is its own. */
    static final int WORDS_PER_THREAD = Futex.MOST_WORDS - 1;

    private static final WaitHub OF_THIS_JVM = new WaitHub(Futex::canSleepOnSeveral);

    private final FutexProbe probe;
    private final long longestSleepNanos;

    /** Guards what all threads of the hub know. No native object: a virtual thread may wait for it. */
    private final ReentrantLock lock = new ReentrantLock();

    private final List<HubThread> threads = new ArrayList<>();

    /** Those whose work others do, until their callbacks come to an end. Replaced as a whole, under the lock. */
    private volatile List<HubThread> heldUp = List.of();

    WaitHub(FutexProbe probe) {
        this(probe, Waiting.LONGEST_SLEEP_NANOS);
    }

    /**
     * Makes a hub whose threads look up less often by themselves, for tests: a signal that they miss shows then.
     *
     * @param longestSleepNanos how long they sleep at most, and how often they call everybody
     */
    WaitHub(FutexProbe probe, long longestSleepNanos) {
        this.probe = probe;
        this.longestSleepNanos = longestSleepNanos;
    }

    /** Asked when the first thread of the hub starts, because asking loads native code. */
    interface FutexProbe {
        boolean canSleepOnSeveral();
    }

    /** What {@link #register} gives out. */
    public interface Registration {
        /** Ends the registration. A call that is under way may still reach the callback. More cancels do nothing. */
        void cancel();
    }

    /** The one that all attachments of this JVM share. */
    public static WaitHub ofThisJvm() {
        return OF_THIS_JVM;
    }

    /**
     * Has the callback called after each signal of the word, from when this method returns; so test what you wait for
     * only then. It may also be called for no reason, and once for several signals.
     *
     * @param word whose signals to tell of
     * @param callback called by a thread of the hub, which everybody else waits for: it must be quick, and not block. If it
     *     does, the others wait until somebody comes by {@link #relieve}
     * @return to be cancelled
     * @throws OutOfResourcesException if there is no thread to be had (8); then nothing is registered
     */
    public Registration register(SignalWord word, Runnable callback) {
        if (this == OF_THIS_JVM) {
            SleepingThreads.enter(this);
        }
        lock.lock();
        try {
            relieve();
            HubThread thread = threadFor(word);
            HubThread.Watch watch = thread.watch(word);
            watch.add(callback);
            return () -> cancel(watch, callback);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has others do the work of threads that a callback holds up: an executor that waits for room when it is given something
     * to do, say. To be called now and then.
     */
    void relieve() {
        lock.lock();
        try {
            for (int i = 0; i < threads.size(); i++) {
                if (threads.get(i).isHeldUp()) {
                    relieve(i);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void relieve(int place) {
        HubThread stuck = threads.get(place);
        try {
            List<HubThread> more =
                    Stream.concat(heldUp.stream(), Stream.of(stuck)).toList();
            threads.set(place, stuck.relieve());
            heldUp = more;
        } catch (OutOfMemoryError noThread) {
            return; // the next time, perhaps
        }
    }

    /** Whether an executor holds up a thread that others had to relieve. */
    boolean isHeldUpBy(Executor executor) {
        for (HubThread stuck : heldUp) {
            if (stuck.isBusyWith(executor)) {
                return true;
            }
        }
        return false;
    }

    /** To be called by a thread that was relieved, under the lock, at its end: what its executor was not given it is given now. */
    void isFree(HubThread thread) {
        heldUp = heldUp.stream().filter(other -> other != thread).toList();
        threads.forEach(HubThread::callAllSoon);
    }

    /** Has every callback called soon, signal or not: what they look for may be there in another way. */
    void callAll() {
        lock.lock();
        try {
            threads.forEach(HubThread::callAllSoon);
        } finally {
            lock.unlock();
        }
    }

    private HubThread threadFor(SignalWord word) {
        HubThread free = null;
        for (HubThread thread : threads) {
            if (thread.watches(word)) {
                return thread;
            }
            if (thread.hasRoom()) {
                free = thread;
            }
        }
        return free != null ? free : startThread();
    }

    private HubThread startThread() {
        HubThread thread = new HubThread(this, probe.canSleepOnSeveral());
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            throw new OutOfResourcesException(
                    ErrorCode.NOT_ENOUGH_MEMORY,
                    "cannot wait: there is no thread to be had that sleeps for others; end some, or raise the limits"
                            + " (ulimit -u, pids.max of the control group)",
                    noThread);
        }
        threads.add(thread);
        return thread;
    }

    private void cancel(HubThread.Watch watch, Runnable callback) {
        lock.lock();
        try {
            watch.remove(callback);
        } finally {
            lock.unlock();
        }
    }

    long longestSleepNanos() {
        return longestSleepNanos;
    }

    /** The lock under which threads change what they watch. */
    ReentrantLock lock() {
        return lock;
    }

    /** To be called by a thread under the lock, at its end. */
    void ended(HubThread thread) {
        threads.remove(thread);
    }

    /** Threads that run, for tests. */
    int threads() {
        lock.lock();
        try {
            return threads.size();
        } finally {
            lock.unlock();
        }
    }

    /** Removes one callback, which may be there several times; by identity, since equal ones may be different waits. */
    static void removeOne(List<Runnable> callbacks, Runnable callback) {
        Iterator<Runnable> all = callbacks.iterator();
        while (all.hasNext()) {
            if (all.next() == callback) {
                all.remove();
                return;
            }
        }
    }
}
