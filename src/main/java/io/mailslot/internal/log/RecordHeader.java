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
 *  +---------------------------------------------------------------+  INLINE       ARENA, BATCH, RUN
 *  |                                                               |  message      position in the arena 8
 *  |                                                               |               messages              4  RUN: 0
 *  |                                                               |               bytes of payloads     4  RUN: 0
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>The words are in native byte order, bit 0 above is the most significant bit of the first. The length is that of the
 * message, or of what lies in the {@link Arena}: one message, or for a batch each message behind a word with its length,
 * padded to a multiple of 4.
 *
 * <p>The two counts wrap. They are only ever subtracted from others of the same log, whose difference is less than 2^31: what
 * is unread takes at least 4 bytes a message, of at most 2^30.
 */
final class RecordHeader {
    static final int MESSAGES_BEFORE = Integer.BYTES;
    static final int BYTES_BEFORE = MESSAGES_BEFORE + Integer.BYTES;

    static final int ARENA_POSITION = BYTES_BEFORE + Integer.BYTES;
    static final int MESSAGES = ARENA_POSITION + Long.BYTES;
    static final int PAYLOAD_BYTES = MESSAGES + Integer.BYTES;

    private static final int LENGTH_BITS = 28;

    /** Largest length that fits. */
    static final int MAX_LENGTH = (1 << LENGTH_BITS) - 1;

    private RecordHeader() {}

    /** The first word. */
    static int of(RecordKind kind, int length) {
        if (length < 0 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("length " + length + " is not in 0 to " + MAX_LENGTH);
        }
        return kind.code() << LENGTH_BITS | length;
    }

    static RecordKind kind(int header) {
        return RecordKind.of(header >>> LENGTH_BITS);
    }

    static int length(int header) {
        return header & MAX_LENGTH;
    }

    /**
     * Whether a record can be read: it is of a known kind, and not longer than its document.
     *
     * @param header its first word
     * @param available bytes of its document
     */
    static boolean isSound(int header, long available) {
        return kind(header) != RecordKind.UNKNOWN && Sizes.record(kind(header), length(header)) <= available;
    }

    /** What keeps a record from being read that is not sound. */
    static String problem(int header, long available) {
        return kind(header) == RecordKind.UNKNOWN
                ? "an unknown record kind " + (header >>> LENGTH_BITS) + ", and this version reads kinds below "
                        + RecordKind.UNKNOWN.code() + ": written by a newer version?"
                : "a record of " + Sizes.record(kind(header), length(header)) + " bytes, which exceeds the " + available
                        + " bytes of its document";
    }
}
