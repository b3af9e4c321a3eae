package io.mailslot.internal.log;

import io.mailslot.internal.memory.FaultPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Appends messages to a {@link MessageLog}. A message is there, whole, once the call has returned true; if it returns
 * false or throws, or its process dies in it, either the whole message is there or nothing. Small messages lie in the
 * queue's documents, and those that follow each other closely in runs ({@link RunWriter}). For larger ones and for batches
 * room is reserved in the {@link Arena}, with the document open and so under the queue's write lock: what died before its
 * document was complete is overwritten by the next append.
 *
 * <p>Appends allocate nothing and ignore interrupts, but leave the interrupt flag set. Not thread-safe: any thread may
 * call, one at a time. Writers of other processes, and of other instances of the log, may append at the same time.
 */
public final class LogWriter {
    /** The position of no document. */
    private static final long NOTHING_COMPLETE = 0;

    private static final Runnable NOTHING = () -> {};

    /** How an attempt to append a document has ended. */
    private enum Ended {
        DONE,
        FULL,
        TO_BE_TRIED_AGAIN
    }

    private final WriterTurn own = new WriterTurn();
    private final Path folder;
    private final WriteLock lock;
    private final Segments segments;
    private final LogControl control;
    private final RunWriter runs;
    private final Reservations reservations;
    private final DocumentWriter documents;
    private final RoomClaim claim;
    private final StillNeeded needed;
    private final SpaceGuard space;
    private final LogState state = new LogState();
    private final Body.OfBuffer buffer = new Body.OfBuffer();
    private final Appenders appenders;

    /** Null before the first message, or before the first document. */
    private ExcerptAppender appender;

    /** The position at which {@link #state} holds, because this writer appended the document before it; else 0. */
    private long next;

    /** Whether the append that was refused last found no room in the arena, or was to let somebody else in first. */
    private boolean lacksArena;

    private boolean letsIn;

    private boolean interrupted;

    /**
     * Whether an append may have ended in the middle of Chronicle's work, because that failed or for want of stack or
     * memory: what its appender takes for true need not be so any more.
     */
    private boolean broken;

    private WriterTurn turn = own;

    LogWriter(
            Appenders appenders,
            Path folder,
            WriteLock lock,
            Segments segments,
            Arena arena,
            RunWriter runs,
            RoomClaim claim,
            StillNeeded needed) {
        this.appenders = appenders;
        this.folder = folder;
        this.lock = lock;
        this.segments = segments;
        this.control = segments.control();
        this.runs = runs;
        this.reservations = new Reservations(segments, arena, needed);
        this.claim = claim;
        this.needed = needed;
        this.space = new SpaceGuard(folder);
        this.documents = new DocumentWriter(folder, segments, arena, runs, reservations, space, state);
    }

    /** Appends what remains in {@code src} as one message and consumes it; see {@link #append(Body)}. */
    public boolean append(ByteBuffer src) {
        boolean done = append(buffer.of(src));
        if (done) {
            src.position(src.limit());
        }
        return done;
    }

    /** Appends one message, or a batch, with a turn of this writer's own. */
    boolean append(Body body) {
        own.take(false, NOTHING);
        try {
            return append(body, own);
        } finally {
            own.unlock();
        }
    }

    /**
     * Appends one message, or a batch.
     *
     * @param turn the lock that the caller has, and how it waits for other processes
     * @return false if the log is full
     * @throws TooLargeException if it is larger than the maximum of the log
     * @throws NoSpaceException if the file system has no room
     * @throws WriteLockHeldException if another writer has stopped in the middle of its append
     */
    public boolean append(Body body, WriterTurn turn) {
        LogSettings.requireFitting(body, control);
        this.turn = turn;
        boolean sound = false;
        try {
            boolean done = appendWherePagesAre(body);
            sound = true;
            return done;
        } catch (Exception e) {
            throw Uninterrupted.unchecked(e);
        } finally {
            if (!sound) {
                lock.releaseRepaired(); // whatever has failed, also for want of stack where a method begins
            }
            restoreInterrupt();
        }
    }

    /**
     * Does something while nobody appends, in whatever process.
     *
     * @param mine the lock that the caller has, and how it waits for other processes
     * @throws WriteLockHeldException if another writer has stopped in the middle of its append
     */
    public void alone(WriterTurn mine, Runnable work) {
        turn = mine;
        try {
            FirstLog.prepareToRead(); // nobody shall wait for a new JVM that looks for messages
            requireAppender();
            acquire();
            try {
                work.run();
            } finally {
                lock.release();
            }
        } finally {
            restoreInterrupt();
        }
    }

    private boolean appendWherePagesAre(Body body) {
        try {
            return appendOrFail(body);
        } catch (NoSpaceException e) {
            return appendToPagesGivenBack(body, e);
        }
    }

