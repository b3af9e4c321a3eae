package io.mailslot.internal.log;

/**
 * How many bytes the parts of a log take.
 *
 * <pre>
 *  document     | header 4 | record | padding to 4 | and 4 that Chronicle clears behind it |
 *  record       | header 12 | message |    or, if its messages lie in the arena,    | header 12 | where 8, how many 8 |
 *  reservation  | position 8 | content, one message or a batch | padding to 8 |
 *  batch        | length 4 | message | padding to 4 |, and so on
 * </pre>
 */
final class Sizes {
    static final long PAGE = 4096;

    /** Header, padding and what Chronicle clears of a document, and some to spare. */
    static final int DOCUMENT_FRAME = 20;

    /** A page of the index, which Chronicle may append behind a message. */
    static final int INDEX_FRAME = LogSettings.INDEX_COUNT * Long.BYTES + (int) PAGE;

    static final int RECORD_HEADER = RecordHeader.BYTES_BEFORE + Integer.BYTES;

    /** A record whose messages lie in the arena. */
    static final int ARENA_RECORD = RecordHeader.PAYLOAD_BYTES + Integer.BYTES;

    /** Messages over this size lie in the arena: from about here on a copy to warm pages is worth a second look-up. */
    static final int LARGEST_INLINE = 64;

    /** The most that one document takes of a segment, with what Chronicle puts behind it. */
    static final int LARGEST_DOCUMENT = 2 << 10;

    /** What a reservation takes beside its content, at most. */
    static final int RESERVATION_FRAME = 2 * Long.BYTES;

    /** About what the file of a segment takes at first. */
    static final long NEW_SEGMENT = 2 * PAGE;

    /** What a new log takes, rounded up: first segment and control page. */
    static final long NEW_LOG = 8 * PAGE;

    private Sizes() {}

    /** A record with content of a length. */
    static int record(RecordKind kind, int length) {
        return kind == RecordKind.INLINE ? RECORD_HEADER + length : ARENA_RECORD;
    }

    /** A reservation in the arena for content of a length. */
    static long reservation(long length) {
        return Long.BYTES + (length + Long.BYTES - 1 & -Long.BYTES);
    }

    /** Where the next message of a batch begins, with its length, behind one that begins at an offset. */
    static int behindInBatch(int offset, int length) {
        return offset + length + Integer.BYTES - 1 & -Integer.BYTES;
    }

    static long wholePages(long bytes) {
        return bytes + PAGE - 1 & -PAGE;
    }
}
