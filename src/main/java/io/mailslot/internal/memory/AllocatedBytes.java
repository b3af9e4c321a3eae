package io.mailslot.internal.memory;

import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * What a sparse file really takes on its file system, which the JDK does not tell: {@code statx(2)} of Linux.
 *
 * <pre>
 *   struct statx, the same on all machines
 *    0 | mask 4 | block size 4 | attributes 8 | links 4 | uid 4 | gid 4 | mode 2 | pad 2 |
 *   32 | inode 8 | size 8 |
 *   48 | blocks of 512 bytes 8 |
 *  256 +----
 * </pre>
 */
public final class AllocatedBytes {
    /** What {@link #of} returns where it cannot be told. */
    public static final long UNKNOWN = -1;

    private static final int ENOENT = 2;
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int STATX_BLOCKS = 0x400;
    private static final int STATX_LENGTH = 256;
    private static final int BLOCKS_OFFSET = 48;
    private static final int BLOCK_BYTES = 512;

    private AllocatedBytes() {}

    /**
     * Asks for one file.
     *
     * @param file a file or folder
     * @return bytes; 0 if it is not there, or not any more; or {@link #UNKNOWN}
     */
    public static long of(Path file) {
        return FreshStack.initialised(Library.class) && Library.LOADED ? Library.ask(file) : UNKNOWN;
    }

    /** Bound at first use: most programs never ask. */
    private static final class Library {
        private static final boolean LOADED = NativeAccess.bind(Library.class);

        private static native int statx(int folder, String path, int flags, int mask, byte[] result);

        private static long ask(Path file) {
            byte[] result = new byte[STATX_LENGTH];
            int failed = statx(AT_FDCWD, file.toString(), AT_SYMLINK_NOFOLLOW, STATX_BLOCKS, result);
            if (failed != 0) {
                return Native.getLastError() == ENOENT ? 0 : UNKNOWN;
            }
            return ByteBuffer.wrap(result).order(ByteOrder.nativeOrder()).getLong(BLOCKS_OFFSET) * BLOCK_BYTES;
        }
    }
}
