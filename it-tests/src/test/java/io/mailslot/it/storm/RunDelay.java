package io.mailslot.it.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * For how long the calling thread had to wait for a processor, all in all: on a busy machine a thread that holds a lock
 * waits like any other, and whoever wants the lock waits with it. A thread that sleeps a lot hardly ever waits, so a
 * {@link HiccupMeter} does not see this.
 */
public final class RunDelay {
    private static final Path SCHEDULER_STATISTICS = Path.of("/proc/thread-self/schedstat");

    private RunDelay() {}

    /** Nanoseconds so far; 0 where the system does not tell. */
    public static long nanos() {
        try {
            return Long.parseLong(Files.readString(SCHEDULER_STATISTICS).split(" ")[1]);
        } catch (IOException | RuntimeException unknown) {
            return 0;
        }
    }
}
