package io.mailslot.internal.memory;

import java.lang.ref.Reference;

/**
 * Words of shared memory on which threads of any process can sleep until another one wakes them: what this system
 * offers, and the waking. Sleeping is done through a {@link FutexWaiter}. Safe for use by any thread.
 */
public final class Futex {
    /** The system property that makes this JVM poll instead of sleeping, when it says {@code poll}. */
    public static final String PROPERTY = "mailslot.wait";

    /** On how many words a thread can sleep at once. */
    public static final int MOST_WORDS = 128;

    private static final boolean POLLS = "poll".equals(System.getProperty(PROPERTY));

    private Futex() {}

    /** Whether threads of this JVM are to sleep on words; if not, they must poll. Loads native code. */
    public static boolean canSleep() {
        return !POLLS && FutexLibrary.LOADED;
    }

    /** Whether they may sleep on several words at once. Loads native code. */
    public static boolean canSleepOnSeveral() {
        return !POLLS && FutexLibrary.SEVERAL;
    }

    /**
     * Wakes all threads of all processes that sleep on a word. A JVM that polls itself wakes others nevertheless. Does
     * nothing where native code is unavailable. May load native code.
     *
     * @param region mapped memory
     * @param offset the word
     */
    public static void wakeAll(Region region, int offset) {
        if (FutexLibrary.LOADED) {
            FutexLibrary.wakeAll(region.address(offset));
            Reference.reachabilityFence(region);
        }
    }
}
