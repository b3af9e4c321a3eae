package io.mailslot.it.storm;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * For how long the calling thread had to wait for a processor, all in all: on a busy machine a thread that holds a lock
 * waits like any other, and whoever wants the lock waits with it. A thread that sleeps a lot hardly ever waits, so a
 * {@link HiccupMeter} does not see this.
 */
public final class RunDelay {
    private static final String STATISTICS = "schedstat";
    private static final Path OWN = Path.of("/proc/thread-self", STATISTICS);
    private static final Path THREADS = Path.of("/proc/self/task");

    private RunDelay() {}

    /** Nanoseconds so far; 0 where the system does not tell. */
    public static long nanos() {
        return nanos(OWN);
    }

    /** The same of each thread that this JVM has, by its number. */
    static Map<Path, Long> ofEachThread() {
        Map<Path, Long> delays = new HashMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                delays.put(thread, nanos(thread.resolve(STATISTICS)));
            }
        } catch (IOException | DirectoryIteratorException unknown) {
            return Map.of();
        }
        return delays;
    }

    private static long nanos(Path statistics) {
        try {
            return Long.parseLong(Files.readString(statistics).split(" ")[1]);
        } catch (IOException | RuntimeException unknown) {
            return 0; // or the thread has ended meanwhile
        }
    }
}
