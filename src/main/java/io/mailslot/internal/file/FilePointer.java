package io.mailslot.internal.file;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.FileException;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.sync.PointerWord;
import java.util.concurrent.locks.LockSupport;

/**
 * The pointer of one file object: a word that all processes share, and that whoever writes has locked meanwhile. The
 * reaper of a process that dies with it unlocks it where it was, so nothing is skipped; what was written is written over.
 * Readers do not lock: they read first and move the pointer then, unless somebody else has.
 */
final class FilePointer {
    /** Positions beyond do not fit the word. */
    static final long MAX_POSITION = PointerWord.MAX_VALUE;

    private static final int SPINS = 1_000;
    private static final long PAUSE_NANOS = 100_000;

    private final PointerWord word;
    private final int self;
    private final Runnable onStuck;

    /**
     * The pointer in an object entry.
     *
     * @param self this process's record
     * @param onStuck has dead processes noticed soon
     */
    FilePointer(Region entry, int self, Runnable onStuck) {
        this.word = new PointerWord(entry);
        this.self = self;
        this.onStuck = onStuck;
    }

    /** Where it is, or was before the write that is going on. */
    long value() {
        return word.value();
    }

    /** Where it is while nobody writes. */
    long settled() {
        if (word.isLocked()) {
            await(() -> !word.isLocked());
        }
        return word.value();
    }

    /** Moves it, unless it is somewhere else by now or somebody writes. */
    boolean move(long from, long to) {
        return word.change(from, to);
    }

    /** Keeps it where it is until {@link #unlock}. */
    long lock() {
        if (!word.lock(self)) {
            await(() -> word.lock(self));
        }
        return word.value();
    }

    /** Moves it and gives it free. If it is not locked any more, this process has left the home meanwhile. */
    void unlock(long from, long to) {
        word.unlock(self, from, to);
    }

    /** A condition that comes true sooner or later. */
    @FunctionalInterface
    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition) {
        for (int i = 0; i < SPINS; i++) {
            if (condition.holds()) {
                return;
            }
            Thread.onSpinWait();
        }
        onStuck.run();
        Patience patience = Patience.forLock();
        boolean interrupted = false;
        try {
            while (!condition.holds()) {
                if (patience.isOver()) {
                    throw new FileException(
                            ErrorCode.LOCK_VIOLATION,
                            "another process has been writing through the same file object for more than " + patience
                                    + "; continue or end that process");
                }
                LockSupport.parkNanos(PAUSE_NANOS);
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
