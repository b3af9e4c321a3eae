package io.mailslot.internal.log;

/**
 * Chronicle's index of a document, in arithmetic of our own: whoever looks at a log without Chronicle needs it, too.
 *
 * <pre>
 *  63 62                           32 31                            0
 *  +-+-------------------------------+-------------------------------+
 *  |0|  segment (cycle)              |  number of document in it     |
 *  +-+-------------------------------+-------------------------------+
 * </pre>
 */
final class Position {
    private static final int DOCUMENT_BITS = 32;
    private static final long DOCUMENT_MASK = (1L << DOCUMENT_BITS) - 1;

    private Position() {}

    static long of(int segment, long document) {
        return ((long) segment << DOCUMENT_BITS) + (document & DOCUMENT_MASK);
    }

    static int segment(long position) {
        return (int) (position >>> DOCUMENT_BITS);
    }

    static long document(long position) {
        return position & DOCUMENT_MASK;
    }
}
