package io.mailslot.internal.object;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.LimitReachedException;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.HandleTableHeader;
import io.mailslot.internal.memory.MappedChunks;
import io.mailslot.internal.memory.MappedFiles;
import io.mailslot.internal.memory.PlainFile;
import io.mailslot.internal.memory.QuickLook;
import io.mailslot.internal.memory.Region;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The handle table of one process, mapped. {@link #entry} may be called by any thread at any time; everything else
 * needs the kernel lock. Entries, not the hint, are the truth.
 */
public final class HandleTable {
    /** Work on one entry in use. */
    @FunctionalInterface
    public interface EntryVisitor {
        void visit(int index, long entry);
    }

    private final Path file;

    private final Object fileKey;

    /** The same, for the cheapest way to ask the JDK for its length: each call that reaches another process asks for it. */
    private final File plain;

    /** Null as long as the JDK has to be asked. */
    private volatile QuickLook look;

    private final Region head;

    private final MappedChunks chunks;

    private HandleTable(PlainFile file, boolean readOnly) throws IOException {
        this.file = file.path();
        this.fileKey = file.key();
        this.plain = this.file.toFile();
        this.chunks = new MappedChunks(file, readOnly, HandleTableHeader.HEADER_LENGTH, HandleTableHeader.CHUNK_LENGTH);
        this.head = chunks.header();
    }

    /** Makes an empty table. */
    public static void create(Path file) throws IOException {
        MappedFiles.createWhole(file, HandleTableHeader.INITIAL_LENGTH, head -> {
            head.putLong(HandleTableHeader.MAGIC_OFFSET, HandleTableHeader.MAGIC);
            head.putInt(HandleTableHeader.CAPACITY_OFFSET, HandleTableHeader.ENTRIES_PER_CHUNK);
            head.putInt(HandleTableHeader.LOWEST_FREE_OFFSET, 1);
            head.putIntRelease(HandleTableHeader.VERSION_OFFSET, HandleTableHeader.VERSION);
        });
    }

    /**
     * Maps an existing table.
     *
     * @throws IOException if it is missing or cannot be read
     * @throws HomeException if it is damaged (1392)
     */
    public static HandleTable open(Path file, boolean readOnly) throws IOException {
        PlainFile seen = PlainFile.at(file);
        long length = seen.size();
        if (length < HandleTableHeader.INITIAL_LENGTH) {
            throw corrupt(file, "it has " + length + " bytes");
        }
        HandleTable table = new HandleTable(seen, readOnly);
        table.requireSound(length);
        return table;
    }

    private void requireSound(long length) {
        long magic = head.getLong(HandleTableHeader.MAGIC_OFFSET);
        int version = head.getIntVolatile(HandleTableHeader.VERSION_OFFSET);
        int capacity = head.getIntVolatile(HandleTableHeader.CAPACITY_OFFSET);
        boolean whole = isPossible(capacity) && chunks.offset(capacity / HandleTableHeader.ENTRIES_PER_CHUNK) <= length;
        if (magic != HandleTableHeader.MAGIC || version != HandleTableHeader.VERSION || !whole) {
            throw corrupt(
                    file,
                    String.format(
                            Locale.ROOT,
                            "magic %016x, version %d, %d entries, %d bytes",
                            magic,
                            version,
                            capacity,
                            length));
        }
    }

    private static HomeException corrupt(Path file, String problem) {
        return new HomeException(
                ErrorCode.FILE_CORRUPT, file + " is damaged or no handle table of this library: " + problem);
    }

    /**
     * Checks that the file is as long as what is mapped of it. A file that is gone is another matter.
     *
     * @throws HomeException with code 1392 if it was cut
     */
    void requireWhole() {
        long mapped = chunks.offset(chunks.mapped());
        long length = length();
        if (length < mapped && plain.exists()) {
            throw corrupt(file, "it was cut to " + length + " bytes while " + mapped + " are in use");
        }
    }

    /**
     * Maps all of it, so that nothing of it needs a descriptor later.
     *
     * @throws HomeException with code 1392 if it is damaged, or was cut
     */
    void mapWhole() {
        long length = length();
        requireSound(length > 0 || plain.exists() ? length : Long.MAX_VALUE); // one that is gone stays mapped
        chunks.get(capacity() / HandleTableHeader.ENTRIES_PER_CHUNK - 1);
    }

    /**
     * Checks what can be checked without a look at the file.
     *
     * @throws HomeException with code 1392 if it is damaged
     */
    void requireSound() {
        requireSound(Long.MAX_VALUE);
    }

    /** Whether an entry lies in what is mapped. */
    boolean isMapped(int index) {
        return index >= 0 && index / HandleTableHeader.ENTRIES_PER_CHUNK < chunks.mapped();
    }

    /** Has its length be told quickly, where that can be. Loads native code. */
    void lookQuickly() {
        if (look == null && fileKey != null) {
            look = QuickLook.at(file, fileKey);
        }
    }

    /** 0 also if it is gone, or cannot be looked at. */
    private long length() {
        QuickLook quick = look;
        long length = quick == null ? -1 : quick.length();
        return length >= 0 ? length : plain.length();
    }

    /** Unmaps it; whoever used it afterwards would end the JVM. */
    void unmap() {
        chunks.unmap();
    }

    /** Entries that exist in the file. */
    public int capacity() {
        int capacity = head.getIntVolatile(HandleTableHeader.CAPACITY_OFFSET);
        if (!isPossible(capacity)) {
            throw corrupt(file, "it announces " + capacity + " entries");
        }
        return capacity;
    }

    private static boolean isPossible(int capacity) {
        return capacity >= HandleTableHeader.ENTRIES_PER_CHUNK
                && capacity <= HandleTableHeader.MAX_HANDLES + HandleTableHeader.ENTRIES_PER_CHUNK
                && capacity % HandleTableHeader.ENTRIES_PER_CHUNK == 0;
    }

    /** The entry at an index, 0 if it is free or beyond the table: one volatile read. */
    public long entry(int index) {
        int chunk = index / HandleTableHeader.ENTRIES_PER_CHUNK;
        if (chunk >= chunks.mapped() && index >= capacity()) {
            return 0;
        }
        return chunks.get(chunk).getLongVolatile(offset(index));
    }

    /** Stores an entry; everything done to its object before is visible to whoever sees it. */
    public void put(int index, long entry) {
        chunks.get(index / HandleTableHeader.ENTRIES_PER_CHUNK).putLongRelease(offset(index), entry);
    }

    /** Frees an entry. */
    public void clear(int index) {
        put(index, 0);
        if (index < lowestFree()) {
            head.putInt(HandleTableHeader.LOWEST_FREE_OFFSET, index);
        }
    }

    /**
     * The lowest free index; the table grows if it must.
     *
     * @throws LimitReachedException if the process has as many handles as it can
     */
    public int firstFree() {
        int index = firstFree(lowestFree());
        if (index > HandleTableHeader.MAX_HANDLES) {
            index = firstFree(1); // the hint may be wrong, like everything that is derived
        }
        if (index > HandleTableHeader.MAX_HANDLES) {
            throw new LimitReachedException(
                    ErrorCode.TOO_MANY_OPEN_FILES,
                    "the process has " + HandleTableHeader.MAX_HANDLES + " open handles, more are not possible; close"
                            + " some");
        }
        reserve(index);
        chunks.get(index / HandleTableHeader.ENTRIES_PER_CHUNK);
        head.putInt(HandleTableHeader.LOWEST_FREE_OFFSET, index);
        return index;
    }

    private int firstFree(int from) {
        int capacity = capacity();
        int index = from;
        while (index < capacity && entry(index) != 0) {
            index++;
        }
        return index;
    }

    /** Makes sure that the table has an entry of that index. */
    public void reserve(int index) {
        while (index >= capacity()) {
            int capacity = capacity();
            chunks.append(capacity / HandleTableHeader.ENTRIES_PER_CHUNK);
            head.putIntRelease(HandleTableHeader.CAPACITY_OFFSET, capacity + HandleTableHeader.ENTRIES_PER_CHUNK);
        }
    }

    /** Visits every entry in use, by rising index. */
    public void forEach(EntryVisitor visitor) {
        int capacity = capacity();
        for (int index = 1; index < capacity; index++) {
            long entry = entry(index);
            if (entry != 0) {
                visitor.visit(index, entry);
            }
        }
    }

    /** How many entries there are. */
    public int count() {
        int capacity = capacity();
        int count = 0;
        for (int index = 1; index < capacity; index++) {
            count += entry(index) != 0 ? 1 : 0;
        }
        return count;
    }

    /** Whether some entry names the object. */
    public boolean names(long objectId) {
        int capacity = capacity();
        for (int index = 1; index < capacity; index++) {
            if (HandleEntry.objectId(entry(index)) == objectId) {
                return true;
            }
        }
        return false;
    }

    private int lowestFree() {
        int hint = head.getInt(HandleTableHeader.LOWEST_FREE_OFFSET);
        return hint < 1 || hint > capacity() ? 1 : hint;
    }

    private static int offset(int index) {
        return index % HandleTableHeader.ENTRIES_PER_CHUNK * Long.BYTES;
    }
}
