package io.mailslot.internal.slot;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Finds and copies out messages of a {@link MessageLog}. The position to read at is the caller's and may be moved by
 * others: a reader only remembers where it stands, so that going on from there needs no search.
 *
 * <p>Reads allocate nothing. Not thread-safe: any thread may call, one at a time, also {@link #close()}.
 */
public final class LogReader implements AutoCloseable {
    private static final long NOWHERE = -1;

    private final ExcerptTailer tailer;
    private final Consumer<LogReader> onClose;

    /** Cursor whose message the next read of the tailer delivers. */
    private long standing = NOWHERE;

    /** The message that was found last; stays open after release, because the same one is often looked up again. */
    private DocumentContext document;

    private long found;
    private long payloadPosition;
    private int size;
    private boolean released = true;
    private boolean closed;

    LogReader(ExcerptTailer tailer, Consumer<LogReader> onClose) {
        this.tailer = tailer;
        this.onClose = onClose;
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
        if (document != null) {
            if (cursor == found) {
                released = false;
                return true;
            }
            leave(cursor);
        }
        // moves only touch files when the segment changes; polling and going on never do
        return cursor == standing ? read(cursor, true) : move(cursor, true);
    }

    /** Bytes of the found message. */
    public int size() {
        requireFound();
        return size;
    }

    /**
     * Copies the found message.
     *
     * @throws IndexOutOfBoundsException if it does not fit
     */
    public void copyTo(byte[] dst, int offset) {
        requireFound();
        Objects.checkFromIndexSize(offset, size, dst.length);
        Payload.read(address(), dst, offset, size);
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
        Payload.read(address(), dst, size);
    }

    /** Cursor just after the found message. */
    public long following() {
        requireFound();
        return found + 1;
    }

    /** Done with the found message, whether it was consumed or not. */
    public void release() {
        released = true;
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
        Uninterrupted.run(tailer::close);
        onClose.accept(this);
    }

    private boolean move(long cursor, boolean again) {
        return Uninterrupted.call(() -> {
            // whether it is there is told by the read, which also crosses into the next segment
            tailer.moveToIndex(cursor);
            return read(cursor, again);
        });
    }

    private boolean read(long cursor, boolean again) {
        standing = NOWHERE;
        DocumentContext next = tailer.readingDocument();
        standing = cursor;
        if (!next.isPresent()) {
            return false;
        }
        if (next.index() < cursor) {
            // A move that did not find it leaves the index of before; once it is there the move must be made again.
            next.rollbackOnClose();
            next.close();
            standing = NOWHERE;
            return again && move(cursor, false);
        }
        Bytes<?> bytes = next.wire().bytes();
        long start = bytes.readPosition();
        long available = bytes.readRemaining() - RecordHeader.BYTES;
        if (available < 0) {
            throw new IllegalStateException("document at " + next.index() + " is too short for a record header");
        }
        size = RecordHeader.inlineLength(bytes.readInt(start), available);
        payloadPosition = start + RecordHeader.BYTES;
        found = next.index();
        document = next;
        released = false;
        return true;
    }

    /** Closes the open document so that the tailer stands behind it if that is where to go on, else before it. */
    private void leave(long cursor) {
        if (cursor == found + 1) {
            standing = cursor;
        } else {
            document.rollbackOnClose();
        }
        document.close();
        document = null;
    }

    private long address() {
        return document.wire().bytes().addressForRead(payloadPosition);
    }

    private void requireFound() {
        if (released) {
            throw new IllegalStateException(closed ? "reader is closed" : "no message is found");
        }
    }
}
