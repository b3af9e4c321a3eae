package io.mailslot.internal.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** For how long the calling thread had to wait for a processor, all in all: what a busy machine adds to any time. */
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
