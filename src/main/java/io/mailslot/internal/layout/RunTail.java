package io.mailslot.internal.layout;

/**
 * How far a run is written, in one word, so that one store counts a message in every respect.
 *
 * <pre>
 *  63 62         51 50                  30 29           17 16                   0
 *  +-+-------------+----------------------+---------------+----------------------+
 *  |o|  (unused)   |  bytes of payloads   |  messages     |  offset of the next  |
 *  | |             |                      |               |  record, in 8 B      |
 *  +-+-------------+----------------------+---------------+----------------------+
 * </pre>
 *
 * <p>o: open, more messages may come.
 */
public final class RunTail {
    /** The most messages of a run: one less than a document has cursors for, so that the end has one, too. */
    public static final int MAX_MESSAGES = (1 << 12) - 1;

    /** The most bytes of a run. */
    public static final int MAX_BYTES = 1 << 20;

    /** A run that has just been opened. */
    public static final long OPEN = 1L << 63;

    private static final int UNIT_BYTES = 8;
    private static final int MESSAGES_SHIFT = 17;
    private static final int BYTES_SHIFT = 30;
    private static final long OFFSET_MASK = (1L << MESSAGES_SHIFT) - 1;
    private static final long MESSAGES_MASK = (1L << BYTES_SHIFT - MESSAGES_SHIFT) - 1;
    private static final long BYTES_MASK = (1L << 51 - BYTES_SHIFT) - 1;

    private RunTail() {}

    public static boolean isOpen(long tail) {
        return tail < 0;
    }

    public static long closed(long tail) {
        return tail & ~OPEN;
    }

    public static int messages(long tail) {
        return (int) (tail >>> MESSAGES_SHIFT & MESSAGES_MASK);
    }

    /** Of their payloads. */
    public static int bytes(long tail) {
        return (int) (tail >>> BYTES_SHIFT & BYTES_MASK);
    }

    /** Where the next record goes, in bytes from the first one. */
    public static int offset(long tail) {
        return (int) (tail & OFFSET_MASK) * UNIT_BYTES;
    }

    /** After one more message. */
    public static long plus(long tail, int recordBytes, int payloadBytes) {
        return tail + recordBytes / UNIT_BYTES + (1L << MESSAGES_SHIFT) + ((long) payloadBytes << BYTES_SHIFT);
    }
}
