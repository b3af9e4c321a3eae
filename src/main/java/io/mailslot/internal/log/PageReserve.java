package io.mailslot.internal.log;

import io.mailslot.internal.memory.PageTable;
import io.mailslot.internal.memory.Shortage;
import java.io.IOException;
import java.io.RandomAccessFile;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.bytes.MappedFile;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Gives pages to the stretch of a segment that is about to be written through its mapping, by writing zeros through the
 * file. On a full file system that fails with an exception, where touching a page without storage ends the JVM by
 * SIGBUS. To ask for free space first is not enough: others may take it between the answer and the copy.
 *
 * <p>Only with the write lock held, and only behind the last message, where nothing but zeros is. Reserves a little
 * ahead, so that small messages pay for it once in a while. Not thread-safe: belongs to the one writer of a log.
 */
final class PageReserve {
    /** The size up to which a write through {@link RandomAccessFile} needs no temporary memory. */
    private static final byte[] ZEROS = new byte[8 << 10];

    /** Of the header of a document, and alignment. */
    private static final int MAX_PADDING_BYTES = 16;

    private static final long MAX_AHEAD_BYTES = 64 << 10;
    private static final long NATIVE_FROM_BYTES = 64 << 10;

    private final long segmentBytes;
    private final SpaceGuard space;
    private MappedFile segment;
    private long reservedTo;

    /**
     * Makes one.
     *
     * @param segmentBytes behind which nothing is reserved in advance
     * @param space asked before fresh pages are taken; what has pages already is written whatever the file system says
     */
    PageReserve(long segmentBytes, SpaceGuard space) {
        this.segmentBytes = segmentBytes;
        this.space = space;
    }

    /**
     * Makes sure that a stretch has pages.
     *
     * @param from position of the document that is open for writing
     * @throws IOException if the file system is full
     * @throws NoSpaceException if it is nearly so
     */
    void reserve(MappedBytes bytes, long from, long to) throws IOException {
        MappedFile current = bytes.mappedFile();
        if (current != segment) {
            segment = current;
            reservedTo = LogTemplate.pagesBytes();
        }
        if (to > reservedTo) {
            // a young log stays small: it is given a quarter of its length in advance, and what a page has left anyway
            long ahead = Math.min(MAX_AHEAD_BYTES, from / 4);
            long most = Math.max(to, Math.min(Sizes.wholePages(to + ahead), segmentBytes));
            long start = Math.max(from, reservedTo);
            long end = space.admits(most - start) ? most : to;
            space.admit(end - start);
            // Native calls are for those who write much.
            boolean populated =
                    start > NATIVE_FROM_BYTES && PageTable.populate(bytes.addressForWrite(start), end - start);
            if (!populated) {
                writeZeros(current, start, end);
            }
            reservedTo = end;
        }
    }

    /**
     * Where the first index of a new segment ends, and the first document begins.
     *
     * @param document the first one of the segment, open for writing; is rolled back
     */
    static long indexEnd(DocumentContext document) {
        try {
            return document.wire().bytes().writePosition() + MAX_PADDING_BYTES;
        } finally {
            document.rollbackOnClose();
            document.close();
        }
    }

    private static void writeZeros(MappedFile segment, long from, long to) throws IOException {
        try {
            writeZeros(segment.raf(), from, to);
        } catch (IOException refused) {
            Shortage.writing(segment.file().toPath(), () -> {
                writeZeros(segment.raf(), from, to);
                return null;
            });
        }
    }

    private static void writeZeros(RandomAccessFile file, long from, long to) throws IOException {
        // this is Chronicle's own descriptor of the file; nothing else uses its position
        file.seek(from);
        for (long left = to - from; left > 0; left -= ZEROS.length) {
            file.write(ZEROS, 0, (int) Math.min(ZEROS.length, left));
        }
    }
}
