package io.mailslot.internal.slot;

/**
 * The first word of every document in a {@link MessageLog}. Chronicle pads a document that would be empty, so the
 * length of a message cannot be told from the length of its document.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------+-------------------------------------------------------+
 *  | kind  |                 length in bytes                       |
 *  +-------+-------------------------------------------------------+
 *  |                       message bytes                          ...
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>The word is in native byte order, bit 0 above is its most significant bit.
 */
final class RecordHeader {
    /** Length of the header itself. */
    static final int BYTES = Integer.BYTES;

    /** Kind of a record that holds one message, in full, behind the header. */
    static final int KIND_INLINE = 0;

    private static final int LENGTH_BITS = 28;

    /** Largest length that fits. */
    static final int MAX_LENGTH = (1 << LENGTH_BITS) - 1;

    private RecordHeader() {}

    /** Header of one message of {@code length} bytes. */
    static int inline(int length) {
        if (length < 0 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("length " + length + " is not in 0 to " + MAX_LENGTH);
        }
        return KIND_INLINE << LENGTH_BITS | length;
    }

    static int kind(int header) {
        return header >>> LENGTH_BITS;
    }

    static int length(int header) {
        return header & MAX_LENGTH;
    }

    /**
     * Length of the message of an inline record.
     *
     * @param availableBytes bytes of the document behind the header
     * @throws IllegalStateException if the record is of another kind, or longer than its document
     */
    static int inlineLength(int header, long availableBytes) {
        if (kind(header) != KIND_INLINE) {
            throw new IllegalStateException("unknown record kind " + kind(header) + ", this version reads only kind "
                    + KIND_INLINE + ": written by a newer version?");
        }
        int length = length(header);
        if (length > availableBytes) {
            throw new IllegalStateException(
                    "record length " + length + " exceeds the " + availableBytes + " bytes of its document");
        }
        return length;
    }
}
