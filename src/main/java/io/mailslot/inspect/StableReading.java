package io.mailslot.inspect;

import io.mailslot.internal.object.KernelFile;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the tables of a home without a lock and still at one moment: again, until no change was going on and none was
 * completed meanwhile. In a home that never rests it soon gives up, and tells so.
 */
final class StableReading {
    private static final long PATIENCE_NANOS = 50_000_000;
    private static final long PATIENCE_WITH_FAILURES_NANOS = 1_000_000_000;
    private static final long PAUSE_NANOS = 50_000;

    private final KernelFile file;

    StableReading(KernelFile file) {
        this.file = file;
    }

    /** Reading that may be done again from its start. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    /** What was read, and whether nothing changed while it was. */
    record Result<T>(T value, boolean stable) {}

    <T> Result<T> read(Reading<T> reading) throws IOException {
        long start = System.nanoTime();
        while (true) {
            long changes = file.changes();
            boolean quiet = !file.isDirty();
            boolean impatient = System.nanoTime() - start >= PATIENCE_NANOS;
            if (quiet || impatient) {
                try {
                    T value = reading.read();
                    boolean stable = quiet && isUnchangedSince(changes);
                    if (stable || impatient) {
                        return new Result<>(value, stable);
                    }
                } catch (IOException | RuntimeException failure) {
                    // What is about to be made or has just been destroyed fails in many ways; it may be well the next
                    // time.
                    boolean stable = quiet && isUnchangedSince(changes);
                    if (stable || System.nanoTime() - start >= PATIENCE_WITH_FAILURES_NANOS) {
                        throw failure;
                    }
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean isUnchangedSince(long changes) {
        return !file.isDirty() && file.changes() == changes;
    }
}
