package io.mailslot.internal.memory;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * Sees that the file at a path still is a certain one, in half the time that the JDK takes to say what lies there. Only a
 * yes says something: whoever gets none asks the JDK, which can say why. Thread-safe.
 *
 * <pre>
 *   the beginning of struct stat on a 64-bit Linux; what is left out differs between processors
 *    0 | device 8 | inode 8 |
 *   48 | size 8 |
 *   .. | ...
 *  256 +----
 * </pre>
 */
public final class QuickLook {
    private static final int DEVICE_OFFSET = 0;
    private static final int INODE_OFFSET = 8;
    private static final int SIZE_OFFSET = 48;

    /** Longer than the structure is on any processor. */
    private static final int LENGTH = 256;

    private static final long NOT_SEEN = -1;
    private static final String NUMBERS = "unix:fileKey,dev,ino";

    /** Its bytes, kept for as long as their address is used. */
    private final ByteBuffer path;

    private final ByteBuffer seen = ByteBuffer.allocateDirect(LENGTH).order(ByteOrder.nativeOrder());
    private final long pathAddress;
    private final long seenAddress;
    private final long device;
    private final long inode;

    private QuickLook(Path file, long device, long inode) {
        this.path = NativeAccess.pathname(file);
        this.pathAddress = NativeAccess.addressOf(path);
        this.seenAddress = NativeAccess.addressOf(seen);
        this.device = device;
        this.inode = inode;
    }

    /**
     * Prepares to look at a file again and again. Loads native code.
     *
     * @param file where it lies; a link is not followed
     * @param fileKey what the file system calls it
     * @return null where there are no such looks, or the file is not that one now
     */
    public static QuickLook at(Path file, Object fileKey) {
        if (!(FreshStack.initialised(Library.class) && Library.LOADED)) {
            return null;
        }
        try {
            Map<String, Object> now = Files.readAttributes(file, NUMBERS, LinkOption.NOFOLLOW_LINKS);
            if (!fileKey.equals(now.get("fileKey"))) {
                return null;
            }
            QuickLook look = new QuickLook(file, (Long) now.get("dev"), (Long) now.get("ino"));
            return look.sees(0) ? look : null;
        } catch (IOException | UnsupportedOperationException unknown) {
            return null;
        }
    }

    /**
     * Whether the very file is seen at its path.
     *
     * @param length how long it must be at least
     * @return false if it is not, or cannot be looked at
     */
    public boolean sees(long length) {
        return length() >= length;
    }

    /** How long the very file is; negative if it is not seen at its path, or cannot be looked at. */
    public synchronized long length() {
        boolean looked = Library.stat(pathAddress, seenAddress);
        Reference.reachabilityFence(path);
        return looked && seen.getLong(DEVICE_OFFSET) == device && seen.getLong(INODE_OFFSET) == inode
                ? seen.getLong(SIZE_OFFSET)
                : NOT_SEEN;
    }

    /** Bound at first use: most one-shot programs never look so often that it is worth while. */
    private static final class Library {
        private static final long AT_FDCWD = -100;
        private static final long AT_SYMLINK_NOFOLLOW = 0x100;

        /** {@code newfstatat}, by {@code os.arch}; it differs. What is missing here does without. */
        private static final Map<String, Long> STAT = Map.of("amd64", 262L, "x86_64", 262L, "aarch64", 79L);

        private static final long NUMBER = STAT.getOrDefault(System.getProperty("os.arch"), -1L);

        private static final boolean LOADED = NUMBER >= 0 && NativeAccess.bind(Library.class);

        private static boolean stat(long path, long result) {
            return syscall(NUMBER, AT_FDCWD, path, result, AT_SYMLINK_NOFOLLOW) == 0;
        }

        private static native long syscall(long number, long folder, long path, long result, long flags);
    }
}
