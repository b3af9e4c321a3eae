package io.mailslot.internal.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * The document that a receiver reads next, as it lies in the files of a log.
 *
 * @param isThere whether there is one
 * @param cursor the receiver's place, or the begin of the segment that follows if that is where the next document is
 * @param messagesBefore appended before the document, modulo 2^32
 * @param nextSize bytes of the first message that is unread; empty if there is none
 */
record FirstDocument(boolean isThere, long cursor, int messagesBefore, OptionalInt nextSize) {
    private static final FirstDocument NONE = new FirstDocument(false, 0, 0, OptionalInt.empty());

    /**
     * Looks for it.
     *
     * @throws java.nio.file.NoSuchFileException if a segment is not there, or not any more
     */
    static FirstDocument find(Path folder, LogPage page, long from) throws IOException {
        long cursor = from;
        FirstDocument first = NONE;
        NextSize size = new NextSize(folder, Cursor.message(from));
        boolean more = true;
        for (int segment = Cursor.segment(from); more && segment <= page.currentSegment(); segment++) {
            if (segment != Cursor.segment(from)) {
                cursor = Cursor.of(segment, 0);
            }
            try (SegmentScan scan = new SegmentScan(LogFiles.segment(folder, segment))) {
                boolean reached = scan.skip(Cursor.document(cursor));
                while (more && reached && scan.next()) {
                    if (!first.isThere) {
                        first = new FirstDocument(
                                true, cursor, scan.getInt(RecordHeader.MESSAGES_BEFORE), OptionalInt.empty());
                    }
                    more = size.add(scan);
                }
            }
        }
        return new FirstDocument(first.isThere, first.cursor, first.messagesBefore, size.find());
    }
}
