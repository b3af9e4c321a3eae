package io.mailslot.internal.object;

import io.mailslot.api.ErrorCode;
import io.mailslot.internal.errors.ErrorReport;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Region;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.slf4j.LoggerFactory;

/**
 * The file objects of a home, found by the file they stand for: the name index chains them by its identity. What they
 * reserve ends with them, so a reservation is never older than its last handle. Needs the kernel lock.
 *
 * <p>A file that goes with an open of it is deleted before that object is freed: whoever dies in between leaves an object
 * that nobody uses, for which recovery deletes the file, if it is still the same one. While others have the file open
 * they take the deletion over, and nobody else can open it.
 */
public final class FileObjectTable {

    private final ObjectTable objects;
    private final NameIndex names;

    FileObjectTable(ObjectTable objects, NameIndex names) {
        this.objects = objects;
        this.names = names;
    }

    /** Whether a path fits an object. */
    public static boolean fits(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= ObjectEntry.NAME_CAPACITY;
    }

    /**
     * Makes the object of an open file; no handle names it yet. The dirty mark is set.
     *
     * @param path leads to the file, absolute and without symbolic links
     * @param file which one it is
     * @param use what it reserves
     * @param deleteOnClose whether the file goes with it from the first moment on
     * @return its id
     */
    public long create(Path path, FileIdentity file, FileUse use, boolean deleteOnClose) {
        long id = objects.allocate();
        Region entry = objects.entry(ObjectId.index(id));
        file.write(entry);
        entry.putInt(ObjectEntry.FILE_ACCESS_OFFSET, use.access());
        entry.putInt(ObjectEntry.FILE_SHARE_OFFSET, use.share());
        entry.putInt(ObjectEntry.FILE_DELETION_OFFSET, deleteOnClose ? ObjectEntry.DELETE_ON_CLOSE : ObjectEntry.KEEP);
        TaggedWord.begin(entry, id, ObjectEntry.POINTER_OFFSET, 0);
        NameIndex.write(entry, path.toString(), file.hash());
        objects.publish(id, ObjectEntry.TYPE_FILE);
        names.add(id);
        return id;
    }

    /** Has the file deleted with an object. */
    public void deleteOnClose(long id) {
        objects.require(id).putIntRelease(ObjectEntry.FILE_DELETION_OFFSET, ObjectEntry.DELETE_ON_CLOSE);
    }

    /** What the opens of a file do with it that cannot be open together with another one. */
    public List<FileUse> conflicts(FileIdentity file, FileUse use) {
        List<FileUse> conflicts = new ArrayList<>();
        for (Region entry : opens(file)) {
            FileUse open = FileUse.of(entry);
            if (!open.fits(use)) {
                conflicts.add(open);
            }
        }
        return conflicts;
    }

    /** Whether a file only waits for its last open to be closed. */
    public boolean isDeletePending(FileIdentity file) {
        for (Region entry : opens(file)) {
            if (entry.getInt(ObjectEntry.FILE_DELETION_OFFSET) == ObjectEntry.DELETE_PENDING) {
                return true;
            }
        }
        return false;
    }

    private List<Region> opens(FileIdentity file) {
        List<Region> opens = new ArrayList<>();
        // No lambda, which a fresh JVM would generate under the kernel lock.
        names.forEach(file.hash(), new IntConsumer() {
            @Override
            public void accept(int index) {
                Region entry = objects.entry(index);
                if (isOpenOf(entry, file)) {
                    opens.add(entry);
                }
            }
        });
        return opens;
    }

    private static boolean isOpenOf(Region entry, FileIdentity file) {
        return entry.getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_FILE
                && FileIdentity.of(entry).equals(file);
    }

    /** Destroys the object of a file that nobody has a handle to any more. */
    void destroy(long id, Region entry, Section section) {
        names.remove(id);
        if (entry.getInt(ObjectEntry.FILE_DELETION_OFFSET) != ObjectEntry.KEEP) {
            List<Region> others = opens(FileIdentity.of(entry));
            for (Region other : others) {
                other.putIntRelease(ObjectEntry.FILE_DELETION_OFFSET, ObjectEntry.DELETE_PENDING);
            }
            FaultPoint.FILE_BEFORE_DELETE.reached();
            if (others.isEmpty()) {
                delete(entry, section);
            }
            FaultPoint.FILE_DELETED.reached();
        }
        objects.free(id);
    }

    /** Deletes what a home in which nobody lives any more should have deleted; its objects are about to be forgotten. */
    public static void deleteAbandoned(KernelFile file, Section section) {
        ObjectTable objects = new ObjectTable(file);
        for (int i = 0; i < objects.highWater(); i++) {
            Region entry = objects.entry(i);
            if (entry.getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_FILE
                    && entry.getInt(ObjectEntry.FILE_DELETION_OFFSET) != ObjectEntry.KEEP) {
                delete(entry, section);
            }
        }
    }

    /** A file that is another one by now, under the same path, stays. */
    private static void delete(Region entry, Section section) {
        String path = NameIndex.read(entry);
        try {
            Path file = Path.of(path);
            if (FileIdentity.of(entry).equals(FileIdentity.find(file))) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
            String problem = "cannot delete " + path + ", which was to go with its last handle: " + e;
            LoggerFactory.getLogger(FileObjectTable.class)
                    .warn(problem); // no constant: a look would set one up with this class
            section.noteLater(ErrorReport.warning(FileObjectTable.class, ErrorCode.IO_DEVICE, problem));
        }
    }
}
