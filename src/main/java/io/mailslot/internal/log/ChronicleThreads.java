package io.mailslot.internal.log;

import net.openhft.chronicle.core.threads.CleaningThreadLocal;

/**
 * What Chronicle keeps of threads that have used it: their thread-local values, in static maps under the threads, and so
 * also everything that an ended thread refers to. From JDK 19 on that includes what it ran, and with it a home's mapped
 * memory.
 */
final class ChronicleThreads {
    private ChronicleThreads() {}

    /** Lets go of threads that have ended. Costs a look at each thread that has used Chronicle. */
    static void forgetEnded() {
        CleaningThreadLocal.cleanupNonCleaningThreads();
    }
}
