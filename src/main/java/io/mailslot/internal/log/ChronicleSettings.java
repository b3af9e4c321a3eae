package io.mailslot.internal.log;

import io.mailslot.internal.memory.NativeAccess;
import java.io.File;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.Memory;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.core.cleaner.CleanerServiceLocator;
import net.openhft.chronicle.wire.Wires;

/**
 * The system properties that Chronicle reads once, while its classes load, and that have no builder option.
 *
 * <p>Touch this class before the first Chronicle class is initialised. A property that is already set is left alone:
 * the application may run queues of its own in the same JVM.
 */
final class ChronicleSettings {
    /** Exists everywhere, and has nothing in it. */
    private static final String EMPTY_FILE = File.separatorChar == '/' ? "/dev/null" : "NUL";

    /**
     * Finds the JDK's unmapping when it is first needed, or never: a failure there is for the life of the JVM, and nothing is
     * unmapped any more.
     */
    private static final String UNMAPPING = "net.openhft.chronicle.core.OS$Unmapp0Holder";

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
        if (hasAffinity()) {
            // it warns at length when it cannot load JNA, and knows fewer places to load it from
            NativeAccess.isThere();
        }
        apart(Jvm::init);
    }

    private ChronicleSettings() {}

    /** What only a queue takes, and more than half of the time: a process that appends to open runs never needs it. */
    private static final class ForQueues {
        static {
            apart(() -> {
                Wires.init();
                initialise(UNMAPPING);
                // warns of what no queue needs, on the thread that happens to be the first
                ChronicleWarnings.heldBackIn(CleanerServiceLocator::cleanerService);
            });
        }

        private ForQueues() {}

        static void ensureApplied() {
            // to call it loads this class
        }
    }

    /**
     * Whether Chronicle's affinity is there, which is not among what this library brings: no queue needs it, and Chronicle
     * initialises it with its first class, for which it loads native code, and describes it to that by reflection.
     */
    private static boolean hasAffinity() {
        ClassLoader own = ChronicleSettings.class.getClassLoader();
        return own == null || own.getResource("net/openhft/affinity/Affinity.class") != null;
    }

    /**
     * Has Chronicle initialise the classes that reach beyond queues. One makes a file named {@code system.properties} in
     * the working directory, or above it, the system properties of the JVM, unless the application names another file;
     * one adds to the class path what the class loader knows. Neither is any business of a mailslot. They find others through
     * the thread's class loader, which may be none, or an application's.
     */
    private static void apart(Runnable initialisation) {
        String file = System.getProperty(Jvm.SYSTEM_PROPERTIES);
        String classPath = System.getProperty(Jvm.JAVA_CLASS_PATH);
        if (file == null) {
            System.setProperty(Jvm.SYSTEM_PROPERTIES, EMPTY_FILE);
        }
        Thread thread = Thread.currentThread();
        ClassLoader callers = thread.getContextClassLoader();
        thread.setContextClassLoader(ChronicleSettings.class.getClassLoader());
        try {
            initialisation.run();
        } finally {
            thread.setContextClassLoader(callers);
            restore(Jvm.SYSTEM_PROPERTIES, file);
            restore(Jvm.JAVA_CLASS_PATH, classPath);
        }
    }

    /** Of another version of Chronicle, which may have no such class, the application knows what to expect. */
    static void initialise(String name) {
        try {
            Class.forName(name, true, ChronicleSettings.class.getClassLoader());
        } catch (ClassNotFoundException otherVersion) {
            return;
        }
    }

    private static void restore(String key, String value) {
        if (value == null) {
            System.clearProperty(key);
        } else {
            System.setProperty(key, value);
        }
    }

    /** Makes sure that the settings are in place, as far as memory is looked at. */
    static void ensureApplied() {
        // to call it loads this class
    }

    /** Makes sure that all settings are in place. */
    static void ensureAppliedForQueues() {
        ForQueues.ensureApplied();
    }

    /** Chronicle's access to memory by address, with the settings in place. */
    static Memory memory() {
        return OS.memory();
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
