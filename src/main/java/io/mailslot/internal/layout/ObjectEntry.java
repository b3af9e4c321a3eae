package io.mailslot.internal.layout;

/**
 * One entry of the object table: sixteen cache lines, of which the hot ones stand alone. Fields that share an offset
 * belong to different types of object.
 *
 * <pre>
 *        every type                 MAILSLOT             RECEIVER             SENDER        PROCESS          SYNC         FILE
 *    0 +-------------------------+--------------------+--------------------+-------------+----------------+------------+-----------+
 *      | type                 4  |  stored last when an entry is made; 0 is free                                                   |
 *    4 | generation           4  |                    |                    |             |                |            |           |
 *    8 | usage count (d)      4  |                    |                    |             |                |            |           |
 *   12 | chain (d)            4  |  next free entry, or next entry in the name bucket, index + 1                                   |
 *   16 |                      8  |  first receiver (d)|  mailslot          |  mailslot   |  pid           | maximum 4, | device    |
 *   24 |                      8  |  durable 4         |  next receiver (d) |             |  start ticks   | or manual  | inode     |
 *   32 |                      4  |  receivers (d)     |                    |  writes     |  exit code     | reset 4    | access    |
 *   36 |                      4  |  senders (d)       |                    |  exclusive  |  progress      |            | share     |
 *   40 |                      4  |  writers (d)       |                    |  timeout, ms|  record index  |            | deletion  |
 *   44 |                      4  |  exclusive wr. (d) |                    |             |                |            |           |
 *   48 |                      4  |  maximum message   |                    |             |  pid namespace |            |           |
 *   52 |                      4  |  name hash         |  cursor's hash     |             |                | name hash  | file hash |
 *   56 |                      4  |  name bytes        |  cursor's bytes    |  name bytes |                | name bytes | path bytes|
 *   60 |                      4  |  broadcast         |                    |             |                |            |           |
 *   64 +-------------------------+--------------------+--------------------+-------------+----------------+------------+-----------+
 *      | signal word          4  |  a line of its own: waiters and signallers of this object; goes on when an object               |
 *      |                         |  takes the place of another one                                                                 |
 *  128 +-------------------------+-------------------------------------------------------------------------------------------------+
 *      | cursor or state     8 t |  a line of its own: RECEIVER, where to read next; SYNC, state; FILE, pointer                    |
 *  136 | released, recursion 8 t |  RECEIVER, arena position below which it needs nothing; MUTEX                                   |
 *  144 | messages passed     8 t |  RECEIVER, appended before the cursor when it was last moved                                    |
 *  152 | messages missed     8 t |  RECEIVER, dropped before it had read them: times 2^20, and the segment up to which they are    |
 *      |                         |  counted, modulo 2^20                                                                           |
 *  160 | read timeout, ms    8 t |  RECEIVER                                                                                       |
 *  168 | messages counted    8 t |  RECEIVER, appended before a segment up to which those missed are counted: in the same form     |
 *  192 +-------------------------+-------------------------------------------------------------------------------------------------+
 *      | room word            4  |  MAILSLOT, a line of its own: senders sleep on it while the mailslot is full; goes on like the  |
 *      |                         |  signal word                                                                                    |
 *  200 | chain version        8  |  MAILSLOT, odd while its chain of receivers is being changed; goes on like the signal word      |
 *  256 +-------------------------+-------------------------------------------------------------------------------------------------+
 *      | name, UTF-8        768  |  MAILSLOT, SYNC, a SENDER that is bound to a name; no bytes for one without a name; FILE, path; |
 *      |                         |  RECEIVER, the cursor that it is of a durable mailslot: its hash is stored last, and then it     |
 *      |                         |  stays though nobody uses it                                                                    |
 * 1024 +-------------------------+-------------------------------------------------------------------------------------------------+
 *  (d) derived: rebuilt from the handle tables after a crash
 *  t   changed without the kernel lock, and so not stored as it is: see {@code internal.object.TaggedWord}
 *  SYNC is any of EVENT, SEMAPHORE, MUTEX
 * </pre>
 */
public final class ObjectEntry {
    /** A free entry. */
    public static final int TYPE_FREE = 0;
    /** A message queue with a name; it has no handle of its own and lives while it has a receiver, open or not. */
    public static final int TYPE_MAILSLOT = 1;
    /** A reading end. */
    public static final int TYPE_RECEIVER = 2;
    /** A writing end. */
    public static final int TYPE_SENDER = 3;
    /** A process, running or ended. */
    public static final int TYPE_PROCESS = 4;
    /** A flag. */
    public static final int TYPE_EVENT = 5;
    /** A count. */
    public static final int TYPE_SEMAPHORE = 6;
    /** A lock. */
    public static final int TYPE_MUTEX = 7;
    /** One open of an ordinary file. */
    public static final int TYPE_FILE = 8;

    public static final int TYPE_OFFSET = 0;
    public static final int GENERATION_OFFSET = TYPE_OFFSET + Integer.BYTES;
    public static final int USAGE_COUNT_OFFSET = GENERATION_OFFSET + Integer.BYTES;
    public static final int CHAIN_OFFSET = USAGE_COUNT_OFFSET + Integer.BYTES;
    private static final int BODY = CHAIN_OFFSET + Integer.BYTES;

