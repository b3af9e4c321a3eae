package io.mailslot.internal.memory;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * One thread's bed: sleeps on words of shared memory while they have the values that are expected. The structures that
 * the system reads are kept from one sleep to the next, so that a sleep allocates nothing. While a thread sleeps the
 * memory of its words cannot be unmapped. For one thread at a time, and only where {@link Futex#canSleep}.
 *
 * <pre>
 *   struct timespec, then one struct futex_waitv after the other
 *    0 | seconds 8 | nanoseconds 8 |
 *   16 | value 8 | address 8 | flags 4 | reserved 4 |
 *   40 | ...
 * </pre>
 */
public final class FutexWaiter {
    private static final int SECONDS_OFFSET = 0;
    private static final int NANOS_OFFSET = SECONDS_OFFSET + Long.BYTES;
    private static final int WAITERS_OFFSET = NANOS_OFFSET + Long.BYTES;

    private static final int VALUE_OFFSET = 0;
    private static final int ADDRESS_OFFSET = VALUE_OFFSET + Long.BYTES;
    private static final int FLAGS_OFFSET = ADDRESS_OFFSET + Long.BYTES;
    private static final int WAITER_LENGTH = FLAGS_OFFSET + Long.BYTES;

    /** What is enough for nearly all threads. */
    private static final int FEW_WORDS = 4;

    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Only ever replaced by larger ones: most threads wait for one or two words all their life. */
    private ByteBuffer structures;

    private long address;

    /** What the system reads and writes while the thread sleeps must stay reachable. */
    private Region[] regions;

    public FutexWaiter() {
        allocate(1);
    }

    /** Why a sleep was over. */
    public enum End {
        /** Somebody woke the thread, perhaps for another reason than the one it sleeps for. */
        WOKEN,
        /** A word did not have its value, so the thread did not sleep. */
        CHANGED,
        TIMED_OUT,
        /** The system ended the sleep to run a signal handler. */
        SIGNAL,
        /** The thread could not sleep, for instance for lack of memory. It should pause before it tries again. */
        FAILED
    }

    /**
     * Says what to sleep on.
     *
     * @param index which of the words, from 0 to {@link Futex#MOST_WORDS} - 1
     * @param region mapped memory
     * @param offset the word
     * @param value which value it must have
     */
    public void expect(int index, Region region, int offset, int value) {
        if (index >= regions.length) {
            allocate(index < FEW_WORDS ? FEW_WORDS : Futex.MOST_WORDS);
        }
        int at = WAITERS_OFFSET + index * WAITER_LENGTH;
        structures.putLong(at + VALUE_OFFSET, Integer.toUnsignedLong(value));
        structures.putLong(at + ADDRESS_OFFSET, region.address(offset));
        structures.putInt(at + FLAGS_OFFSET, FutexLibrary.SHARED_32_BITS);
        regions[index] = region;
    }

    /**
     * Sleeps until one of the words is woken.
     *
     * @param count how many words, those with the lowest indices; more than one only where
     *     {@link Futex#canSleepOnSeveral}
     * @param nanos how long at most
     * @return why it was over; the condition must be tested in any case
     */
    public End sleep(int count, long nanos) {
        long result = count == 1 ? sleepOnOne(nanos) : sleepOnSeveral(count, nanos);
        return result >= 0 ? End.WOKEN : end(FutexLibrary.lastError());
    }

    private static End end(int error) {
        return switch (error) {
            case FutexLibrary.EAGAIN -> End.CHANGED;
            case FutexLibrary.ETIMEDOUT -> End.TIMED_OUT;
            case FutexLibrary.EINTR -> End.SIGNAL;
            default -> End.FAILED;
        };
    }

    private long sleepOnOne(long nanos) {
        try {
            putTime(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
            long word = structures.getLong(WAITERS_OFFSET + ADDRESS_OFFSET);
            return FutexLibrary.wait(word, (int) structures.getLong(WAITERS_OFFSET + VALUE_OFFSET), address);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** This one goes by the time of day at which to end, on a clock that nobody sets. */
    long sleepOnSeveral(int count, long nanos) {
        try {
            FutexLibrary.readClock(address);
            long sum = structures.getLong(NANOS_OFFSET) + nanos % NANOS_PER_SECOND;
            long seconds = structures.getLong(SECONDS_OFFSET) + nanos / NANOS_PER_SECOND;
            putTime(seconds + sum / NANOS_PER_SECOND, sum % NANOS_PER_SECOND);
            return FutexLibrary.waitForAny(address + WAITERS_OFFSET, count, address);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private void putTime(long seconds, long nanos) {
        structures.putLong(SECONDS_OFFSET, seconds);
        structures.putLong(NANOS_OFFSET, nanos);
    }

    /**
     * Lets go of the memory of the other words.
     *
     * @param count how many words to keep, those with the lowest indices
     */
    public void keep(int count) {
        Arrays.fill(regions, count, regions.length, null);
    }

    private void allocate(int count) {
        ByteBuffer larger = ByteBuffer.allocateDirect(WAITERS_OFFSET + count * WAITER_LENGTH)
                .order(ByteOrder.nativeOrder());
        if (structures != null) {
            larger.put(0, structures, 0, structures.capacity());
        }
        structures = larger;
        address = NativeAccess.addressOf(larger);
        regions = regions == null ? new Region[count] : Arrays.copyOf(regions, count);
    }
}
