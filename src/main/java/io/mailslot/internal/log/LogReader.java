package io.mailslot.internal.log;

import io.mailslot.internal.layout.RunTail;
import io.mailslot.internal.memory.CallerBuffers;
import io.mailslot.internal.memory.MappedFaults;
import java.lang.invoke.VarHandle;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Finds and copies out messages of a {@link MessageLog}. The position to read at is the caller's and may be moved by
 * others: a reader only remembers where it stands ({@link Standing}), what it has found there ({@link LogRecord}), and which
 * message of that ({@link MessageWalk}).
 *
 * <p>Reads allocate nothing. Not thread-safe: any thread may call, one at a time, also {@link #close()}.
 */
public final class LogReader implements AutoCloseable {
    /** One less than how many looks that find nothing there are to one that doubts it. */
    private static final int LOOKS_BETWEEN = 0xFF;

    private final LogControl control;
    private final boolean overwritten;
    private final Consumer<LogReader> onClose;
    private final Standing standing;
    private final LogRecord record;
    private final MessageWalk walk;
    private final Arena arena;

    /** The cursor behind a run at whose end was looked, and the position in the arena behind it. */
    private long runEnd;

    private long runFreed;

    /** Where the end of a run was found that the next document is to prove, and how many messages were before; 0 if none is. */
    private long unproved;

    private int passedTo;

    /** How often nothing was found in the run. */
    private int empty;

    private boolean released = true;

    /** Whether record and walk are of the document that is open: what failed in between is begun anew. */
    private boolean parsed;

    private boolean closed;

    LogReader(MessageLog log, LogControl control, Arena arena, Consumer<LogReader> onClose) {
        this.control = control;
        this.arena = arena;
        this.overwritten = control.dropsOldest();
        this.onClose = onClose;
        this.standing = new Standing(log);
        this.record = new LogRecord(arena);
        this.walk = new MessageWalk(record);
    }

    /**
     * Finds the first message at or after a cursor. Copies of the message found before must have been taken. One that cannot
     * be read is found, too ({@link #isGarbled}).
     *
     * @return false if there is none yet
     * @throws IllegalStateException if the reader is closed
     */
    public boolean find(long cursor) {
        runEnd = 0;
        runFreed = 0;
        unproved = 0;
        for (long at = cursor; findDocument(at); at = record.cursor() + Cursor.MAX_MESSAGES) {
            if (unproved != 0 && record.isBehindOthers(passedTo)) {
                return findLost();
            }
            int message = record.cursor() == Cursor.documentStart(at) ? Cursor.message(at) : 0;
            RunWalk.Found here = record.isRun() ? findInRun(message) : walk.goTo(message);
            if (here == RunWalk.Found.NOTHING) {
                return false;
            }
            if (here != RunWalk.Found.END) {
                released = false;
                return true;
            }
            runEnd = record.cursor() + Cursor.MAX_MESSAGES;
            runFreed = record.behindPlace();
        }
        return false;
    }

    /** What is damaged must not look like a message that is still to come, nor like the run's end. */
    private RunWalk.Found findInRun(int message) {
        RunWalk.Found found = walk.goToInRun(message);
        if (found == RunWalk.Found.MESSAGE) {
            empty = 0;
            return found;
        }
        long document = Cursor.position(record.cursor());
        if (found == RunWalk.Found.NOTHING) {
            if (isToCome(document, message)) {
                return found;
            }
            found = walk.goToInRun(message); // which may have come meanwhile
            if (found == RunWalk.Found.MESSAGE) {
                return found;
            }
        }
        long tail = control.states().runTailOf(document);
        if (found == RunWalk.Found.END && RunTail.messages(tail) <= message) {
            unproved = tail == 0 ? record.cursor() + message : 0;
            passedTo = record.messagesBefore() + message;
            return found;
        }
        return walk.goToInDamagedRun(message, tail);
    }

    /**
     * Whether nothing tells that a message was there. That another document follows is told by a word that changes with
     * documents only; the tail, which changes with each message, is looked at seldom: its line belongs to the writer.
     */
    private boolean isToCome(long document, int message) {
        LogStates states = control.states();
        return states.committed() <= document
                && !walk.isLost(message)
                && ((++empty & LOOKS_BETWEEN) != 0 || RunTail.messages(states.runTailOf(document)) <= message);
    }

    /** Goes back to what looked like the end of a run, which has had more messages. */
    private boolean findLost() {
        runEnd = 0;
        runFreed = 0;
        if (!findDocument(unproved) || !record.isRun()) {
            return false;
        }
        walk.goToInDamagedRun(Cursor.message(unproved), 0);
        released = false;
        return true;
    }

    /** The cursor behind the run at whose end the last look has begun, where the cursor is to move; 0 if it was none. */
    public long behindRun() {
        return runEnd;
    }

    /** The position in the arena behind that run. */
    public long freedByRun() {
        return runFreed;
    }

    /**
     * Finds the first document at or after a cursor, whatever messages it has.
     *
     * @return false if there is none yet
     */
    boolean findDocument(long cursor) {
        if (closed) {
            throw new IllegalStateException("reader is closed");
        }
        released = true;
        long first = Cursor.documentStart(cursor);
        if (!parsed || !standing.isAt(first)) {
            parsed = false;
            if (!standing.open(control.beginOfNext(first))) {
                return false;
            }
            parse();
        }
        return true;
    }

    private void parse() {
        try {
            record.read(standing.document());
            walk.begin();
            parsed = true;
        } finally {
            if (!parsed) {
                standing.leave(false);
            }
        }
    }

    /** Bytes of the found message. */
    public int size() {
        requireFound();
        return walk.size();
    }

    /** How many messages were appended before the found one, modulo 2^32. */
    public int messagesBefore() {
        requireFound();
        return record.messagesBefore() + walk.message();
    }

    /** Bytes of their payloads, modulo 2^32. */
    public int bytesBefore() {
        requireFound();
        return record.bytesBefore() + walk.bytesPassed();
    }

    /**
     * Position in the arena below which nothing is needed any more once the found message is taken: behind what holds it if it
     * is the last one there, before that if it is the first one of several, else that was told already; 0 for none.
     */
    public long freedPlace() {
        requireFound();
        return freedBy(walk.message(), walk.message());
    }

    /** Position in the arena of what holds the found message: what lies below was needed for those before it; 0 for none. */
    public long foundPlace() {
        requireFound();
        return walk.isGarbled() ? 0 : record.place();
    }

    /** Position in the arena of what the found document tells of; 0 if that is not there. */
    long place() {
        return record.place();
    }

    /** The cursor behind the found document. */
    long behindDocument() {
        return record.cursor() + Cursor.MAX_MESSAGES;
    }

    /** What lies there may be far behind what was freed before it: a writer that has no room jumps. */
    private long freedBy(int first, int last) {
        if (walk.isGarbled()) {
            return 0;
        }
        if (last + 1 == record.messages()) {
            return record.behindPlace();
        }
        return first == 0 ? record.place() : 0;
    }

    /**
     * Copies the found message.
     *
     * @throws IndexOutOfBoundsException if it does not fit
     */
    public void copyTo(byte[] dst, int at) {
        requireFound();
        Objects.checkFromIndexSize(at, walk.size(), dst.length);
        Payload.read(walk.address(), dst, at, walk.size());
    }

    /**
     * Copies the found message to the position of {@code dst} and moves it on.
     *
     * @throws BufferOverflowException if it does not fit
     */
    public void copyTo(ByteBuffer dst) {
        requireFound();
        if (dst.remaining() < walk.size()) {
            throw new BufferOverflowException();
        }
        try {
            if (record.place() == 0 || walk.size() <= Sizes.LARGEST_INLINE) {
                Payload.read(walk.address(), dst, dst.position(), walk.size());
            } else {
                arena.copy(walk.address(), dst, walk.size());
            }
            MappedFaults.throwNowOf(dst);
        } catch (IllegalStateException e) {
            throw CallerBuffers.unusable(e);
        }
        dst.position(dst.position() + walk.size());
    }

    /**
     * Copies the found message and those behind it in its document.
     *
     * @param cursor by which it was found
     * @param most how many at most
     */
    public void copyTo(Portion portion, long cursor, int most) {
        requireFound();
        portion.begin(cursor, record.cursor() + walk.message(), messagesBefore());
        int first = walk.message();
        int last = first + walk.copy(portion, most) - 1;
        portion.end(Cursor.next(record.cursor() + last, record.messages()), freedBy(first, last));
    }

    /**
     * Whether what was copied was still the message: in a log that drops its oldest messages it may be overwritten. Whatever
     * else judges the copy is to be read after this, too: a processor may read memory in another order than it is told
     * (aarch64), and so the copy after what judges it, but not across this fence.
     */
    public boolean isIntact() {
        VarHandle.loadLoadFence();
        return !overwritten || record.place() == 0 || record.place() >= control.arenaFloor();
    }

    /**
     * Whether the found message has no content: somebody else took it meanwhile, and its room was used again, or it cannot
     * be read. What follows it in its document cannot be told either then.
     */
    public boolean isGarbled() {
        requireFound();
        return walk.isGarbled();
    }

    /** Whether only the room that it shares with others tells the size of the found message: that is used again once they are read. */
    public boolean isSizedInArena() {
        requireFound();
        return record.isRun() || record.kind() == RecordKind.BATCH;
    }

    /** What to throw if the found message is garbled although nobody took it. */
    public IllegalStateException damage() {
        return record.damage(walk.message());
    }

    /** Cursor just after the found message; behind all that cannot be told from its document if it is garbled. */
    public long following() {
        requireFound();
        return walk.isGarbled()
                ? record.cursor() + walk.behindGarbled()
                : Cursor.next(record.cursor() + walk.message(), record.messages());
    }

    /** Done with the found message, whether it was consumed or not. */
    public void release() {
        released = true;
    }

    /** Closes files of segments that nobody needs any more; they are opened again where they are needed. */
    public void letGo() {
        if (!closed && released) {
            standing.letGo(control.lowestSegment());
        }
    }

    /** Closes the reader; the files too, if nobody else of this log uses them. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        released = true;
        standing.close();
        onClose.accept(this);
    }

    private void requireFound() {
        if (released) {
            throw new IllegalStateException(closed ? "reader is closed" : "no message is found");
        }
    }
}
