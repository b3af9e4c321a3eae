package io.mailslot.internal.memory;

import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The system calls beneath {@link Futex}, bound when a thread first has to sleep or to wake another one. Everything
 * travels as numbers and addresses: a call then makes no object, and pins nothing that the collector wants to move.
 */
final class FutexLibrary {
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ETIMEDOUT = 110;

    /** One futex is a word of 32 bits, and any process that maps the word may wake who sleeps on it. */
    static final int SHARED_32_BITS = 2;

    private static final long FUTEX_WAIT = 0;
    private static final long FUTEX_WAKE = 1;
    private static final long NULL = 0;
    private static final int CLOCK_MONOTONIC = 1;

    /** By {@code os.arch}. What is missing here has no futexes, as far as this library is concerned. */
    private static final Map<String, Long> SYS_FUTEX = Map.of("amd64", 202L, "x86_64", 202L, "aarch64", 98L);

    /** The same on every architecture: it is younger than their common numbering. */
    private static final long SYS_FUTEX_WAITV = 449;

    private static final long FUTEX = SYS_FUTEX.getOrDefault(System.getProperty("os.arch"), -1L);

    /** Whether threads can sleep on one word here, and be woken. */
    static final boolean LOADED = FUTEX >= 0 && NativeAccess.bind(FutexLibrary.class) && oneWorks();

    /** Whether threads can sleep on several words at once: Linux 5.16, and no sandbox that forbids it. */
    static final boolean SEVERAL = LOADED && severalWork();

    private FutexLibrary() {}

    /** A word that does not have the expected value must be refused as such; only trying tells. */
    private static boolean oneWorks() {
        ByteBuffer word = ByteBuffer.allocateDirect(Integer.BYTES);
        return wait(NativeAccess.addressOf(word), 1, NULL) < 0
                && Native.getLastError() == EAGAIN
                && word.getInt(0) == 0;
    }

    private static boolean severalWork() {
        FutexWaiter waiter = new FutexWaiter();
        Region word = Region.inThisProcess(Integer.BYTES);
        waiter.expect(0, word, 0, 1);
        waiter.expect(1, word, 0, 1);
        return waiter.sleepOnSeveral(2, 1) < 0 && Native.getLastError() == EAGAIN;
    }

    /** Sleeps while the word has the value; 0 if woken, else -1 and the reason as last error. */
    static long wait(long word, int expected, long relativeTime) {
        return syscall(FUTEX, word, FUTEX_WAIT, Integer.toUnsignedLong(expected), relativeTime, NULL);
    }

    /** Sleeps while every word has its value; which of them was woken, or else -1 and the reason as last error. */
    static long waitForAny(long waiters, int count, long absoluteTime) {
        return syscall(SYS_FUTEX_WAITV, waiters, count, 0, absoluteTime, CLOCK_MONOTONIC);
    }

    /** Wakes all who sleep on the word. */
    static void wakeAll(long word) {
        syscall(FUTEX, word, FUTEX_WAKE, Integer.MAX_VALUE, NULL, NULL);
    }

    /** Writes the time of the clock that {@link #waitForAny} goes by. */
    static void readClock(long time) {
        clock_gettime(CLOCK_MONOTONIC, time);
    }

    static int lastError() {
        return Native.getLastError();
    }

    private static native long syscall(long number, long a, long b, long c, long d, long e);

    private static native int clock_gettime(int clock, long time);
}