    public static final int FIRST_RECEIVER_OFFSET = BODY;
    public static final int RECEIVERS_OFFSET = BODY + 2 * Long.BYTES;
    public static final int SENDERS_OFFSET = RECEIVERS_OFFSET + Integer.BYTES;
    public static final int WRITERS_OFFSET = SENDERS_OFFSET + Integer.BYTES;
    public static final int EXCLUSIVE_WRITERS_OFFSET = WRITERS_OFFSET + Integer.BYTES;
    public static final int MAX_MESSAGE_OFFSET = EXCLUSIVE_WRITERS_OFFSET + Integer.BYTES;
    public static final int NAME_HASH_OFFSET = MAX_MESSAGE_OFFSET + Integer.BYTES;
    public static final int NAME_BYTES_OFFSET = NAME_HASH_OFFSET + Integer.BYTES;

    /** Of a mailslot: not 0 if each of its receivers gets every message. */
    public static final int BROADCAST_OFFSET = NAME_BYTES_OFFSET + Integer.BYTES;

    /** Of a mailslot: not 0 once it has had a cursor. It is the cursors that keep it; this tells that some are lost. */
    public static final int DURABLE_OFFSET = FIRST_RECEIVER_OFFSET + Long.BYTES;

    /** Of a receiver or a sender: the id of its mailslot; 0 of a sender that is bound to a name only. */
    public static final int MAILSLOT_OFFSET = BODY;

    public static final int NEXT_RECEIVER_OFFSET = MAILSLOT_OFFSET + Long.BYTES;
    public static final int WRITES_OFFSET = MAILSLOT_OFFSET + 2 * Long.BYTES;
    public static final int EXCLUSIVE_OFFSET = WRITES_OFFSET + Integer.BYTES;

    /** Of a sender: how long it waits for room, in unsigned milliseconds. */
    public static final int WRITE_TIMEOUT_OFFSET = EXCLUSIVE_OFFSET + Integer.BYTES;

    public static final int PID_OFFSET = BODY;
    public static final int START_TICKS_OFFSET = PID_OFFSET + Long.BYTES;
    public static final int EXIT_CODE_OFFSET = START_TICKS_OFFSET + Long.BYTES;
    public static final int PROGRESS_OFFSET = EXIT_CODE_OFFSET + Integer.BYTES;
    public static final int RECORD_OFFSET = PROGRESS_OFFSET + Integer.BYTES;
    public static final int PID_NAMESPACE_OFFSET = RECORD_OFFSET + 2 * Integer.BYTES;

    /** Progress of a process: it runs. */
    public static final int RUNNING = 0;
    /** It may still run; its exit code is decided. */
    public static final int EXIT_PUBLISHED = 1;
    /** It has ended and its handles are closed. */
    public static final int ENDED = 2;

    /** Of a semaphore: the most it counts to. */
    public static final int MAXIMUM_OFFSET = BODY;
    /** Of an event: not 0 if it stays signaled until it is reset. */
    public static final int MANUAL_RESET_OFFSET = BODY;

    /** Of a file: which one it is, whatever path leads to it. */
    public static final int DEVICE_OFFSET = BODY;

    public static final int INODE_OFFSET = DEVICE_OFFSET + Long.BYTES;
    /** What the open may do with the file, and what it lets others do: bits of {@code internal.object.FileUse}. */
    public static final int FILE_ACCESS_OFFSET = INODE_OFFSET + Long.BYTES;

    public static final int FILE_SHARE_OFFSET = FILE_ACCESS_OFFSET + Integer.BYTES;
    public static final int FILE_DELETION_OFFSET = FILE_SHARE_OFFSET + Integer.BYTES;

    /** Deletion of a file: it stays. */
    public static final int KEEP = 0;
    /** It goes when this open is closed, as far as other opens allow. */
    public static final int DELETE_ON_CLOSE = 1;
    /** It goes with the last of its opens, and nobody may open it any more. */
    public static final int DELETE_PENDING = 2;

    public static final int SIGNAL_WORD_OFFSET = 64;
    public static final int CURSOR_OFFSET = 128;
    public static final int RELEASED_OFFSET = CURSOR_OFFSET + Long.BYTES;
    public static final int PASSED_OFFSET = RELEASED_OFFSET + Long.BYTES;
    public static final int MISSED_OFFSET = PASSED_OFFSET + Long.BYTES;
    public static final int READ_TIMEOUT_OFFSET = MISSED_OFFSET + Long.BYTES;
    public static final int COUNTED_OFFSET = READ_TIMEOUT_OFFSET + Long.BYTES;
    /** Of a synchronisation object: a word whose parts {@code internal.sync} knows. */
    public static final int STATE_OFFSET = CURSOR_OFFSET;
    /** Of a file: where the next read or write begins, in a word of the same form. */
    public static final int POINTER_OFFSET = STATE_OFFSET;
    /** Of a mutex: how often its owner has taken it beyond the first time, in a word whose parts {@code internal.sync} knows. */
    public static final int RECURSION_OFFSET = STATE_OFFSET + Long.BYTES;

    public static final int ROOM_WORD_OFFSET = 192;

    /** Of a mailslot: the version of its chain of receivers, for those who walk it without the kernel lock. */
    public static final int CHAIN_VERSION_OFFSET = ROOM_WORD_OFFSET + Long.BYTES;

    public static final int NAME_OFFSET = 256;
    public static final int NAME_CAPACITY = 768;
    public static final int LENGTH = NAME_OFFSET + NAME_CAPACITY;

    private ObjectEntry() {}
}
