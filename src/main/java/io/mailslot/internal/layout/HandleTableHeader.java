package io.mailslot.internal.layout;

/**
 * The layout of {@code handles.dat}, the handle table of one process.
 *
 * <pre>
 *    0 +------------------------------+
 *      | magic "MSHANDLE"          8  |
 *    8 | layout version            4  |  stored last: the file is ready
 *   12 | capacity                  4  |  entries that exist in the file
 *   16 | lowest free hint          4  |  no lower index is free; derived
 *      | (unused)                     |
 * 4096 +------------------------------+
 *      | entries              n x  8  |  {@link HandleEntry}; index 0 is never used; grows in chunks of 1,024
 *      +------------------------------+
 * </pre>
 */
public final class HandleTableHeader {
    /** "MSHANDLE" in ASCII. */
    public static final long MAGIC = 0x4D53_4841_4E44_4C45L;
    /** The layout this library reads and writes. */
    public static final int VERSION = 1;

    public static final int MAGIC_OFFSET = 0;
    public static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
    public static final int CAPACITY_OFFSET = VERSION_OFFSET + Integer.BYTES;
    public static final int LOWEST_FREE_OFFSET = CAPACITY_OFFSET + Integer.BYTES;
    public static final int HEADER_LENGTH = 4096;

    /** Most handles a process can have open; indices run from 1 to this. */
    public static final int MAX_HANDLES = 65_536;
    /** The table grows by this many entries. */
    public static final int ENTRIES_PER_CHUNK = 1024;

    public static final int CHUNK_LENGTH = ENTRIES_PER_CHUNK * Long.BYTES;
    public static final int INITIAL_LENGTH = HEADER_LENGTH + CHUNK_LENGTH;

    /** Handle numbers are multiples of this. */
    public static final int HANDLE_STEP = 4;

    private HandleTableHeader() {}

    /** The handle number of an index. */
    public static int handle(int index) {
        return index * HANDLE_STEP;
    }

    /** The index of a handle number, which may carry tag bits; -1 for what can be no handle. */
    public static int index(int handle) {
        int index = handle / HANDLE_STEP;
        return handle > 0 && index >= 1 && index <= MAX_HANDLES ? index : -1;
    }
}
