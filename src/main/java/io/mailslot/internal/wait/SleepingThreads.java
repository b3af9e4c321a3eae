package io.mailslot.internal.wait;

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

    private SleepingThreads() {}

    static void enter(Sleeper sleeper) {
        synchronized (END) {
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
        }
    }

    /** Has every thread test what it waits for, and see whatever the caller has written before. */
    static void wakeAll() {
        synchronized (END) {
            for (Sleeper sleeper = END.after; sleeper != END; sleeper = sleeper.after) {
                sleeper.wake();
            }
        }
    }
}
