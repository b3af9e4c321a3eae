package io.mailslot.internal.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * The default access control list of a folder: what the files and folders made in it allow, whatever the umask of their
 * maker says. Folders made in it have the same list. The JDK has no call for it.
 *
 * <pre>
 *   0 | version 2, 4 |
 *   4 | tag 2 | permissions 2 | id 4 |  owner, group, others; little endian
 * </pre>
 */
public final class DefaultAcl {
    private static final String ATTRIBUTE = "system.posix_acl_default";
    private static final int VERSION = 2;
    private static final short OWNER = 0x01;
    private static final short GROUP = 0x04;
    private static final short OTHERS = 0x20;
    private static final int NO_ID = -1;
    private static final int LENGTH = Integer.BYTES + 3 * Long.BYTES;

    private static final short READ = 4;
    private static final short WRITE = 2;
    private static final short EXECUTE = 1;

    private DefaultAcl() {}

    /** Bound when the first list is set. */
    private static final class Library {
        static final boolean LOADED = NativeAccess.bind(Library.class);

        static native int setxattr(String path, String name, ByteBuffer value, long size, int flags);
    }

    /**
     * Sets the list of a folder.
     *
     * @param folder an existing folder of this user
     * @param permissions what is allowed at most in what is made there
     * @return whether that was possible: false where the file system, or this JVM, has no such lists
     */
    public static boolean set(Path folder, Set<PosixFilePermission> permissions) {
        if (!(FreshStack.initialised(Library.class) && Library.LOADED)) {
            return false;
        }
        ByteBuffer list = ByteBuffer.allocateDirect(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        list.putInt(VERSION);
        put(list, OWNER, permissions, PosixFilePermission.OWNER_READ);
        put(list, GROUP, permissions, PosixFilePermission.GROUP_READ);
        put(list, OTHERS, permissions, PosixFilePermission.OTHERS_READ);
        list.flip(); // the call begins to read at the buffer's position
        return Library.setxattr(folder.toString(), ATTRIBUTE, list, LENGTH, 0) == 0;
    }

    /** The three permissions of a class follow each other in their enumeration. */
    private static void put(
            ByteBuffer list, short tag, Set<PosixFilePermission> permissions, PosixFilePermission read) {
        PosixFilePermission[] all = PosixFilePermission.values();
        int bits = (permissions.contains(read) ? READ : 0)
                | (permissions.contains(all[read.ordinal() + 1]) ? WRITE : 0)
                | (permissions.contains(all[read.ordinal() + 2]) ? EXECUTE : 0);
        list.putShort(tag).putShort((short) bits).putInt(NO_ID);
    }
}
