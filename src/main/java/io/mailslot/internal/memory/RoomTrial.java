package io.mailslot.internal.memory;

import com.sun.jna.Native;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Tries whether a file system takes one more file with a page in it, by one that has no name and so leaves no trace. Only
 * the number of the error tells a quota or the want of an inode from a device that fails.
 */
final class RoomTrial {
    private static final int EDQUOT = 122;
    private static final int ENOSPC = 28;
    private static final int O_WRONLY = 1;
    private static final int O_CLOEXEC = 0x80000;

    private static final int OWNER_ONLY = 0600;
    private static final int PAGE_BYTES = 4096;

    /** For want of what a file system refuses a file. */
    enum Want {
        /** It takes one, or that cannot be tried. */
        NOTHING,
        ROOM,
        /** Or whatever else it needs for one more file, however small. */
        INODES,
        /** Of this user. */
        QUOTA
    }

    private RoomTrial() {}

    /** Whether that can be tried. */
    static boolean isPossible() {
        return FreshStack.initialised(Library.class) && Library.LOADED;
    }

    /** Tries it in a folder; null for one that is not there. */
    static Want in(Path folder) {
        if (folder == null || !isPossible()) {
            return Want.NOTHING;
        }
        byte[] name = folder.toString().getBytes(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
        int descriptor =
                Library.open(Arrays.copyOf(name, name.length + 1), Library.TMPFILE | O_WRONLY | O_CLOEXEC, OWNER_ONLY);
        if (descriptor < 0) {
            return want(Native.getLastError(), Want.INODES);
        }
        boolean written = Library.write(descriptor, new byte[PAGE_BYTES], PAGE_BYTES) == PAGE_BYTES;
        Want want = written ? Want.NOTHING : want(Native.getLastError(), Want.ROOM);
        Library.close(descriptor);
        return want;
    }

    private static Want want(int error, Want ofNoSpace) {
        return switch (error) {
            case ENOSPC -> ofNoSpace;
            case EDQUOT -> Want.QUOTA;
            default -> Want.NOTHING;
        };
    }

    /** Bound at first use: most programs never ask. */
    private static final class Library {
        /** One of its two bits depends on the architecture. What is missing here is not tried. */
        private static final Map<String, Integer> O_TMPFILE = Map.of(
                "amd64", 0x400000 | 0x10000,
                "x86_64", 0x400000 | 0x10000,
                "aarch64", 0x400000 | 0x4000);

        private static final int TMPFILE = O_TMPFILE.getOrDefault(System.getProperty("os.arch"), -1);
        private static final boolean LOADED = TMPFILE >= 0 && NativeAccess.bind(Library.class);

        private static native int open(byte[] path, int flags, int mode);

        private static native long write(int descriptor, byte[] bytes, long length);

        private static native int close(int descriptor);
    }
}
