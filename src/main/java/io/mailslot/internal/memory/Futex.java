package io.mailslot.internal.memory;

import java.lang.ref.Reference;

/**
 * Words of shared memory on which threads of any process can sleep until another one wakes them: what this system
 * offers, and the waking. Sleeping is done through a {@link FutexWaiter}. Safe for use by any thread.
 *
 * <p>Has no initialiser: a thread at the end of its stack may be the first that wakes another one.
 */
public final class Futex {
    /** The system property that makes this JVM poll instead of sleeping, when it says {@code poll}. */
    public static final String PROPERTY = "mailslot.wait";

    /** On how many words a thread can sleep at once. */
    public static final int MOST_WORDS = 128;

    /** What the property said at the first look; null before. */
    private static volatile Boolean polls;

    /** Whether {@link FutexLibrary} can be asked. */
    private static volatile boolean initialised;

    private Futex() {}

    /** Whether threads of this JVM are to sleep on words; if not, they must poll. Loads native code. */
    public static boolean canSleep() {
        return !polls() && initialised() && FutexLibrary.LOADED;
    }

    /** Whether they may sleep on several words at once. Loads native code. */
    public static boolean canSleepOnSeveral() {
        return !polls() && initialised() && FutexLibrary.SEVERAL;
    }

    /**
     * Wakes all threads of all processes that sleep on a word. A JVM that polls itself wakes others nevertheless. Does
     * nothing where native code is unavailable. May load native code.
     *
     * @param region mapped memory
     * @param offset the word
     */
    public static void wakeAll(Region region, int offset) {
        if (initialised() && FutexLibrary.LOADED) {
            FutexLibrary.wakeAll(region.address(offset));
            Reference.reachabilityFence(region);
        }
    }

    private static boolean polls() {
        Boolean known = polls;
        if (known == null) {
            known = "poll".equals(System.getProperty(PROPERTY));
            polls = known;
        }
        return known;
    }

    private static boolean initialised() {
        if (!initialised) {
            initialised = FreshStack.initialised(FutexLibrary.class);
        }
        return true;
    }
}
