package io.mailslot.internal.wait;

import io.mailslot.internal.memory.ThreadNumber;
import io.mailslot.internal.object.ProcessRef;

/**
 * A thread of a process, as the words name it that are changed without the kernel lock.
 *
 * <pre>
 *  63 62            44 43        33 32 31            0
 * +--+----------------+------------+--+---------------+
 * |0 | generation     | record + 1 |G | thread        |
 * +--+----------------+------------+--+---------------+
 *  record, generation: the process; of the generation the lowest bits, which repeat after 500 million processes
 *  thread: ids beyond 32 bits are as good as never reached; a virtual thread has one like any other, on whatever carrier
 *  G: somebody whose process is gone; nothing else is set then
 * </pre>
 *
 * <p>The generation is there because a record may be used again before everybody has let go of what its former process
 * owned: a thread that goes on while its process leaves the home, or is taken for dead, takes whatever it was about to
 * take, and nobody comes to give it back.
 */
public final class Taker {
    /** One whose process is gone. */
    public static final long GONE = 1L << 32;

    /** So many bits of the generation are in the word. */
    public static final int GENERATION_BITS = 19;

    private static final int RECORD_SHIFT = 33;
    private static final int RECORD_BITS = 11;
    private static final int RECORD_MASK = (1 << RECORD_BITS) - 1;
    private static final int GENERATION_SHIFT = RECORD_SHIFT + RECORD_BITS;
    private static final long THREAD_MASK = (1L << 32) - 1;

    private Taker() {}

    /** A thread of a process. */
    public static long of(ProcessRef process, long threadId) {
        return (long) process.generationBits(GENERATION_BITS) << GENERATION_SHIFT
                | process.index() + 1L << RECORD_SHIFT
                | threadId & THREAD_MASK;
    }

    /** The calling thread, which is one of that process. */
    public static long thisThread(ProcessRef process) {
        return of(process, ThreadNumber.ofCurrent());
    }

    /** The record of the process; -1 for nobody. */
    public static int record(long taker) {
        return ((int) (taker >>> RECORD_SHIFT) & RECORD_MASK) - 1;
    }

    /** The number of the thread. */
    public static long thread(long taker) {
        return taker & THREAD_MASK;
    }

    /** The lowest bits of the generation of the process. */
    public static int generation(long taker) {
        return (int) (taker >>> GENERATION_SHIFT);
    }
}
