package io.mailslot.internal.file;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.FileException;
import io.mailslot.api.WaitInterruptedException;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.object.ProcessRef;
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
    private static final long SHORTEST_PAUSE_NANOS = 50_000;
    private static final long LONGEST_PAUSE_NANOS = 5_000_000;

    private final PointerWord word;
    private final int self;
    private final Writers writers;

    /**
     * The pointer of a file object.
     *
     * @param word where it lies
     * @param self this process
     * @param writers who may have it locked
     */
    FilePointer(PointerWord word, ProcessRef self, Writers writers) {
        this.word = word;
        this.self = PointerWord.locker(self);
        this.writers = writers;
    }

    /** Where it is, or was before the write that is going on. */
    long value() {
        return word.value();
    }

    /**
     * Where it is while nobody writes.
     *
     * @param open throws once the handle is closed
     */
    long settled(Runnable open) {
        if (word.isLocked()) {
            await(() -> !word.isLocked(), open);
        }
        return word.value();
    }

    /** Moves it, unless it is somewhere else by now or somebody writes. */
    boolean move(long from, long to) {
        return word.change(from, to);
    }

    /** Keeps it where it is until {@link #unlock}; {@code open} throws once the handle is closed. */
    long lock(Runnable open) {
        if (!word.lock(self)) {
            await(() -> word.lock(self), open);
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

    /** Ends also when the handle is closed, the home is gone or the thread is interrupted. */
    private void await(Condition condition, Runnable open) {
        for (int i = 0; i < SPINS; i++) {
            if (condition.holds()) {
                return;
            }
            Thread.onSpinWait();
        }
        Patience patience = Patience.forLock();
        long pause = SHORTEST_PAUSE_NANOS;
        while (!condition.holds()) {
            open.run();
            writers.requireHome();
            int writer = word.locker();
            if (writer >= 0 && writer != self && writers.isDead(writer)) {
                // The reaper may have to wait for somebody else.
                word.unlockFor(writer);
                continue;
            }
            refuse(patience, writer);
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }

    private void refuse(Patience patience, int writer) {
        if (Thread.currentThread().isInterrupted()) {
            throw new WaitInterruptedException(
                    "the thread was interrupted while it waited for another write to the file; nothing was written: call again to wait on");
        }
        if (patience.isOver()) {
            String who = writer < 0 ? "others have" : writers.describe(writer) + " has";
            throw new FileException(
                    ErrorCode.LOCK_VIOLATION,
                    who + " been writing through the same file object for more than " + patience
                            + "; continue or end that process");
        }
    }
}
