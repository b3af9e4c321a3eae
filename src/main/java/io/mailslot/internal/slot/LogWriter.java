package io.mailslot.internal.slot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.core.threads.InterruptedRuntimeException;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Appends messages to a {@link MessageLog}. A message is there, whole, once the call has returned; if the call throws,
 * or its process dies in it, either the whole message is there or nothing.
 *
 * <p>Appends allocate nothing and ignore interrupts, but leave the interrupt flag set. Not thread-safe: any thread may
 * call, one at a time. Writers of other processes, and of other instances of the log, may append at the same time.
 */
public final class LogWriter {
    /** Document header, record header, padding and the word that Chronicle clears behind a document. */
    private static final int FRAME_BYTES = 32;

    /** A page of the index, which Chronicle may append behind a message. */
    private static final int INDEX_FRAME_BYTES = LogSettings.INDEX_COUNT * Long.BYTES + 4096;

    private final ExcerptAppender appender;
    private final SpaceGuard space;
    private final PageReserve pages = new PageReserve();
    private final long maxMessageBytes;
    private boolean interrupted;

    LogWriter(ExcerptAppender appender, SpaceGuard space, long maxMessageBytes) {
        this.appender = appender;
        this.space = space;
        this.maxMessageBytes = maxMessageBytes;
    }

    /**
     * Appends one message.
     *
     * @throws IllegalArgumentException if it is larger than the maximum of the log
     * @throws NoSpaceException if the file system has no room
     * @throws WriteLockHeldException if another writer has stopped in the middle of its append
     */
    public void append(byte[] src, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, src.length);
        try {
            DocumentContext document = begin(length);
            boolean complete = false;
            try {
                Payload.write(claim(document, length), src, offset, length);
                complete = true;
            } finally {
                end(document, complete);
            }
        } finally {
            restoreInterrupt();
        }
    }

    /** Appends what remains in {@code src} as one message and consumes it; see {@link #append(byte[], int, int)}. */
    public void append(ByteBuffer src) {
        int length = src.remaining();
        try {
            DocumentContext document = begin(length);
            boolean complete = false;
            try {
                Payload.write(claim(document, length), src);
                complete = true;
            } finally {
                end(document, complete);
            }
        } finally {
            restoreInterrupt();
        }
        src.position(src.limit());
    }

    private DocumentContext begin(int length) {
        if (length > maxMessageBytes) {
            throw new IllegalArgumentException("message length " + length + " exceeds maximum " + maxMessageBytes);
        }
        space.admit((long) length + FRAME_BYTES);
        for (; ; ) {
            interrupted |= Thread.interrupted();
            try {
                return appender.writingDocument();
            } catch (InterruptedRuntimeException e) {
                // thrown only by the wait for the write lock: nothing is written yet
                interrupted = true;
            }
        }
    }

    /** Reserves the bytes of a message in an open document and returns their address. */
    private long claim(DocumentContext document, int length) {
        space.confirm((long) length + FRAME_BYTES);
        Bytes<?> bytes = document.wire().bytes();
        long from = bytes.writePosition() - Integer.BYTES;
        long to = from + length + FRAME_BYTES + (SegmentCycle.opensIndexPage(document.index()) ? INDEX_FRAME_BYTES : 0);
        try {
            pages.reserve((MappedBytes) bytes, from, to);
        } catch (IOException e) {
            throw space.exhausted(to - from, e);
        }
        bytes.writeInt(RecordHeader.inline(length));
        long start = bytes.writePosition();
        // mapped in one piece: the overlap of a block is larger than the largest message
        bytes.writeSkip(length);
        return bytes.addressForWrite(start);
    }

    private static void end(DocumentContext document, boolean complete) {
        if (!complete) {
            document.rollbackOnClose();
        }
        document.close();
    }

    private void restoreInterrupt() {
        if (interrupted) {
            interrupted = false;
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        appender.close();
    }
}
