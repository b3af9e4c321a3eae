package io.mailslot.inspect;

import io.mailslot.internal.object.KernelFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tables of a home without a lock and still at one moment: again, until no change was going on and none was
 * completed meanwhile, nor the home begun anew. In a home that never rests it soon gives up, and tells so.
 */
final class StableReading {
    private static final long PATIENCE_NANOS = 50_000_000;
    private static final long PATIENCE_WITH_FAILURES_NANOS = 1_000_000_000;
    private static final long PAUSE_NANOS = 50_000;

    private final Path data;
    private @Nullable KernelFile file;

    /** Of the home that has this kernel file. */
    StableReading(Path data) {
        this.data = data;
    }

    /** Reading that may be done again from its start, and with another kernel file. */
    @FunctionalInterface
    interface Reading<T> {
        T read(KernelFile file) throws IOException;
    }

    /** What was read, and whether nothing changed while it was. */
    record Result<T>(T value, boolean stable) {}

    /**
     * Reads until that is stable, or takes too long.
     *
     * @return what was read; empty if there is no such home, or none any more
     */
    <T> Optional<Result<T>> read(Reading<T> reading) throws IOException {
        long start = System.nanoTime();
        while (true) {
            if (file == null || !file.isInPlace()) {
                try {
                    file = KernelFile.open(data, true);
                } catch (NoSuchFileException nobody) {
                    return Optional.empty();
                }
            }
            long changes = file.changes();
            boolean quiet = !file.isDirty();
            boolean impatient = System.nanoTime() - start >= PATIENCE_NANOS;
            if (quiet || impatient) {
                try {
                    T value = reading.read(file);
                    boolean stable = quiet && isUnchangedSince(changes);
                    if (stable || impatient) {
                        return Optional.of(new Result<>(value, stable));
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

    private boolean isUnchangedSince(long changes) throws IOException {
        return !file.isDirty() && file.changes() == changes && file.isInPlace();
    }
}
