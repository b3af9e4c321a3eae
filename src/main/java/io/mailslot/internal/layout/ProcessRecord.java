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
 *   32 | process object's id       8  |
 *   40 | parent's record index     4  |  while STARTING
 *   44 | parent's generation       4  |
 *   64 | token                    16  |  while STARTING: proves who the child is
 *   80 | pid of the child          8  |  as the parent saw it; 0 until it is known
 *   88 | start time of the child   8  |
 *   96 | decision of waits for all  8 |  parts as JointTakes tells; goes on with the next process
 *      | (unused)                     |
 *  256 +------------------------------+
 * </pre>
 */
public final class ProcessRecord {
    /** Nobody's record. */
    public static final int FREE = 0;
    /** Made by a parent for a child that has not attached yet. */
    public static final int STARTING = 1;
    /** An attached process; its life lock is held. */
    public static final int LIVE = 2;
    /** A process that has closed its kernel but still runs, and somebody holds a handle to it; its life lock is held. */
    public static final int DETACHED = 3;

    public static final int STATE_OFFSET = 0;
    public static final int GENERATION_OFFSET = STATE_OFFSET + Integer.BYTES;
    public static final int PID_OFFSET = GENERATION_OFFSET + Integer.BYTES;
    public static final int START_TICKS_OFFSET = PID_OFFSET + Long.BYTES;
    public static final int PID_NAMESPACE_OFFSET = START_TICKS_OFFSET + Long.BYTES;
    public static final int OBJECT_ID_OFFSET = PID_NAMESPACE_OFFSET + Long.BYTES;
    public static final int PARENT_INDEX_OFFSET = OBJECT_ID_OFFSET + Long.BYTES;
    public static final int PARENT_GENERATION_OFFSET = PARENT_INDEX_OFFSET + Integer.BYTES;
    public static final int TOKEN_OFFSET = 64;
    public static final int CHILD_PID_OFFSET = TOKEN_OFFSET + 2 * Long.BYTES;
    public static final int CHILD_START_TICKS_OFFSET = CHILD_PID_OFFSET + Long.BYTES;
    public static final int DECISION_OFFSET = CHILD_START_TICKS_OFFSET + Long.BYTES;
    public static final int LENGTH = 256;

    private ProcessRecord() {}
}
