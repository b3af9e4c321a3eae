package io.mailslot.internal.memory;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.nio.ByteBuffer;

/**
 * The calls of the C library that pidfds need, bound when the first is used. Descriptors and results are as in C.
 * Buffers are direct ones: an array might be pinned while a thread sleeps in {@link #poll}, and hold up the collector.
 */
final class PidfdLibrary {
    /** The system property that turns pidfds off when it says {@code false}. */
    static final String PROPERTY = "mailslot.native";

    /** Whether processes can be watched here. */
    static final boolean LOADED = load();

    /** The same on every architecture: it is younger than their common numbering. */
    private static final long SYS_PIDFD_OPEN = 434;

    private static final int EFD_CLOEXEC = 0x80000;

    private PidfdLibrary() {}

    private static boolean load() {
        if ("false".equals(System.getProperty(PROPERTY)) || !isLinux()) {
            return false;
        }
        try {
            if (Native.POINTER_SIZE != Long.BYTES) {
                // size_t and long are ints then, which the signatures below do not follow.
                return false;
            }
            Native.register(PidfdLibrary.class, Platform.C_LIBRARY_NAME);
            return works();
        } catch (LinkageError unavailable) {
            return false;
        }
    }

    /** Asked of the JDK: the question alone must not load JNA's own library where it is of no use. */
    private static boolean isLinux() {
        return "Linux".equals(System.getProperty("os.name"));
    }

    /** Old kernels have no pidfd, and some sandboxes forbid it: only trying tells. */
    private static boolean works() {
        int self = openPidfd(ProcessHandle.current().pid());
        if (self < 0) {
            return false;
        }
        close(self);
        return true;
    }

    /** A descriptor of a process, closed on exec; negative if there is no such process or no descriptor is left. */
    static int openPidfd(long pid) {
        return (int) syscall(SYS_PIDFD_OPEN, pid, 0);
    }

    /** A descriptor that becomes readable when somebody writes to it, closed on exec; negative if none is left. */
    static int openEvent() {
        return eventfd(0, EFD_CLOEXEC);
    }

    private static native long syscall(long number, long pid, long flags);

    private static native int eventfd(int initial, int flags);

    static native int poll(ByteBuffer descriptors, long count, int timeoutMs);

    static native int ioctl(int descriptor, long request, ByteBuffer argument);

    static native long read(int descriptor, ByteBuffer target, long length);

    static native long write(int descriptor, ByteBuffer source, long length);

    static native int close(int descriptor);
}
