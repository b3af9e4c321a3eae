package io.mailslot.internal.layout;

/**
 * The layout of {@code control.dat}, one page beside the queue of each mailslot. Only who holds the write lock
 * stores here, but for the fields marked with an asterisk, which anybody changes by compare-and-set. All integers are in
 * the machine's byte order.
 *
 * <pre>
 *    0 +--------------------------------+
 *      | layout version              4  |  stored last when the page is made: it is ready
 *    4 | drops the oldest            4  |  not 0: a full mailslot loses its oldest messages
 *    8 | capacity                    8  |  bytes that segments and arena may take together
 *   16 | segment bytes               8  |  length at which a segment is left for the next one
 *   24 | arena limit                 8  |  bytes that the arena may take
 *   32 | largest message             8  |  bytes
 *   64 +--------------------------------+
 *      | current segment             8  |  the one that messages are appended to
 *   72 | arena extent                8  |  bytes of the arena that have pages
 *  128 +--------------------------------+
 *      | lowest segment              8 *|  segments below belong to nobody
 *  136 | deleted below               8 *|  their files are deleted
 *  144 | arena floor                 8 *|  arena positions below belong to nobody, whatever receivers say
 *  152 | (unused)                       |
 *  256 +--------------------------------+
 *      | state after a document  2 x 64 |  used in turn, so that the one before survives a writer that dies:
 *      |   version                   8  |    odd while the rest is being written, or if it is void
 *      |   document                  8  |    its position, 0 before the first one
 *      |   messages                  8  |    appended ever, this document's included, but for those of its run
 *      |   bytes                     8  |    of their payloads
 *      |   arena head                8  |    position behind the last reservation
 *      |   end of the arena's lap    8  |    where the lap before the head's ended
 *      |   end of its run            8  |    {@link RunTail}: open, and what is counted in it; 0 if it is none
 *      |   place of its run          8  |    position in the arena; it ends at the head
 *  384 +--------------------------------+
 *      | committed document          8  |  position of the last document told to be complete
 *  448 +--------------------------------+  far from what readers look at all the time
 *      | write lock                  8 *|  generation and record of the process that may append, 0 for nobody
 *  456 | next writer                 8 *|  the same of one that has waited for long and is let in first, 0 for nobody
 *  464 | room claim                  8 *|  the same of one that has waited for room for long
 *  512 +--------------------------------+
 *      | segments             32 x  32  |  each at its number modulo 32
 *      |   number                    8  |
 *      |   documents                 8  |    how many it has; meaningless while it is the current one
 *      |   arena position            8  |    of the head when it was begun
 *      |   messages                  8  |    appended before it
 * 1536 +--------------------------------+
 *      | (unused)                       |
 * 4096 +--------------------------------+
 * </pre>
 *
 * <p>How a document comes to be the last one. A writer holds the write lock from before its first step until after the
 * fifth; it may die, or stand still, between any two.
 *
 * <pre>
 *   resume    other places of documents at or behind the one to come: version odd, since nobody will complete them;
 *             committed := document of the state that is left      both only if the document before is another writer's,
 *                                                                  or the segment is about to be left
 *   1 begin   version of the place that does not hold the state before: odd
 *   2         the rest of the place
 *   3         version: even                          release; from here on the document is begun
 *   4         the document is complete               Chronicle's own store; from here on its messages can be read
 *   5 told    committed := document                  release
 *
 *   what is seen         place of D-1   other place   committed   so the end is
 *   before 1             D-1            D-2           D-1         D-1
 *   1 to 3               D-1            odd           D-1         D-1
 *   3 to 4, or dead      D-1            D             D-1         D-1: asked for, D is not complete
 *   4 to 5, or dead      D-1            D             D-1         D: asked for, D is complete
 *   behind 5             D-1            D             D           D
 * </pre>
 *
 * <p>So at most one document is begun and not told, the one behind the committed one, and the state of the committed one
 * stays until the next but one begins. Who looks for the end reads committed, the place that does not hold it, asks
 * Chronicle whether what is begun there is complete, and reads the state last, between two looks at its version.
 *
 * <p>The end of a run is stored alone, with release order and without a change of the version: open behind 3, once more for
 * each message, and closed before the next document is begun. One store tells all of it, so it is read whole.
 */
public final class LogControlPage {
    /** The layout this library reads and writes; raised together with {@link KernelHeader#VERSION}. */
    public static final int VERSION = 3;

    public static final int VERSION_OFFSET = 0;
    public static final int DROPS_OLDEST_OFFSET = VERSION_OFFSET + Integer.BYTES;
    public static final int CAPACITY_OFFSET = DROPS_OLDEST_OFFSET + Integer.BYTES;
    public static final int SEGMENT_BYTES_OFFSET = CAPACITY_OFFSET + Long.BYTES;
    public static final int ARENA_LIMIT_OFFSET = SEGMENT_BYTES_OFFSET + Long.BYTES;
    public static final int LARGEST_MESSAGE_OFFSET = ARENA_LIMIT_OFFSET + Long.BYTES;

    public static final int CURRENT_SEGMENT_OFFSET = 64;
    public static final int ARENA_EXTENT_OFFSET = CURRENT_SEGMENT_OFFSET + Long.BYTES;

    public static final int LOWEST_SEGMENT_OFFSET = 128;
    public static final int DELETED_BELOW_OFFSET = LOWEST_SEGMENT_OFFSET + Long.BYTES;
    public static final int ARENA_FLOOR_OFFSET = DELETED_BELOW_OFFSET + Long.BYTES;

    public static final int STATES_OFFSET = 256;
    public static final int STATE_LENGTH = 64;
    public static final int STATE_VERSION = 0;
    public static final int STATE_DOCUMENT = STATE_VERSION + Long.BYTES;
    public static final int STATE_MESSAGES = STATE_DOCUMENT + Long.BYTES;
    public static final int STATE_BYTES = STATE_MESSAGES + Long.BYTES;
    public static final int STATE_ARENA_HEAD = STATE_BYTES + Long.BYTES;
    public static final int STATE_ARENA_LAP_END = STATE_ARENA_HEAD + Long.BYTES;
    public static final int STATE_RUN_TAIL = STATE_ARENA_LAP_END + Long.BYTES;
    public static final int STATE_RUN_PLACE = STATE_RUN_TAIL + Long.BYTES;

    public static final int COMMITTED_OFFSET = STATES_OFFSET + 2 * STATE_LENGTH;

    public static final int WRITE_LOCK_OFFSET = 448;
    public static final int NEXT_WRITER_OFFSET = WRITE_LOCK_OFFSET + Long.BYTES;
    public static final int ROOM_CLAIM_OFFSET = NEXT_WRITER_OFFSET + Long.BYTES;

    public static final int SEGMENTS_OFFSET = 512;
    public static final int SEGMENT_LENGTH = 32;
    /** The most segments that a mailslot has at a time. */
    public static final int MAX_SEGMENTS = 32;

    public static final int SEGMENT_NUMBER = 0;
    public static final int SEGMENT_DOCUMENTS = SEGMENT_NUMBER + Long.BYTES;
    public static final int SEGMENT_ARENA = SEGMENT_DOCUMENTS + Long.BYTES;
    public static final int SEGMENT_MESSAGES = SEGMENT_ARENA + Long.BYTES;

    public static final int LENGTH = 4096;

    private LogControlPage() {}
}
