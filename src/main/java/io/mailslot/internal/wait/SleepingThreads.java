package io.mailslot.internal.wait;

import java.util.List;

/**
 * All threads of this JVM that sleep or are about to, so that somebody can make them look up. A list that is linked
 * through its members: entering and leaving it allocates nothing.
 */
final class SleepingThreads {
    /** Before the first and after the last. */
    private static final Sleeper END = new PollingSleeper();

    static {
        END.before = END;
        END.after = END;
    }

    /** Sleeps for those who have no thread; null while nobody has needed it, and its classes need not be loaded. */
    private static volatile WaitHub hub;

    private SleepingThreads() {}

    /** Has those be found, too, for whom a hub sleeps. */
    static void enter(WaitHub used) {
        hub = used;
    }

    /**
     * Has a sleeper be found.
     *
     * @param lookout who looks after it; null if it does so itself
     */
    static void enter(Sleeper sleeper, Lookout lookout) {
        synchronized (END) {
            if (sleeper.before != null) { // its thread had no stack to leave
                leave(sleeper);
            }
            sleeper.lookout = lookout;
            sleeper.before = END;
            sleeper.after = END.after;
            END.after.before = sleeper;
            END.after = sleeper;
        }
    }

    static void leave(Sleeper sleeper) {
        synchronized (END) {
            sleeper.before.after = sleeper.after;
            sleeper.after.before = sleeper.before;
            sleeper.before = null;
            sleeper.after = null;
            sleeper.lookout = null;
        }
    }

    /** Adds those to a list that somebody looks after. */
    static void collect(Lookout lookout, List<Sleeper> found) {
        synchronized (END) {
            for (Sleeper sleeper = END.after; sleeper != END; sleeper = sleeper.after) {
                if (sleeper.lookout == lookout) {
                    found.add(sleeper);
                }
            }
        }
    }

    /** Calls one of them, if it has not left since. */
    static void call(Lookout lookout, Sleeper sleeper) {
        synchronized (END) {
            if (sleeper.lookout == lookout) {
                sleeper.call();
            }
        }
    }

    /** Calls all of them, the others also if that fails for one; then it fails at last. */
    static void callAll(Lookout lookout) {
        Error failure = null;
        synchronized (END) {
            for (Sleeper sleeper = END.after; sleeper != END; sleeper = sleeper.after) {
                if (sleeper.lookout == lookout) {
                    try {
                        sleeper.call();
                    } catch (Error brokenOff) {
                        failure = brokenOff;
                    }
                }
            }
        }
        rethrow(failure);
    }

    /** Has every thread, and whoever waits without one, test what it waits for, and see whatever the caller has written before. */
    static void wakeAll() {
        Error failure = null;
        synchronized (END) {
            for (Sleeper sleeper = END.after; sleeper != END; sleeper = sleeper.after) {
                try {
                    sleeper.wake();
                } catch (Error brokenOff) { // the page of its word was cut off, say
                    failure = brokenOff;
                }
            }
        }
        WaitHub used = hub;
        if (used != null) {
            used.callAll();
        }
        rethrow(failure);
    }

    /** Has others do what a callback keeps a thread from that sleeps for several. */
    static void relieve() {
        WaitHub used = hub;
        if (used != null) {
            used.relieve();
        }
    }

    private static void rethrow(Error failure) {
        if (failure != null) {
            throw failure;
        }
    }
}
