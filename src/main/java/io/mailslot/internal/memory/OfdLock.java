package io.mailslot.internal.memory;

import com.sun.jna.Native;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;

/**
 * A lock of a byte range that belongs to an open file description (Linux): it ends with that, and not when anything in
 * the process closes the file, as the locks do that the JDK takes. Both kinds keep each other out, also within one
 * process. For one thread at a time.
 *
 * <pre>
 *   struct flock of 64-bit Linux
 *    0 | type 2 | whence 2 | 4 unused |
 *    8 | start 8 | length, 0 for the rest of the file 8 |
 *   24 | pid, 0 4 | 4 unused |
 *   32 +----
 * </pre>
 */
public final class OfdLock implements AutoCloseable {
    private static final int TYPE_OFFSET = 0;
    private static final int START_OFFSET = 8;
    private static final int LENGTH_OFFSET = 16;
    private static final int PID_OFFSET = 24;
    private static final int LENGTH = 32;

    private static final short WRITE_LOCK = 1;
    private static final short UNLOCK = 2;
    private static final int F_OFD_GETLK = 36;
    private static final int F_OFD_SETLK = 37;

    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int EACCES = 13;

    private final Path file;
    private final Object fileKey;
    private final int descriptor;
    private final KeyLook look;

    /** What the system reads, kept for as long as the addresses are used. */
    private final ByteBuffer taking;

    private final ByteBuffer releasing;
    private final long takingAddress;
    private final long releasingAddress;

    /** What the system reads, and writes who is in the way into. Null until somebody asks for that. */
    private ByteBuffer asking;

    private long askingAddress;

    /** Whether what is open is known to be the file that was meant. */
    private boolean sure;

    /** Tells what the file system calls an open file. */
    @FunctionalInterface
    interface KeyLook {
        Object keyOf(Path opened) throws IOException;
    }

    private OfdLock(Path file, Object fileKey, int descriptor, KeyLook look, ByteBuffer taking, ByteBuffer releasing) {
        this.file = file;
        this.fileKey = fileKey;
        this.descriptor = descriptor;
        this.look = look;
        this.taking = taking;
        this.releasing = releasing;
        this.takingAddress = NativeAccess.addressOf(taking);
        this.releasingAddress = NativeAccess.addressOf(releasing);
    }

    private static ByteBuffer request(short type, long start, long length) {
        ByteBuffer request = ByteBuffer.allocateDirect(LENGTH).order(ByteOrder.nativeOrder());
        return fill(request, type, start, length);
    }

    private static ByteBuffer fill(ByteBuffer request, short type, long start, long length) {
        return request.putLong(TYPE_OFFSET, 0)
                .putShort(TYPE_OFFSET, type)
                .putLong(START_OFFSET, start)
                .putLong(LENGTH_OFFSET, length)
                .putLong(PID_OFFSET, 0);
    }

    /**
     * Opens a file to lock a range of it. Loads native code.
     *
     * @param file an existing regular file; a link is not followed
     * @param fileKey what the file system must call it
     * @param start first byte of the range
     * @param length of the range; 0 for all that follows
     * @return the lock, not held; empty where there are no such locks, or the file is not that one; if that cannot be told
     *     now it is open, and not {@link #isSure sure} yet: to close it might drop the other kind of lock
     */
    public static Optional<OfdLock> open(Path file, Object fileKey, long start, long length) {
        KeyLook look = opened ->
                Files.readAttributes(opened, BasicFileAttributes.class).fileKey();
        return open(file, fileKey, look, start, length);
    }

    static Optional<OfdLock> open(Path file, Object fileKey, KeyLook look, long start, long length) {
        if (!(FreshStack.initialised(Library.class) && Library.LOADED)) {
            return Optional.empty();
        }
        // Before the file is opened: where memory is short no descriptor must be left behind.
        ByteBuffer taking = request(WRITE_LOCK, start, length);
        ByteBuffer releasing = request(UNLOCK, start, length);
        int descriptor = Library.open(file);
        if (descriptor < 0) {
            return Optional.empty();
        }
        OfdLock lock = new OfdLock(file, fileKey, descriptor, look, taking, releasing);
        try {
            if (!lock.isMeant()) {
                lock.close();
                return Optional.empty();
            }
        } catch (IOException unknown) {
            // It may be the one.
        }
        return Optional.of(lock);
    }

