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
            T value = quiet || attempt >= ATTEMPTS ? reading.read() : null;
            boolean stable = quiet && !file.isDirty() && file.changes() == changes;
            if (stable || attempt >= ATTEMPTS) {
                return new Result<>(value, stable);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
