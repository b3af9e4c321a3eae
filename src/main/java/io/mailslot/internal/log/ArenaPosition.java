package io.mailslot.internal.log;

/**
 * A place in the arena, in one word that grows with every reservation: how often the arena was begun anew, and the
 * offset in it.
 *
 * <pre>
 *  63                              27 26                       0
 *  +---------------------------------+--------------------------+
 *  |  lap                            |  offset in units of 8 B  |
 *  +---------------------------------+--------------------------+
 * </pre>
 */
final class ArenaPosition {
    /** What every reservation starts and ends at a multiple of, in bytes. */
    static final int UNIT_BYTES = 8;

    /** The largest arena that positions can tell of, in bytes. */
    static final long MAX_BYTES = 1L << 30;

    private static final int LAP_SHIFT = 27;
    private static final long OFFSET_MASK = (1L << LAP_SHIFT) - 1;

    /** Where the first reservation goes: 0 stands for none. */
    static final long FIRST = 1L << LAP_SHIFT;

    private ArenaPosition() {}

    static long of(long lap, long offset) {
        return (lap << LAP_SHIFT) + offset / UNIT_BYTES;
    }

    static long lap(long position) {
        return position >>> LAP_SHIFT;
    }

    /** Bytes from the start of the arena. */
    static long offset(long position) {
        return (position & OFFSET_MASK) * UNIT_BYTES;
    }

    /** Bytes from one position to another one of the same lap. */
    static long bytes(long from, long to) {
        return (to - from) * UNIT_BYTES;
    }

    /** The position behind a number of bytes, rounded up. */
    static long after(long position, long bytes) {
        return position + (bytes + UNIT_BYTES - 1) / UNIT_BYTES;
    }
}