    /** A full file system has the pages of segments that nobody needs any more, and nobody has come to delete. */
    private boolean appendToPagesGivenBack(Body body, NoSpaceException full) {
        try {
            if (segments.reclaim(needed)) {
                return appendOrFail(body);
            }
        } catch (NoSpaceException e) {
            full.addSuppressed(e);
        }
        try {
            if (leaveSegment()) {
                return appendOrFail(body);
            }
        } catch (NoSpaceException e) {
            full.addSuppressed(e);
        }
        if (!shortenArena()) {
            throw full;
        }
        return appendOrFail(body);
    }

    /** Whether the append that was refused last found no room in the arena, rather than none for its document. */
    public boolean lacksArena() {
        return lacksArena;
    }

    /** Whether the append that was refused last was to let somebody in first who has waited for longer. */
    public boolean letsIn() {
        return letsIn;
    }

    private boolean appendOrFail(Body body) {
        boolean small = RunWriter.takes(body);
        lacksArena = false;
        letsIn = claim.isAnothers();
        if (letsIn) {
            return false;
        }
        if (appender == null) {
            begin();
        }
        while (true) {
            acquire();
            if (small && appendToRun(body)) {
                return true;
            }
            Ended ended = appender == null ? beginDocuments() : appendDocument(body, small);
            if (ended != Ended.TO_BE_TRIED_AGAIN) {
                return ended == Ended.DONE;
            }
        }
    }

    /** What takes long, while nobody waits for it: opens the appender, or at least maps what an open run lies in. */
    private void begin() {
        if (Appenders.areOpenedLate()) {
            runs.prepareRepair();
        } else {
            requireAppender();
        }
    }

    /** Opens the appender, for which the lock is given back: nobody shall wait for a JVM that appends its first document. */
    private Ended beginDocuments() {
        lock.release();
        restoreInterrupt(); // else the next wait for the lock would not know of it
        requireAppender();
        return Ended.TO_BE_TRIED_AGAIN;
    }

    /** With the lock not taken. */
    void requireAppender() {
        if (appender == null) {
            appender = requireOpened(appenders.first(turn));
        }
    }

    private ExcerptAppender requireOpened(ExcerptAppender opened) {
        if (opened == null) {
            throw new LogDamagedException(folder, "deleted while it was being opened");
        }
        return opened;
    }

    /** Appends a document, with the lock, which is given back. Apart from what is done for each message of a run. */
    private Ended appendDocument(Body body, boolean small) {
        DocumentContext document = open(small);
        long position = 0;
        boolean complete = false;
        boolean moreRoom = false;
        boolean inNewSegment = false;
        boolean opensRun = false;
        try {
            position = document.index();
            inNewSegment = segments.isFull(DocumentWriter.start(document), position);
            if (position != next || inNewSegment) {
                resume(position); // also where only others can have begun something, which nobody comes back to
            }
            next = 0;
            segments.beforeLook();
            if (inNewSegment) {
                moreRoom = LogTemplate.isMade() && roll(position);
            } else if (segments.hasRoom(DocumentWriter.start(document), needed)
                    || reservations.giveWayToSegment(state)) {
                opensRun = small && documents.openRun(document, body);
                complete = opensRun || documents.write(document, body);
                lacksArena = !complete && documents.lacksArena();
            }
        } catch (Error e) {
            broken = true;
            throw e;
        } finally {
            close(document, complete ? position : NOTHING_COMPLETE, !opensRun);
            segments.tell();
        }
        if (opensRun) {
            return appendFirst(body);
        }
        if (complete) {
            next = position + 1;
            return Ended.DONE;
        }
        return moreRoom || prepare(inNewSegment) || makeRoom() ? Ended.TO_BE_TRIED_AGAIN : Ended.FULL;
    }

    /** Appends to the run that is open, and gives the lock back then. */
    private boolean appendToRun(Body body) {
        boolean done = runs.append(body);
        if (done) {
            lock.release();
            documents.appendedToRun();
        }
        return done;
    }

    /** Appends the message for which a run was opened; the lock was kept for that. */
    private Ended appendFirst(Body body) {
        if (!appendToRun(body)) {
            throw segments.contradiction("a new run has no room for " + body.length() + " bytes");
        }
        return Ended.DONE;
    }

    private boolean roll(long position) {
        return segments.roll(position, state) || reservations.giveWayToSegment(state) && segments.roll(position, state);
    }

    /** On a full file system documents take the pages that messages of the arena do not need any more. */
    private boolean shortenArena() {
        acquire();
        DocumentContext document = open(false);
        try {
            resume(document.index());
            return space.hasFree(SpaceGuard.BUDGET_BYTES - control.arenaExtent()) && reservations.giveBack(state);
        } finally {
            close(document, NOTHING_COMPLETE, true);
        }
    }

