package io.mailslot.internal.object;

import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Which file it is, whatever path leads to it.
 *
 * @param device the file system
 * @param inode the file in it
 */
public record FileIdentity(long device, long inode) {
    /**
     * The identity of the file that a path leads to, through symbolic links.
     *
     * @throws IOException if there is none
     * @throws UnsupportedOperationException if files have none here
     */
    public static FileIdentity of(Path path) throws IOException {
        return of(Files.readAttributes(path, "unix:dev,ino"));
    }

    /** The identity among attributes of the view {@code unix}. */
    public static FileIdentity of(Map<String, Object> attributes) {
        return new FileIdentity(
                ((Number) attributes.get("dev")).longValue(), ((Number) attributes.get("ino")).longValue());
    }

    /** As {@link #of(Path)}, null if there is no file. */
    public static FileIdentity find(Path path) throws IOException {
        try {
            return of(path);
        } catch (NoSuchFileException missing) {
            return null;
        }
    }

    /** The identity in the object of an open file. */
    public static FileIdentity of(Region entry) {
        return new FileIdentity(entry.getLong(ObjectEntry.DEVICE_OFFSET), entry.getLong(ObjectEntry.INODE_OFFSET));
    }

    /** As a record has it. Written out because a fresh JVM generates that of a record when it is first asked: 40 ms, under a lock. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FileIdentity that && device == that.device && inode == that.inode;
    }

    @Override
    public int hashCode() {
        return hash();
    }

    /** The same in every process, whatever Java it runs on. */
    int hash() {
        return 31 * Long.hashCode(device) + Long.hashCode(inode * 0x9E37_79B9_7F4A_7C15L);
    }

    void write(Region entry) {
        entry.putLong(ObjectEntry.DEVICE_OFFSET, device);
        entry.putLong(ObjectEntry.INODE_OFFSET, inode);
    }
}
