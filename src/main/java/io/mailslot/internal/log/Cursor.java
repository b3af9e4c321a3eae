package io.mailslot.internal.log;

/**
 * Where a receiver reads next, in one word, so that one compare-and-set moves it. Cursors grow from message to message
 * and are never 0 nor negative.
 *
 * <pre>
 *  63 62                        33 32                  12 11          0
 *  +-+----------------------------+----------------------+-------------+
 *  |0|  segment                   |  document in segment |  message in |
 *  | |                            |                      |  document   |
 *  +-+----------------------------+----------------------+-------------+
 * </pre>
 */
final class Cursor {
    /** The most messages that one document carries. */
    static final int MAX_MESSAGES = 1 << 12;

    /** The most documents of a segment; one less than fit, so that the place behind the last one has a cursor. */
    static final int MAX_DOCUMENTS = (1 << 21) - 2;

    /** The highest number of a segment. */
    static final int MAX_SEGMENT = (1 << 30) - 1;

    private static final int DOCUMENT_SHIFT = 12;
    private static final int SEGMENT_SHIFT = 33;
    private static final long DOCUMENT_MASK = (1L << SEGMENT_SHIFT - DOCUMENT_SHIFT) - 1;

    private Cursor() {}

    /** The cursor of the first message of a document. */
    static long of(int segment, long document) {
        return (long) segment << SEGMENT_SHIFT | document << DOCUMENT_SHIFT;
    }

    /** The cursor of the first message of the document at a position of Chronicle's. */
    static long at(long position) {
        return of(Position.segment(position), Position.document(position));
    }

    /** Chronicle's position of the document. */
    static long position(long cursor) {
        return Position.of(segment(cursor), document(cursor));
    }

    static int segment(long cursor) {
        return (int) (cursor >>> SEGMENT_SHIFT);
    }

    static long document(long cursor) {
        return cursor >>> DOCUMENT_SHIFT & DOCUMENT_MASK;
    }

    static int message(long cursor) {
        return (int) cursor & MAX_MESSAGES - 1;
    }

    /** The cursor of the first message of the document that holds the cursor's message. */
    static long documentStart(long cursor) {
        return cursor & -MAX_MESSAGES;
    }

    /** The cursor behind a message of a document with so many messages. */
    static long next(long cursor, int messages) {
        return message(cursor) + 1 < messages ? cursor + 1 : documentStart(cursor) + MAX_MESSAGES;
    }

    /**
     * Whether a cursor is the first one of a segment other than the first. Reading on from the segment before does not lead
     * there, but behind the last document of that one: what was in between was dropped.
     */
    static boolean isBehindDropped(long cursor) {
        return document(cursor) == 0 && message(cursor) == 0 && segment(cursor) > SegmentCycle.FIRST_SEGMENT;
    }
}
