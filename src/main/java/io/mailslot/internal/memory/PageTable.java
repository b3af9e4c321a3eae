package io.mailslot.internal.memory;

/**
 * Gives pages to mapped memory, and takes them away, in one call: {@code madvise(2)} with {@code MADV_POPULATE_WRITE},
 * Linux from 5.14 on, and {@code MADV_REMOVE}, of the file systems that can make holes. A page that is touched first costs
 * a fault, and, on a full file system, the life of the process; here a full file system is a failed call.
 */
public final class PageTable {
    private static final int MADV_REMOVE = 9;
    private static final int MADV_POPULATE_WRITE = 23;
    private static final long PAGE_BYTES = 4096;

    private PageTable() {}

    /**
     * Has pages for a stretch of mapped memory, as if something was written to each of them.
     *
     * @param address where it begins
     * @param length bytes
     * @return false if the system cannot do so, for whatever reason: then nothing is known about the pages
     */
    public static boolean populate(long address, long length) {
        long from = address & -PAGE_BYTES;
        return isLoaded() && Library.madvise(from, address + length - from, MADV_POPULATE_WRITE) == 0;
    }

    /**
     * Gives the pages of a stretch of a mapped file back to its file system: it reads as zeros then, in all processes.
     *
     * @param address where it begins, at a page
     * @param length bytes
     * @return false if the system cannot do so: the stretch is as before
     */
    public static boolean giveBack(long address, long length) {
        return isLoaded() && Library.madvise(address, length, MADV_REMOVE) == 0;
    }

    private static boolean isLoaded() {
        return FreshStack.initialised(Library.class) && Library.LOADED;
    }

    /** Bound at first use: most programs never ask. */
    private static final class Library {
        private static final boolean LOADED = NativeAccess.bind(Library.class);

        private static native int madvise(long address, long length, int advice);
    }
}
