package io.mailslot.internal.layout;

/**
 * The layout of {@code kernel.dat}: header, name buckets, process table, object table. All integers are in the
 * machine's byte order.
 *
 * <pre>
 *    0 +--------------------------------+
 *      | magic "MAILSLOT"            8  |
 *    8 | layout version              4  |  stored last: the file is ready
 *   12 | (unused)                    4  |
 *   16 | boot id                    16  |  of the boot in which the file was made
 *   32 | dirty mark                  4  |  not 0: derived state may be wrong
 *   36 | (unused)                    4  |
 *   40 | pid of the lock's holder    8  |  tells people, never decides
 *   48 | held since, epoch ms        8  |
 *   56 | changes made                8  |  counts completed changes: tells readers that nothing moved
 *   64 | object capacity             4  |  entries that exist in the file
 *   68 | object high water           4  |  entries ever used
 *   72 | first free object           4  |  index + 1, 0 for none; derived: the queue of entries to be used again
 *   76 | last free object            4  |  index + 1, 0 for none; derived
 *   80 | free objects                4  |  in the queue; derived
 *   84 | process record to try next  4  |  derived
 *      | (unused)                       |
 *  128 | names' signal word          4  |  signaled when a name was given to something
 *      | (unused)                       |
 * 4096 +--------------------------------+
 *      | name buckets        4096 x  4  |  index + 1 of the first object, 0 for none; derived
 *20480 +--------------------------------+
 *      | process table     1,024 x 256  |  {@link ProcessRecord}
 *282624+--------------------------------+
 *      | object table       n x 1,024   |  {@link ObjectEntry}, grows in chunks of 256
 *      +--------------------------------+
 * </pre>
 */
public final class KernelHeader {
    /** "MAILSLOT" in ASCII. */
    public static final long MAGIC = 0x4D41_494C_534C_4F54L;
    /**
     * The layout this library reads and writes; of the whole home: it is raised, too, when another file of it, or the meaning of a
     * word, changes. Nothing else is looked at before it, so a home of another version is refused, and left as it is, but for
     * {@link #FORMER_VERSION}.
     */
    public static final int VERSION = 7;

    /**
     * The one before, which has the same tables. Builds of it cannot read the name of an outbox, and would set it aside as
     * damaged. A home of it begins anew with this one once nobody lives in it, and its durable mailslots are carried over.
     */
    public static final int FORMER_VERSION = 6;

    public static final int MAGIC_OFFSET = 0;
    public static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
    public static final int BOOT_ID_OFFSET = VERSION_OFFSET + 2 * Integer.BYTES;
    public static final int DIRTY_OFFSET = BOOT_ID_OFFSET + 2 * Long.BYTES;
    public static final int HOLDER_PID_OFFSET = DIRTY_OFFSET + 2 * Integer.BYTES;
    public static final int HELD_SINCE_OFFSET = HOLDER_PID_OFFSET + Long.BYTES;
    public static final int CHANGES_OFFSET = HELD_SINCE_OFFSET + Long.BYTES;
    public static final int OBJECT_CAPACITY_OFFSET = CHANGES_OFFSET + Long.BYTES;
    public static final int OBJECT_HIGH_WATER_OFFSET = OBJECT_CAPACITY_OFFSET + Integer.BYTES;
    public static final int FREE_OBJECT_OFFSET = OBJECT_HIGH_WATER_OFFSET + Integer.BYTES;
    public static final int LAST_FREE_OBJECT_OFFSET = FREE_OBJECT_OFFSET + Integer.BYTES;
    public static final int FREE_OBJECTS_OFFSET = LAST_FREE_OBJECT_OFFSET + Integer.BYTES;
    public static final int NEXT_PROCESS_OFFSET = FREE_OBJECTS_OFFSET + Integer.BYTES;
    /** In a cache line of its own. */
    public static final int NAMES_WORD_OFFSET = 128;

    public static final int HEADER_LENGTH = 4096;

    /** Number of name buckets, a power of two. */
    public static final int NAME_BUCKETS = 4096;

    public static final int NAME_BUCKETS_OFFSET = HEADER_LENGTH;

    /** Most processes that can be attached to a home at once. */
    public static final int MAX_PROCESSES = 1024;

    public static final int PROCESS_TABLE_OFFSET = NAME_BUCKETS_OFFSET + NAME_BUCKETS * Integer.BYTES;

    /** Most kernel objects a home can hold at once. */
    public static final int MAX_OBJECTS = 1 << ObjectId.INDEX_BITS;
    /** The object table grows by this many entries. */
    public static final int OBJECTS_PER_CHUNK = 256;

    public static final int CHUNK_LENGTH = OBJECTS_PER_CHUNK * ObjectEntry.LENGTH;
    public static final int OBJECT_TABLE_OFFSET = PROCESS_TABLE_OFFSET + MAX_PROCESSES * ProcessRecord.LENGTH;

    /** Length of a new file: everything, with one chunk of objects. */
    public static final int INITIAL_LENGTH = OBJECT_TABLE_OFFSET + CHUNK_LENGTH;

    private KernelHeader() {}
}