    private boolean isMeant() throws IOException {
        if (!sure) {
            sure = fileKey.equals(look.keyOf(Path.of("/proc/self/fd", Integer.toString(descriptor))));
        }
        return sure;
    }

    /** Whether what is open is known to be the file that was meant; asks again as long as it is not. */
    public boolean isSure() {
        try {
            return isMeant();
        } catch (IOException stillUnknown) {
            return false;
        }
    }

    /**
     * Takes the range, unless somebody else holds a part of it. Not before this is {@link #isSure sure}.
     *
     * @throws IOException if the system refuses for another reason
     */
    public boolean tryLock() throws IOException {
        return control(F_OFD_SETLK, takingAddress);
    }

    /** Gives the range back. */
    public void unlock() throws IOException {
        control(F_OFD_SETLK, releasingAddress);
    }

    /**
     * Whether anybody, of this process or another one, holds a part of the range by a lock of either kind that is not this
     * one. Takes nothing, so nobody else who asks is misled. Not before this is {@link #isSure sure}.
     *
     * @throws IOException if the system does not tell
     */
    public boolean isHeldByOthers() throws IOException {
        if (asking == null) {
            asking = ByteBuffer.allocateDirect(LENGTH).order(ByteOrder.nativeOrder());
            askingAddress = NativeAccess.addressOf(asking);
        }
        fill(asking, WRITE_LOCK, taking.getLong(START_OFFSET), taking.getLong(LENGTH_OFFSET));
        if (!control(F_OFD_GETLK, askingAddress)) {
            throw new IOException("cannot ask who has locked " + file);
        }
        return asking.getShort(TYPE_OFFSET) != UNLOCK;
    }

    private boolean control(int command, long request) throws IOException {
        try {
            while (Library.fcntl(descriptor, command, request) < 0) {
                int error = Native.getLastError();
                if (error == EAGAIN || error == EACCES) {
                    return false;
                }
                if (error != EINTR) {
                    throw new IOException("cannot lock " + file + ": error " + error);
                }
            }
            return true;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Gives the range back, and the descriptor. */
    @Override
    public void close() {
        Library.close(descriptor);
    }

    /** Bound at first use: most one-shot programs never ask. */
    private static final class Library {
        private static final int O_RDWR = 0x2;
        private static final int O_NONBLOCK = 0x800;
        private static final int O_CLOEXEC = 0x80000;

        /** By {@code os.arch}; it differs. What is missing here does without such locks. */
        private static final Map<String, Integer> O_NOFOLLOW =
                Map.of("amd64", 0x20000, "x86_64", 0x20000, "aarch64", 0x8000);

        private static final boolean LOADED = O_NOFOLLOW.containsKey(System.getProperty("os.arch"))
                && NativeAccess.bind(Library.class)
                && knowsSuchLocks();

        /**
         * Asked of a file that nobody locks: to close a descriptor of one that is locked would drop the other kind. Sandboxes
         * that play Linux do not know them.
         */
        private static boolean knowsSuchLocks() {
            int descriptor = open(Path.of("/dev/null"));
            if (descriptor < 0) {
                return false;
            }
            ByteBuffer asked = request(WRITE_LOCK, 0, 0);
            try {
                return fcntl(descriptor, F_OFD_GETLK, NativeAccess.addressOf(asked)) == 0;
            } finally {
                Reference.reachabilityFence(asked);
                close(descriptor);
            }
        }

        private static int open(Path file) {
            return open(
                    NativeAccess.pathname(file),
                    O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW.get(System.getProperty("os.arch")));
        }

        private static native int open(ByteBuffer path, int flags);

        private static native int fcntl(int descriptor, int command, long request);

        private static native int close(int descriptor);
    }
}
