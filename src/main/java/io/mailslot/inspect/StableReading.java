package io.mailslot.inspect;

import io.mailslot.internal.object.KernelFile;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the tables of a home without a lock and still at one moment: again, until no change was going on and none was
 * completed meanwhile. In a home that never rests it gives up after some attempts.
 */
final class StableReading {
    private static final int ATTEMPTS = 200;
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
        for (int attempt = 1; ; attempt++) {
            long changes = file.changes();
            boolean quiet = !file.isDirty();
            boolean last = attempt >= ATTEMPTS;
            try {
                T value = quiet || last ? reading.read() : null;
                boolean stable = quiet && isStill(changes);
                if (stable || last) {
                    return new Result<>(value, stable);
                }
            } catch (IOException | RuntimeException e) {
                // What goes away while it is read is no failure, unless nothing moved.
                if (last || quiet && isStill(changes)) {
                    throw e;
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean isStill(long changes) {
        return !file.isDirty() && file.changes() == changes;
    }
}
