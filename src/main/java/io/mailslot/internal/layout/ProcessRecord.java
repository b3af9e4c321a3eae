package io.mailslot.internal.layout;

/**
 * The record of one process in {@code kernel.dat}.
 *
 * <pre>
 *    0 +------------------------------+
 *      | state                     4  |  stored last when a record is made
 *    4 | generation                4  |
 *    8 | pid                       8  |
 *   16 | start time, clock ticks   8  |
 *   24 | pid namespace             8  |
 *   32 | process object's id       8  |  0 once the program's end is told, and what it inherited still waits for a JVM
 *   40 | parent's record index     4  |  of a child
 *   44 | parent's generation       4  |
 *   48 | ticket                    4  |  while STARTING: valid, or used by a JVM below the program
 *   52 | end                       4  |  whether it ends with its parent
 *   56 | program's record index    4  |  of a JVM that has got what a program below the parent had inherited, and ends
 *   60 | program's generation      4  |    with the parent
 *   64 | token                    16  |  while STARTING: what the ticket in the environment says
 *   80 | pid of the child          8  |  as the parent saw it; 0 until it is known
 *   88 | start time of the child   8  |
 *   96 | decision of waits for all  8 |  parts as JointTakes tells; goes on with the next process
 *      | (unused)                     |
 *  128 +------------------------------+  lines of their own
 *      | waits of its threads  16 x 8 |  what threads that sleep wait for; tells people, never decides
 *  256 +------------------------------+
 * </pre>
 *
 * <p>One wait of a thread, 0 for none. A thread that waits for several objects has several, one that finds no free one
 * has none. The process's own threads change them by compare-and-set.
 *
 * <pre>
 *  63                  44 43                                     0
 * +----------------------+----------------------------------------+
 * | thread               |  object id                             |
 * +----------------------+----------------------------------------+
 *  thread: the lowest bits of its number
 *  object id: of a mailslot if it waits for room there
 * </pre>
 */
public final class ProcessRecord {
    /** Nobody's record. */
    public static final int FREE = 0;
    /** Made by a parent for a child, which has not attached, or never does. */
    public static final int STARTING = 1;
    /** An attached process; its life lock is held. */
    public static final int LIVE = 2;
    /** A process that has closed its kernel but still runs, and somebody holds a handle to it; its life lock is held. */
    public static final int DETACHED = 3;

    /** Whoever has the ticket may become this process, or get what it has inherited. */
    public static final int TICKET_VALID = 0;
    /** A JVM below the program has got what that has inherited; nobody but the program itself can be this process. */
    public static final int TICKET_USED = 1;

    /** The process goes on whatever becomes of its parent. */
    public static final int ENDS_ALONE = 0;
    /** The process is ended when its parent ends, leaves the home, or closes its last handle to it. */
    public static final int ENDS_WITH_PARENT = 1;

    public static final int STATE_OFFSET = 0;
    public static final int GENERATION_OFFSET = STATE_OFFSET + Integer.BYTES;
    public static final int PID_OFFSET = GENERATION_OFFSET + Integer.BYTES;
    public static final int START_TICKS_OFFSET = PID_OFFSET + Long.BYTES;
    public static final int PID_NAMESPACE_OFFSET = START_TICKS_OFFSET + Long.BYTES;
    public static final int OBJECT_ID_OFFSET = PID_NAMESPACE_OFFSET + Long.BYTES;
    public static final int PARENT_INDEX_OFFSET = OBJECT_ID_OFFSET + Long.BYTES;
    public static final int PARENT_GENERATION_OFFSET = PARENT_INDEX_OFFSET + Integer.BYTES;
    public static final int TICKET_OFFSET = PARENT_GENERATION_OFFSET + Integer.BYTES;
    public static final int END_OFFSET = TICKET_OFFSET + Integer.BYTES;
    public static final int PROGRAM_INDEX_OFFSET = END_OFFSET + Integer.BYTES;
    public static final int PROGRAM_GENERATION_OFFSET = PROGRAM_INDEX_OFFSET + Integer.BYTES;
    public static final int TOKEN_OFFSET = 64;
    public static final int CHILD_PID_OFFSET = TOKEN_OFFSET + 2 * Long.BYTES;
    public static final int CHILD_START_TICKS_OFFSET = CHILD_PID_OFFSET + Long.BYTES;
    public static final int DECISION_OFFSET = CHILD_START_TICKS_OFFSET + Long.BYTES;
    public static final int WAITS_OFFSET = 128;
    public static final int WAITS = 16;
    public static final int LENGTH = WAITS_OFFSET + WAITS * Long.BYTES;

    private ProcessRecord() {}
}
