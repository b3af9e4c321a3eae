package io.mailslot.internal.memory;

import java.nio.ByteBuffer;

/**
 * The calls of the C library that pidfds need, bound when the first is used. Descriptors and results are as in C.
 * Buffers are direct ones, here and where only their address is given: an array might be pinned while a thread sleeps in
 * {@link #poll}, and hold up the collector.
 */
final class PidfdLibrary {
    /** Whether processes can be watched here. */
    static final boolean LOADED = NativeAccess.bind(PidfdLibrary.class) && works();

    /** The same on every architecture: it is younger than their common numbering. */
    private static final long SYS_PIDFD_OPEN = 434;

    private static final int EFD_CLOEXEC = 0x80000;

    private PidfdLibrary() {}

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

    /** By the address: an idle process does nothing more often, and to find that of a buffer takes longer than the rest. */
    static native int poll(long descriptors, long count, int timeoutMs);

    static native int ioctl(int descriptor, long request, ByteBuffer argument);

    static native long read(int descriptor, ByteBuffer target, long length);

    static native long write(int descriptor, ByteBuffer source, long length);

    static native int close(int descriptor);
}
