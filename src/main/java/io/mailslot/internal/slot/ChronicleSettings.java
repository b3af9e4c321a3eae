package io.mailslot.internal.slot;

import io.mailslot.internal.memory.NativeAccess;

/**
 * The system properties that Chronicle reads once, while its classes load, and that have no builder option.
 *
 * <p>Touch this class before the first Chronicle class is initialised. A property that is already set is left alone:
 * the application may run queues of its own in the same JVM.
 */
final class ChronicleSettings {
    private static final String FORCE_UNLOCK = "queue.force.unlock.mode";

    static {
        // no usage statistics over the network, also if another dependency brings the analytics jar back
        setUnlessPresent("chronicle.analytics.disable", "true");
        // no banner on the log at the first queue
        setUnlessPresent("chronicle.announcer.disable", "true");
        // no polling thread: SpaceGuard looks at the disk when a writer needs to know
        setUnlessPresent("chronicle.disk.monitor.disable", "true");
        // no releaser thread: files are unmapped and closed inside close(), by the thread that calls it
        setUnlessPresent("background.releaser", "false");
        // each segment has thread-locals of its own, which are never removed: tracked, they would stay for as long as
        // the thread lives, and each new segment looks at all of them
        setUnlessPresent("disable.ctl.orphan.tracking", "true");
        // Chronicle's affinity warns at length when it cannot load JNA, and knows fewer places to load it from
        NativeAccess.isThere();
    }

    private ChronicleSettings() {}

    /**
     * Makes sure that the settings are in place.
     *
     * @throws IllegalStateException if the application chose a setting that damages queues
     */
    static void ensureApplied() {
        if ("ALWAYS".equalsIgnoreCase(System.getProperty(FORCE_UNLOCK))) {
            // a lock taken away from a living writer corrupts the index of the queue
            throw new IllegalStateException("system property " + FORCE_UNLOCK
                    + "=ALWAYS corrupts queues: remove it or set LOCKING_PROCESS_DEAD");
        }
    }

    /** Tells if close() itself has released everything, which holds unless the application wanted the thread. */
    static boolean releasesInline() {
        return "false".equalsIgnoreCase(System.getProperty("background.releaser"));
    }

    private static void setUnlessPresent(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }
}
