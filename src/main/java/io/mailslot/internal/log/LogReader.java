package io.mailslot.internal.log;

import java.lang.invoke.VarHandle;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.Memory;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Finds and copies out messages of a {@link MessageLog}. The position to read at is the caller's and may be moved by
 * others: a reader only remembers where it stands, so that going on from there needs no search.
 *
 * <p>Reads allocate nothing. Not thread-safe: any thread may call, one at a time, also {@link #close()}.
 */
public final class LogReader implements AutoCloseable {
    private static final Memory MEMORY = ChronicleSettings.memory();
    private static final long NOWHERE = -1;

    private final MessageLog log;
    private final LogControl control;
    private final Arena arena;
    private final boolean overwritten;
    private final Consumer<LogReader> onClose;

    /** Null once its files were let go: a new one opens the first segment there is, and keeps it open. */
    private ExcerptTailer tailer;

    /** Cursor of the document that the next read of the tailer delivers. */
    private long standing = NOWHERE;

    /** The document that was found last; stays open after release, because it is often looked up again. */
    private DocumentContext document;

    /** Cursor of its first message. */
    private long start;

    private int messages;
    private int messagesBefore;
    private int bytesBefore;
    private int kind;
    private int recordBytes;

    /** Where the record's content lies in the arena; 0 if it does not. */
    private long place;

    /** Address of the content. */
    private long content;

    /** Which message of the document is found, where it begins in the content, and what precedes it in bytes. */
    private int message;

    private int offset;
    private int size;
    private int bytesPassed;
    /** Whether the found message's batch makes no sense. */
    private boolean garbled;

    private boolean released = true;
    private boolean closed;

    LogReader(MessageLog log, LogControl control, Arena arena, Consumer<LogReader> onClose) {
        this.log = log;
        this.control = control;
        this.arena = arena;
        this.overwritten = control.dropsOldest();
        this.onClose = onClose;
        this.tailer = log.newTailer();
    }

    /**
     * Finds the first message at or after a cursor. Copies of the message found before must have been taken.
     *
     * @return false if there is none yet
     * @throws IllegalStateException if the reader is closed, or the record there is damaged or of a newer version
     */
    public boolean find(long cursor) {
        if (closed) {
            throw new IllegalStateException("reader is closed");
        }
        long first = Cursor.documentStart(cursor);
        if (document != null) {
            if (first == start) {
                select(Cursor.message(cursor));
                released = false;
                return true;
            }
            leave(first);
        }
        while (control.isBehind(first)) {
            first = Cursor.of(Cursor.segment(first) + 1, 0);
        }
        // moves only touch files when the segment changes; polling and going on never do
        boolean present;
        try {
            present = first == standing ? read(first, true) : move(first, true);
        } catch (AssertionError e) {
            throw log.damage("read", e);
        }
        if (present) {
            select(first == Cursor.documentStart(cursor) ? Cursor.message(cursor) : 0);
        }
        return present;
    }

    /** Bytes of the found message. */
    public int size() {
        requireFound();
        return size;
    }

    /** How many messages were appended before the found one, modulo 2^32. */
    public int messagesBefore() {
        requireFound();
        return messagesBefore + message;
    }

    /** Bytes of their payloads, modulo 2^32. */
    public int bytesBefore() {
        requireFound();
        return bytesBefore + bytesPassed;
    }

    /** Position in the arena behind what holds the found message, if that is the last one there; 0 otherwise. */
    public long freedPlace() {
        requireFound();
        return freedBy(message);
    }

    /** Position in the arena of what holds the found message; 0 if it is not there. */
    long place() {
        requireFound();
        return place;
    }

    private long freedBy(int taken) {
        return place != 0 && taken + 1 == messages ? ArenaPosition.after(place, Arena.reservation(recordBytes)) : 0;
    }

    /**
     * Copies the found message.
     *
     * @throws IndexOutOfBoundsException if it does not fit
     */
    public void copyTo(byte[] dst, int at) {
        requireFound();
        Objects.checkFromIndexSize(at, size, dst.length);
        Payload.read(content + offset, dst, at, size);
    }

    /**
     * Copies the found message to the position of {@code dst} and moves it on.
     *
     * @throws BufferOverflowException if it does not fit
     */
    public void copyTo(ByteBuffer dst) {
        requireFound();
        if (dst.remaining() < size) {
            throw new BufferOverflowException();
        }
        Payload.read(content + offset, dst, size);
    }

    /**
     * Copies the found message and those behind it in its document.
     *
     * @param cursor by which it was found
     * @param most how many at most
     */
    public void copyTo(Portion portion, long cursor, int most) {
        requireFound();
        portion.begin(cursor, start + message, messagesBefore());
        portion.add(content + offset, size);
        int last = message;
        while (portion.count() < most && last + 1 < messages && portion.hasRoom(lengthAt(behind()))) {
            select(last + 1);
            if (garbled) {
                break;
            }
            portion.add(content + offset, size);
            last++;
        }
        portion.end(Cursor.next(start + last, messages), freedBy(last));
    }

    /** Whether what was copied was still the message: in a log that drops its oldest messages it may be overwritten. */
    public boolean isIntact() {
        if (!overwritten) {
            return true;
        }
        VarHandle.loadLoadFence();
        return place == 0 || place >= control.arenaFloor();
    }

    /**
     * Whether the batch of the found message makes no sense: somebody else took it meanwhile, and its room was used
     * again, or it is damaged. The message has no content then.
     */
    public boolean isGarbled() {
        requireFound();
        return garbled;
    }

    /** What to throw if the found message is garbled although nobody took it. */
    public IllegalStateException damage() {
        return new IllegalStateException(
                "a batch of " + recordBytes + " bytes, of document " + Cursor.position(start) + ", is damaged");
    }

    /** Cursor just after the found message. */
    public long following() {
        requireFound();
        return Cursor.next(start + message, messages);
    }

    /** Done with the found message, whether it was consumed or not. */
    public void release() {
        released = true;
    }

    /** Closes files of segments that nobody needs any more; they are opened again where they are needed. */
    public void letGo() {
        long stands = document != null ? start : standing;
        boolean idle = !closed && released && tailer != null;
        if (idle && (stands == NOWHERE || Cursor.segment(stands) < control.lowestSegment())) {
            document = null;
            standing = NOWHERE;
            Uninterrupted.run(tailer::close);
            tailer = null;
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
        document = null;
        if (tailer != null) {
            Uninterrupted.run(tailer::close);
        }
        onClose.accept(this);
    }

    private boolean move(long first, boolean again) {
        if (tailer == null) {
            log.requireFiles();
            tailer = log.newTailer();
        }
        return Uninterrupted.call(() -> {
            // whether it is there is told by the read, which also crosses into the next segment
            tailer.moveToIndex(Cursor.position(first));
            return read(first, again);
        });
    }

    private boolean read(long first, boolean again) {
        standing = NOWHERE;
        DocumentContext next = tailer.readingDocument();
        standing = first;
        if (!next.isPresent()) {
            return false;
        }
        if (next.index() < Cursor.position(first)) {
            // A move that did not find it leaves the index of before; once it is there the move must be made again.
            next.rollbackOnClose();
            next.close();
            standing = NOWHERE;
            return again && move(first, false);
        }
        parse(next);
        start = Cursor.at(next.index());
        document = next;
        released = false;
        return true;
    }

    private void parse(DocumentContext next) {
        Bytes<?> bytes = next.wire().bytes();
        long available = bytes.readRemaining();
        if (available < RecordHeader.BYTES) {
            throw new IllegalStateException("document at " + next.index() + " is too short for a record header");
        }
        long address = bytes.addressForRead(bytes.readPosition());
        int header = MEMORY.readInt(address);
        RecordHeader.requireSound(header, available);
        kind = RecordHeader.kind(header);
        recordBytes = RecordHeader.length(header);
        messagesBefore = MEMORY.readInt(address + RecordHeader.MESSAGES_BEFORE);
        bytesBefore = MEMORY.readInt(address + RecordHeader.BYTES_BEFORE);
        place = 0;
        messages = 1;
        if (kind == RecordHeader.KIND_INLINE) {
            content = address + RecordHeader.BYTES;
        } else {
            place = MEMORY.readLong(address + RecordHeader.ARENA_POSITION);
            messages = MEMORY.readInt(address + RecordHeader.MESSAGES);
            content = arena.address(arena.content(place, recordBytes));
            if (messages < 1 || messages > Cursor.MAX_MESSAGES) {
                throw new IllegalStateException("document at " + next.index() + " claims " + messages + " messages");
            }
        }
        begin();
    }

    /** Goes to the first message of the document. */
    private void begin() {
        message = 0;
        garbled = place != 0 && !arena.holds(place);
        bytesPassed = 0;
        offset = 0;
        size = recordBytes;
        if (kind == RecordHeader.KIND_BATCH) {
            enter(0);
        }
    }

    private void select(int wanted) {
        if (wanted == message && !garbled) {
            return;
        }
        if (wanted >= messages) {
            throw new IllegalStateException("document has " + messages + " messages, not " + (wanted + 1));
        }
        if (wanted < message || garbled) {
            begin();
        }
        while (message < wanted) {
            bytesPassed += size;
            enter(behind());
            message++;
        }
    }

    /** Reads the length of a batch's message at an offset. */
    private void enter(int at) {
        int length = lengthAt(at);
        garbled |= length < 0 || length > recordBytes - at - Integer.BYTES;
        offset = garbled ? 0 : at + Integer.BYTES;
        size = garbled ? 0 : length;
    }

    /** Where the next message of a batch begins. */
    private int behind() {
        return offset + size + 3 & ~3;
    }

    private int lengthAt(int at) {
        return at + Integer.BYTES <= recordBytes ? MEMORY.readInt(content + at) : -1;
    }

    /** Closes the open document so that the tailer stands behind it if that is where to go on, else before it. */
    private void leave(long first) {
        if (first == start + Cursor.MAX_MESSAGES) {
            standing = first;
        } else {
            document.rollbackOnClose();
        }
        document.close();
        document = null;
    }

    private void requireFound() {
        if (released) {
            throw new IllegalStateException(closed ? "reader is closed" : "no message is found");
        }
    }
}
