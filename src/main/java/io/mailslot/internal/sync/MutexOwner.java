package io.mailslot.internal.sync;

/** The value of a mutex's state word. */
final class MutexOwner {
    /** Nobody owns it. */
    static final long NOBODY = 0;

    /** Nobody owns it, because its owner's process ended. */
    static final long ABANDONED = 1L << 32;

    private static final int PROCESS_SHIFT = 33;
    private static final long THREAD_MASK = (1L << 32) - 1;

    private MutexOwner() {}

    /** A thread of a process; thread ids beyond 32 bits are as good as never reached. */
    static long of(int processRecord, long threadId) {
        return (processRecord + 1L) << PROCESS_SHIFT | threadId & THREAD_MASK;
    }

    /** The calling thread, which is one of the process of that record. */
    @SuppressWarnings("deprecation") // Thread.threadId() came with 19.
    static long ofThisThread(int processRecord) {
        return of(processRecord, Thread.currentThread().getId());
    }

    static boolean isFree(long value) {
        return value == NOBODY || value == ABANDONED;
    }

    /** The record of the owner's process. */
    static int process(long value) {
        return (int) (value >>> PROCESS_SHIFT) - 1;
    }

    static boolean isOf(long value, int processRecord) {
        return value >>> PROCESS_SHIFT == processRecord + 1L;
    }
}
