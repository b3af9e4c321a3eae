package io.mailslot.internal.object;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.MappedChunks;
import io.mailslot.internal.memory.MappedFiles;
import io.mailslot.internal.memory.PlainFile;
import io.mailslot.internal.memory.QuickLook;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.ReplacedFileException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * {@code kernel.dat}, mapped. Reading is safe for any thread; growing needs the kernel lock.
 */
public final class KernelFile {
    /**
     * What this JVM has mapped to write, for as long as anybody has it: who attaches again and again shall not map the same
     * file each time, because only the collector unmaps it.
     */
    private static final Map<Path, WeakReference<KernelFile>> MAPPED = new ConcurrentHashMap<>();

    /** Homes begin anew once in the life of a JVM; a file that is replaced more often than this is somebody's game. */
    private static final int MOST_ATTEMPTS = 10;

    private final Path file;
    private final Region head;
    private final Object fileKey;

    /** Views of the process records that were asked for: each call of the control plane asks for some. */
    private final AtomicReferenceArray<Region> records = new AtomicReferenceArray<>(KernelHeader.MAX_PROCESSES);

    /** The object table. */
    private final MappedChunks chunks;

    /** Null as long as the JDK has to be asked what lies at the path. */
    private volatile QuickLook look;

    private KernelFile(PlainFile file, boolean readOnly) throws IOException {
        this.file = file.path();
        this.fileKey = file.key();
        this.chunks = new MappedChunks(file, readOnly, KernelHeader.OBJECT_TABLE_OFFSET, KernelHeader.CHUNK_LENGTH);
        this.head = chunks.header();
    }

    /** Makes a new, empty file; the caller holds the kernel lock. */
    public static void create(Path file, UUID bootId) throws IOException {
        create(file, bootId, DurableObjects.none());
    }

    /**
     * Makes a new file with nothing but durable mailslots in it. What is derived is left to whoever takes the lock next,
     * as after a change that was cut short.
     *
     * @param file replaced if it exists; nobody lives who uses it
     * @param bootId the boot that goes on with it
     * @param durable what is carried over
     */
    public static void create(Path file, UUID bootId, DurableObjects durable) throws IOException {
        int chunks = Math.max(1, durable.chunks());
        int length = KernelHeader.OBJECT_TABLE_OFFSET + chunks * KernelHeader.CHUNK_LENGTH;
        MappedFiles.createWhole(file, length, whole -> {
            whole.putLong(KernelHeader.MAGIC_OFFSET, KernelHeader.MAGIC);
            whole.putLong(KernelHeader.BOOT_ID_OFFSET, bootId.getMostSignificantBits());
            whole.putLong(KernelHeader.BOOT_ID_OFFSET + Long.BYTES, bootId.getLeastSignificantBits());
            whole.putInt(KernelHeader.OBJECT_CAPACITY_OFFSET, chunks * KernelHeader.OBJECTS_PER_CHUNK);
            durable.store(whole);
            whole.putIntRelease(KernelHeader.VERSION_OFFSET, KernelHeader.VERSION);
            if (durable.chunks() > 0) {
                FaultPoint.CARRY_OVER_WRITTEN.reached();
            }
        });
    }

    /**
     * Maps an existing file. Who does not hold the kernel lock may meet a home that begins anew: then the file that has just
     * taken the name is mapped.
     *
     * @param file kernel.dat
     * @param readOnly whether stores through the mapping must fail
     * @return the mapped file
     * @throws IOException if it is missing or cannot be read
     * @throws HomeException if it is foreign or damaged (1392), or of another version (1306)
     */
    public static KernelFile open(Path file, boolean readOnly) throws IOException {
        KernelFile opened = openAny(file, readOnly);
        opened.requireVersion();
        return opened;
    }

    /**
     * As {@link #open(Path, boolean)}, to write, or a file of the former version: what is durable in that can be carried over. For
     * who holds the kernel lock, and sees whether anybody lives there.
     */
    public static KernelFile openToRenew(Path file) throws IOException {
        return openAny(file, false);
    }

