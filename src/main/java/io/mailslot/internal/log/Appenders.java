package io.mailslot.internal.log;

import java.util.function.Supplier;
import net.openhft.chronicle.queue.ExcerptAppender;

/**
 * The appender of a log's writer: opened before its first message, or, in a JVM that sends few, before the first one that needs a
 * document. A message that goes into a run which is open needs none, and the first appender of a JVM takes longer than all else that
 * its first message does; but who sends for long shall not wait for that in the middle of it.
 *
 * <p>Whoever calls keeps others from doing so, but for what says otherwise.
 */
final class Appenders {
    /** How often it is tried to open one without the write lock. */
    private static final int ATTEMPTS = 3;

    private static volatile boolean late;

    private final WriteLock lock;
    private final Supplier<ExcerptAppender> opening;
    private final Runnable rehearsal;

    /** Guarded by this object. */
    private ExcerptAppender appender;

    /**
     * Opens none yet.
     *
     * @param opening opens one; null where there is no file to append to
     * @param rehearsal what comes before the first one of this JVM
     */
    Appenders(WriteLock lock, Supplier<ExcerptAppender> opening, Runnable rehearsal) {
        this.lock = lock;
        this.opening = opening;
        this.rehearsal = rehearsal;
    }

    /** Has writers of this JVM open theirs only when they need it, or again at once. */
    static void openLate(boolean wanted) {
        late = wanted;
    }

    static boolean areOpenedLate() {
        return late;
    }

    /**
     * The first one of a writer; the caller does not hold the write lock.
     *
     * @return null if others have left the segment, and deleted it, each time in between
     * @throws WriteLockHeldException if the write lock is needed for it, and cannot be had
     */
    ExcerptAppender first(WriterTurn turn) {
        // without the lock, because it may take long: a new JVM loads classes first
        rehearsal.run();
        ExcerptAppender opened = null;
        for (int attempt = 0; attempt < ATTEMPTS && opened == null; attempt++) {
            opened = open();
        }
        if (opened == null) {
            // nobody moves on to another segment meanwhile
            lock.acquire(turn);
            try {
                opened = open();
            } finally {
                lock.release();
            }
        }
        return opened;
    }

    /**
     * Another one, instead of one whose segment was deleted; the caller holds the write lock, so the current segment stays where
     * it is.
     *
     * @return null if the log was deleted
     */
    ExcerptAppender another() {
        return open();
    }

    private ExcerptAppender open() {
        ExcerptAppender opened = opening.get();
        if (opened != null) {
            replace(opened);
        }
        return opened;
    }

    private synchronized void replace(ExcerptAppender by) {
        ExcerptAppender former = appender;
        appender = by;
        if (former != null) {
            Uninterrupted.run(former::close);
        }
    }

    /** Closes the one that there is, if any. */
    void close() {
        replace(null);
    }

    /** Whether the one that there is keeps the file of a segment open that is deleted. Any thread may ask. */
    synchronized boolean keepsDeleted(int lowest) {
        return appender != null && appender.cycle() < lowest;
    }
}
