package io.mailslot.internal.log;

import io.mailslot.internal.memory.FreeSpace;
import io.mailslot.internal.memory.Shortage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Refuses writes early on a file system that is nearly full, so that a reserve stays for what cannot be refused.
 *
 * <p>The bytes of a message are safe without it, {@link PageReserve} sees to that. The reserve is for what shares the
 * file system: tables, control plane, and the root of a segment's index, which Chronicle fills after millions of
 * messages. Asking the file system costs about as much as several appends, so each answer buys a budget of bytes
 * that may be written before the next question.
 *
 * <p>Not thread-safe: belongs to the one writer of a log.
 */
final class SpaceGuard {
    /** Bytes that may be written between two questions. */
    static final long BUDGET_BYTES = 32 << 10;

    /** Bytes that always stay free. */
    static final long RESERVE_BYTES = 512 << 10;

    private final Path path;
    private final LongSupplier freeBytes;
    private long budgetBytes;

    SpaceGuard(Path path) {
        this(path, usableBytes(path.toFile()));
    }

    SpaceGuard(Path path, LongSupplier freeBytes) {
        this.path = path;
        this.freeBytes = freeBytes;
    }

    /**
     * Takes {@code bytes} from the budget, which is filled up first if it does not suffice.
     *
     * @throws NoSpaceException if the file system has not that many bytes beyond the reserve
     */
    void admit(long bytes) {
        if (bytes > budgetBytes) {
            refill(bytes);
        }
        budgetBytes -= bytes;
    }

    /** Whether {@link #admit} would not fail. */
    boolean admits(long bytes) {
        return bytes <= budgetBytes || hasFree(bytes);
    }

    /**
     * Asks again for a write that is larger than any budget. To be called with the write lock held: what other writers
     * of the log had been admitted for is on disk by then.
     */
    void confirm(long bytes) {
        if (bytes > BUDGET_BYTES) {
            requireFree(bytes);
        }
    }

    /** Whether the file system has so many bytes beyond the reserve. */
    boolean hasFree(long bytes) {
        return freeBytes.getAsLong() >= bytes + RESERVE_BYTES;
    }

    /**
     * The failure for a write that was refused although there had seemed to be room.
     *
     * @param file what was to be written
     * @return a {@link NoSpaceException} if room is what it wanted
     */
    RuntimeException refused(Path file, long bytes, IOException cause) {
        budgetBytes = 0;
        if (Files.notExists(path)) {
            return new LogDamagedException(path, "deleted while in use", cause);
        }
        if (!Shortage.isOfRoom(path, cause)) {
            return new LogDamagedException(file, "cannot be written: " + cause.getMessage(), cause);
        }
        NoSpaceException full = new NoSpaceException(path, bytes, freeBytes.getAsLong());
        full.initCause(cause);
        return full;
    }

    private void refill(long bytes) {
        budgetBytes = 0;
        requireFree(bytes);
        budgetBytes = Math.max(bytes, BUDGET_BYTES);
    }

    private void requireFree(long bytes) {
        long neededBytes = bytes + RESERVE_BYTES;
        long free = freeBytes.getAsLong();
        if (free < neededBytes) {
            throw new NoSpaceException(path, neededBytes, free);
        }
    }

    /** A deleted folder still has a file system, that of the nearest folder left above it. */
    private static LongSupplier usableBytes(File folder) {
        return () -> {
            for (File file = folder; file != null; file = file.getParentFile()) {
                long bytes = FreeSpace.of(file);
                if (bytes > 0 || file.exists()) {
                    return bytes;
                }
            }
            return 0;
        };
    }
}
