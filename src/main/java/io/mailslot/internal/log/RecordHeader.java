package io.mailslot.internal.log;

/**
 * What every document of a {@link MessageLog} begins with. Chronicle pads a document that would be empty, so the length
 * of a message cannot be told from the length of its document.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------+-------------------------------------------------------+
 *  | kind  |                 length in bytes                       |
 *  +-------+-------------------------------------------------------+
 *  |  messages appended before this document, modulo 2^32          |
 *  +---------------------------------------------------------------+
 *  |  bytes of their payloads, modulo 2^32                         |
 *  +---------------------------------------------------------------+  INLINE       ARENA, BATCH
 *  |                                                               |  message      position in the arena 8
 *  |                                                               |               messages              4
 *  |                                                               |               bytes of payloads     4
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>The words are in native byte order, bit 0 above is the most significant bit of the first. The length is that of the
 * message, or of what lies in the {@link Arena}: one message, or for a batch each message behind a word with its length,
 * padded to a multiple of 4.
 */
final class RecordHeader {
    /** Length of the header of a record that holds its message. */
    static final int BYTES = 3 * Integer.BYTES;

    static final int MESSAGES_BEFORE = Integer.BYTES;
    static final int BYTES_BEFORE = MESSAGES_BEFORE + Integer.BYTES;

    static final int ARENA_POSITION = BYTES;
    static final int MESSAGES = ARENA_POSITION + Long.BYTES;
    static final int PAYLOAD_BYTES = MESSAGES + Integer.BYTES;

    /** Length of the whole record whose messages lie in the arena. */
    static final int ARENA_RECORD_BYTES = PAYLOAD_BYTES + Integer.BYTES;

    /** Kind of a record that holds one message, in full, behind the header. */
    static final int KIND_INLINE = 0;

    /** Kind of a record whose one message lies in the arena. */
    static final int KIND_ARENA = 1;

    /** Kind of a record whose many messages lie in the arena. */
    static final int KIND_BATCH = 2;

    private static final int LENGTH_BITS = 28;

    /** Largest length that fits. */
    static final int MAX_LENGTH = (1 << LENGTH_BITS) - 1;

    private RecordHeader() {}

    /** The first word. */
    static int of(int kind, int length) {
        if (length < 0 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("length " + length + " is not in 0 to " + MAX_LENGTH);
        }
        return kind << LENGTH_BITS | length;
    }

    static int kind(int header) {
        return header >>> LENGTH_BITS;
    }

    static int length(int header) {
        return header & MAX_LENGTH;
    }

    /**
     * Refuses a record that cannot be read.
     *
     * @param header its first word
     * @param available bytes of its document
     * @throws IllegalStateException if the record is of an unknown kind, or longer than its document
     */
    static void requireSound(int header, long available) {
        if (kind(header) > KIND_BATCH) {
            throw new IllegalStateException("unknown record kind " + kind(header) + ", this version reads kinds up to "
                    + KIND_BATCH + ": written by a newer version?");
        }
        long needed = kind(header) == KIND_INLINE ? (long) BYTES + length(header) : ARENA_RECORD_BYTES;
        if (needed > available) {
            throw new IllegalStateException(
                    "a record of " + needed + " bytes exceeds the " + available + " bytes of its document");
        }
    }
}