    /** On a full file system a log that is all read can do with the pages that it has, if it leaves its segment. */
    private boolean leaveSegment() {
        long end = Cursor.at(control.states().committed()) + Cursor.MAX_MESSAGES;
        long cursor = needed.cursor();
        if (cursor == StillNeeded.UNKNOWN || cursor < end || Cursor.document(end) == 0) {
            return false;
        }
        acquire();
        DocumentContext document = open(false);
        boolean left = false;
        segments.leaveCurrent();
        try {
            long position = document.index();
            resume(position);
            left = LogTemplate.isMade()
                    && segments.isFull(DocumentWriter.start(document), position)
                    && segments.roll(position, state);
        } catch (Error e) {
            broken = true;
            throw e;
        } finally {
            segments.stayInCurrent(); // where it was not left it has pages that messages may go on
            close(document, NOTHING_COMPLETE, true);
            segments.tell();
        }
        return left && segments.reclaim(needed);
    }

    /** Makes the template of new segments, which takes too long to be done with the write lock held. */
    private boolean prepare(boolean newSegment) {
        if (!newSegment || LogTemplate.isMade()) {
            return false;
        }
        try {
            segments.template();
            return true;
        } catch (IOException e) {
            throw space.refused(folder, Sizes.NEW_SEGMENT, e);
        }
    }

    /** Takes over the state from another writer, or from what has failed. */
    private void resume(long position) {
        segments.requireSound();
        if (!control.states().resume(position, state)) {
            throw segments.contradiction("the state before document " + position + " is missing");
        }
    }

    /** Frees what nobody needs any more, or what is oldest; the caller does not hold the write lock. */
    private boolean makeRoom() {
        return segments.reclaim(needed) || control.dropsOldest() && segments.dropOldest();
    }

    private void acquire() {
        boolean acquired = false;
        try {
            lock.acquire(turn);
            interrupted |= Thread.interrupted();
            FaultPoint.APPEND_LOCKED.reached();
            acquired = true;
        } finally {
            if (!acquired) {
                lock.releaseRepaired();
            }
        }
    }

    /**
     * Opens a document, with the lock, which is given back if that fails. The run that is open is left for it, before
     * anybody looks for room.
     *
     * @param full whether the run was to be written to, and had no room
     */
    private DocumentContext open(boolean full) {
        boolean opened = false;
        try {
            long left = runs.seal();
            if (left != 0) {
                documents.leftRun(left, full);
                next = 0;
            }
            broken = true;
            if (appender.cycle() < control.lowestSegment()) {
                segments.requireSound();
                // it would mark the end of a file that is nobody's any more, and may have no page for that
                appender = requireOpened(appenders.another());
            }
            DocumentContext document =
                    appender.cycle() == control.currentSegment() ? appender.writingDocument() : openInAnotherSegment();
            broken = false;
            opened = true;
            return document;
        } catch (AssertionError e) {
            throw damage(e);
        } finally {
            if (!opened) {
                lock.releaseRepaired();
            }
        }
    }

    /** Opens a document behind the segment that is open. Chronicle would make the folder anew with the file, and warns. */
    private DocumentContext openInAnotherSegment() {
        LogFiles.requireFolder(folder);
        return ChronicleWarnings.heldBackIn(appender::writingDocument);
    }

    /** Whether this writer is not to be used again; what it left half-written is as that of a dead one. */
    boolean isBroken() {
        return broken;
    }

    /**
     * Completes a document, and tells of it before another writer can: else that one's document, told first, would be untold.
     *
     * @param complete its position, or that it is to be as if it had not been begun
     * @param release whether to give the lock back
     */
    private void close(DocumentContext document, long complete, boolean release) {
        boolean already = broken;
        broken = true;
        try {
            if (complete == NOTHING_COMPLETE) {
                document.rollbackOnClose();
            }
            document.close();
            broken = already;
            if (complete != NOTHING_COMPLETE) {
                (release ? FaultPoint.APPEND_COMMITTED : FaultPoint.RUN_ANNOUNCED).reached();
                control.states().complete(complete);
            }
        } catch (AssertionError e) {
            throw damage(e);
        } finally {
            if (complete == NOTHING_COMPLETE || broken) {
                lock.releaseRepaired();
            } else if (release) {
                lock.release();
            }
        }
    }

    /** Chronicle's word for what only damage can explain. */
    private LogDamagedException damage(AssertionError e) {
        return new LogDamagedException(folder, "cannot be written to: " + e.getMessage(), e);
    }

    private void restoreInterrupt() {
        if (interrupted) {
            interrupted = false;
            Thread.currentThread().interrupt();
        }
    }
}
