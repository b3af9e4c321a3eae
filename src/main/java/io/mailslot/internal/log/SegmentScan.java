package io.mailslot.internal.log;

import io.mailslot.internal.memory.PlainFile;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Walks over the documents of one segment file from its start, through a file descriptor of its own. It maps, locks and
 * creates nothing, so it may be used on files that vanish or grow meanwhile; Chronicle, asked to read a file that has
 * just vanished, makes it anew.
 *
 * <pre>
 *  every document:  header 4 | body | padding to a multiple of 4
 *  header:  0 nothing yet; bit 31 not complete; bit 30 of Chronicle's own; both end of the segment; rest length of body
 * </pre>
 */
final class SegmentScan implements AutoCloseable {
    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int META_DATA = 0x4000_0000;
    private static final int LENGTH_MASK = 0x3FFF_FFFF;
    private static final int BUFFER_BYTES = 16 << 10;

    private final RandomAccessFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.nativeOrder());

    /** Where the buffer's content lies in the file. */
    private long bufferStart;

    private long next;
    private long body;
    private int bodyLength;

    /** @throws IOException if there is no such file */
    SegmentScan(File segment) throws IOException {
        this.file = PlainFile.at(segment.toPath()).openUninterrupted("r");
        buffer.limit(0);
    }

    /**
     * Goes to the next document that a writer has completed.
     *
     * @return false if there is none yet
     */
    boolean next() throws IOException {
        while (true) {
            long position = next;
            if (!load(position, Integer.BYTES)) {
                return false;
            }
            int header = buffer.getInt((int) (position - bufferStart));
            if (header == 0 || (header & NOT_COMPLETE) != 0) {
                return false;
            }
            bodyLength = header & LENGTH_MASK;
            body = position + Integer.BYTES;
            next = body + bodyLength + 3 & ~3L;
            if ((header & META_DATA) == 0) {
                return true;
            }
        }
    }

    /**
     * Goes over so many complete documents, to the nearest one by the index of the segment, as far as that is written: it
     * tells where every {@value LogSettings#INDEX_SPACING}th one lies.
     *
     * @return false if there are not so many
     */
    boolean skip(long documents) throws IOException {
        long left = documents - leap(documents);
        while (left > 0 && next()) {
            left--;
        }
        return left == 0;
    }

    /** Goes to the last indexed document up to a given one; returns which one that is, 0 for the first. */
    private long leap(long document) throws IOException {
        long indexed = document / LogSettings.INDEX_SPACING;
        long page = indexed / LogSettings.INDEX_COUNT;
        if (indexed == 0 || page >= LogSettings.INDEX_COUNT) {
            return 0;
        }
        long places = placesOfPage(LogFiles.PAGES_OFFSET + page * Long.BYTES);
        for (long i = indexed % LogSettings.INDEX_COUNT; places > 0 && i >= 0; i--) {
            long at = getLong(places + i * Long.BYTES);
            if (at > 0 && at % Integer.BYTES == 0 && load(at, Integer.BYTES)) {
                next = at;
                return (page * LogSettings.INDEX_COUNT + i) * LogSettings.INDEX_SPACING;
            }
        }
        return 0;
    }

    /** Where the places begin in the page of the index that another place leads to; 0 if it is not there yet. */
    private long placesOfPage(long leading) throws IOException {
        long at = getLong(leading);
        if (at <= 0 || !load(at, Integer.BYTES)) {
            return 0;
        }
        int header = buffer.getInt((int) (at - bufferStart));
        boolean ready = (header & NOT_COMPLETE) == 0 && (header & META_DATA) != 0;
        int length = header & LENGTH_MASK;
        return ready && length >= LogFiles.PAGE_BYTES ? at + Integer.BYTES + length - LogFiles.PAGE_BYTES : 0;
    }

    /** 0 behind the end. */
    private long getLong(long position) throws IOException {
        return load(position, Long.BYTES) ? buffer.getLong((int) (position - bufferStart)) : 0;
    }

    /** An int of the document's body. */
    int getInt(int offset) throws IOException {
        if (offset + Integer.BYTES > bodyLength || !load(body + offset, Integer.BYTES)) {
            throw new IOException("document of " + bodyLength + " bytes has no word at " + offset);
        }
        return buffer.getInt((int) (body + offset - bufferStart));
    }

    /** Where what the document tells of lies in the arena. */
    long arenaPlace() throws IOException {
        return getInt(RecordHeader.ARENA_POSITION) & 0xFFFF_FFFFL
                | (long) getInt(RecordHeader.ARENA_POSITION + Integer.BYTES) << Integer.SIZE;
    }

    /** Bytes of the document's body. */
    byte[] getBytes(int offset, int length) throws IOException {
        if (offset + length > bodyLength || !load(body + offset, length)) {
            throw new IOException("document of " + bodyLength + " bytes has no " + length + " at " + offset);
        }
        int from = (int) (body + offset - bufferStart);
        return Arrays.copyOfRange(buffer.array(), from, from + length);
    }

    /** Bytes of the document's body in all. */
    int length() {
        return bodyLength;
    }

    /** Where the document begins in the file. */
    long place() {
        return body - Integer.BYTES;
    }

    /** Where the last document of the file begins, as far as that is told. */
    long lastPlace() throws IOException {
        return getLong(LogFiles.LAST_DOCUMENT_OFFSET);
    }

    private boolean load(long position, int length) throws IOException {
        if (position >= bufferStart && position + length <= bufferStart + buffer.limit()) {
            return true;
        }
        file.seek(position);
        int filled = 0;
        for (int read = 0; read >= 0 && filled < BUFFER_BYTES; filled += Math.max(0, read)) {
            read = file.read(buffer.array(), filled, BUFFER_BYTES - filled);
        }
        bufferStart = position;
        buffer.limit(filled);
        return filled >= length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