    private static KernelFile openAny(Path file, boolean readOnly) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return open(PlainFile.at(file), readOnly);
            } catch (ReplacedFileException begunAnew) {
                if (attempt == MOST_ATTEMPTS) {
                    throw begunAnew;
                }
            }
        }
    }

    private static KernelFile open(PlainFile seen, boolean readOnly) throws IOException {
        Path file = seen.path();
        long length = seen.size();
        if (length < KernelHeader.INITIAL_LENGTH) {
            throw corrupt(file, "it has " + length + " bytes, at least " + KernelHeader.INITIAL_LENGTH + " are needed");
        }
        KernelFile mapped = readOnly ? new KernelFile(seen, true) : mapped(seen);
        mapped.check(length);
        return mapped;
    }

    /** The file system calls no other file the same as long as this one is mapped. */
    private static KernelFile mapped(PlainFile seen) throws IOException {
        WeakReference<KernelFile> known = MAPPED.get(seen.path());
        KernelFile mapped = known == null ? null : known.get();
        if (mapped != null && seen.key() != null && seen.key().equals(mapped.fileKey)) {
            return mapped;
        }
        MAPPED.values().removeIf(kept -> kept.get() == null);
        KernelFile fresh = new KernelFile(seen, false);
        MAPPED.put(seen.path(), new WeakReference<>(fresh));
        return fresh;
    }

    private void check(long length) {
        long magic = head.getLong(KernelHeader.MAGIC_OFFSET);
        if (magic != KernelHeader.MAGIC) {
            throw corrupt(
                    file, String.format(Locale.ROOT, "it begins with %016x, not %016x", magic, KernelHeader.MAGIC));
        }
        if (version() != KernelHeader.FORMER_VERSION) {
            requireVersion();
        }
        int capacity = objectCapacity();
        int used = head.getInt(KernelHeader.OBJECT_HIGH_WATER_OFFSET);
        boolean whole = capacity > 0
                && capacity <= KernelHeader.MAX_OBJECTS
                && capacity % KernelHeader.OBJECTS_PER_CHUNK == 0
                && used >= 0
                && used <= capacity;
        long needed = KernelHeader.OBJECT_TABLE_OFFSET + (long) capacity * ObjectEntry.LENGTH;
        if (!whole || length < needed) {
            throw corrupt(
                    file,
                    "it announces " + capacity + " objects (" + used + " used), which need " + needed
                            + " bytes, and has " + length);
        }
    }

    private int version() {
        return head.getIntVolatile(KernelHeader.VERSION_OFFSET);
    }

    /** @throws HomeException with code 1306 if it is of another version, the former one included */
    public void requireVersion() {
        int version = version();
        if (version == KernelHeader.VERSION) {
            return;
        }
        String wayOut = version == KernelHeader.FORMER_VERSION
                ? "; end the processes that use the home, then attach, which carries its durable mailslots over; or use the version"
                        + " of the library that made it, or another home"
                : "; use the version of the library that made it, or another home, or delete " + file.getParent()
                        + " once nothing in it is needed";
        throw new HomeException(
                ErrorCode.REVISION_MISMATCH,
                file + " has layout version " + version + " and this library uses " + KernelHeader.VERSION + wayOut);
    }

    /**
     * Checks that the mapped file is still the one at its path, and as long as what is mapped of it.
     *
     * @throws HomeException with code 1006 if it was deleted or replaced, 1392 if it was cut
     */
    public void requireInPlace() {
        long mapped = chunks.offset(chunks.mapped());
        QuickLook quick = look;
        if (quick != null && quick.sees(mapped)) {
            return;
        }
        BasicFileAttributes now;
        try {
            now = attributes();
        } catch (NoSuchFileException gone) {
            throw replaced("deleted", gone);
        } catch (IOException e) {
            throw IoFailures.translate("look at the kernel file", file, e);
        }
        if (!Objects.equals(now.fileKey(), fileKey)) {
            throw replaced("replaced", null);
        }
        if (now.size() < mapped) {
            throw damaged("it was cut to " + now.size() + " bytes while " + mapped + " are in use");
        }
    }

    /**
     * Whether the mapped file is still the one at its path: no home has begun anew, and nobody has deleted this one.
     *
     * @throws IOException if nobody can tell
     */
    public boolean isInPlace() throws IOException {
        try {
            return Objects.equals(attributes().fileKey(), fileKey);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** Has {@link #requireInPlace} be quick, where that can be. Loads native code. */
    void lookQuickly() {
        if (look == null) {
            look = QuickLook.at(file, fileKey);
        }
    }

    private HomeException replaced(String how, IOException cause) {
        return new HomeException(
                ErrorCode.FILE_INVALID,
                file + " was " + how + " while in use; close the kernel and attach again",
                cause);
    }

    private BasicFileAttributes attributes() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The failure to report when mapped memory cannot be read.
     *
     * @param fault what the JVM makes of the signal
     * @return the failure to throw
     */
    public MailslotException cut(InternalError fault) {
        try {
            requireInPlace();
        } catch (MailslotException found) {
            return found;
        }
        return CutFiles.failure(new HomePaths(file.getParent()), fault);
    }

    /**
     * The failure to report when something in the file cannot be.
     *
     * @param problem what is wrong, with the value
     * @return the failure to throw, with code 1392
     */
    public HomeException damaged(String problem) {
        return corrupt(file, problem);
    }

    private static HomeException corrupt(Path file, String problem) {
        return new HomeException(
                ErrorCode.FILE_CORRUPT,
                file + " is damaged or no file of this library: " + problem
                        + "; end the processes that use the home, then delete it");
    }

    @Override
    public String toString() {
        return file.toString();
    }

    /** Header, name buckets and process table. */
    public Region head() {
        return head;
    }

    public UUID bootId() {
        return new UUID(
                head.getLong(KernelHeader.BOOT_ID_OFFSET), head.getLong(KernelHeader.BOOT_ID_OFFSET + Long.BYTES));
    }

    /** Whether a change is going on, or its maker died in it. */
    public boolean isDirty() {
        return head.getIntVolatile(KernelHeader.DIRTY_OFFSET) != 0;
    }

    /** How many changes were completed. */
    public long changes() {
        return head.getLongVolatile(KernelHeader.CHANGES_OFFSET);
    }

    /**
     * A view of one process record.
     *
     * @throws HomeException with code 1392 if there is no such record: whatever named it is damaged
     */
    public Region processRecord(int index) {
        if (index < 0 || index >= KernelHeader.MAX_PROCESSES) {
            throw damaged("something in it names process record " + index + " of " + KernelHeader.MAX_PROCESSES);
        }
        Region known = records.get(index);
        if (known == null) { // several threads may make one: they are the same
            known = head.slice(KernelHeader.PROCESS_TABLE_OFFSET + index * ProcessRecord.LENGTH, ProcessRecord.LENGTH);
            records.set(index, known);
        }
        return known;
    }

    /** A process record's state; without a view, because every JVM asks all records again and again. */
    int processState(int index) {
        return head.getIntVolatile(
                KernelHeader.PROCESS_TABLE_OFFSET + index * ProcessRecord.LENGTH + ProcessRecord.STATE_OFFSET);
    }

    /** Object entries that exist in the file. */
    public int objectCapacity() {
        return head.getIntVolatile(KernelHeader.OBJECT_CAPACITY_OFFSET);
    }

    /**
     * A view of one object entry.
     *
     * @throws HomeException with code 1392 if there is no such entry: whatever named it is damaged
     */
    public Region objectEntry(int index) {
        return objectChunk(index).slice(objectOffset(index), ObjectEntry.LENGTH);
    }

    /** An int of an object entry, in volatile order; without a view, because every wait asks for some. */
    int objectInt(int index, int offset) {
        return objectChunk(index).getIntVolatile(objectOffset(index) + offset);
    }

    private Region objectChunk(int index) {
        int chunk = index / KernelHeader.OBJECTS_PER_CHUNK;
        if (index < 0 || chunk >= chunks.mapped()) {
            checkObjectIndex(index);
        }
        return chunks.get(chunk);
    }

    private static int objectOffset(int index) {
        return index % KernelHeader.OBJECTS_PER_CHUNK * ObjectEntry.LENGTH;
    }

    private void checkObjectIndex(int index) {
        int capacity = objectCapacity();
        if (capacity > KernelHeader.MAX_OBJECTS || capacity % KernelHeader.OBJECTS_PER_CHUNK != 0) {
            throw damaged("it announces " + capacity + " objects");
        }
        if (index < 0 || index >= capacity) {
            throw damaged("something in it names object " + index + " of " + capacity);
        }
    }

    /** Adds a chunk of object entries; the caller holds the kernel lock. */
    void growObjectTable() {
        int capacity = objectCapacity();
        if (capacity < 0 || capacity % KernelHeader.OBJECTS_PER_CHUNK != 0) {
            throw damaged("it announces " + capacity + " objects");
        }
        chunks.append(capacity / KernelHeader.OBJECTS_PER_CHUNK);
        head.putIntRelease(KernelHeader.OBJECT_CAPACITY_OFFSET, capacity + KernelHeader.OBJECTS_PER_CHUNK);
    }
}
