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

    /** One of its two bits depends on the architecture. What is missing here is not tried. */
    private static final Map<String, Integer> O_TMPFILE = Map.of(
            "amd64", 0x400000 | 0x10000,
            "x86_64", 0x400000 | 0x10000,
            "aarch64", 0x400000 | 0x4000);

    private static final int OWNER_ONLY = 0600;
    private static final int PAGE_BYTES = 4096;
    private static final int TMPFILE = O_TMPFILE.getOrDefault(System.getProperty("os.arch"), -1);
    private static final boolean LOADED = TMPFILE >= 0 && NativeAccess.bind(RoomTrial.class);

    private RoomTrial() {}

    /** Whether that can be tried. */
    static boolean isPossible() {
        return LOADED;
    }

    /** Whether it is refused for want of room; false also where that cannot be tried. */
    static boolean isRefused(Path folder) {
        if (folder == null || !LOADED) {
            return false;
        }
        byte[] name = folder.toString().getBytes(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
        int descriptor = open(Arrays.copyOf(name, name.length + 1), TMPFILE | O_WRONLY | O_CLOEXEC, OWNER_ONLY);
        if (descriptor < 0) {
            return isWantOfRoom(Native.getLastError());
        }
        boolean written = write(descriptor, new byte[PAGE_BYTES], PAGE_BYTES) == PAGE_BYTES;
        boolean refused = !written && isWantOfRoom(Native.getLastError());
        close(descriptor);
        return refused;
    }

    private static boolean isWantOfRoom(int error) {
        return error == ENOSPC || error == EDQUOT;
    }

    private static native int open(byte[] path, int flags, int mode);

    private static native long write(int descriptor, byte[] bytes, long length);

    private static native int close(int descriptor);
}
