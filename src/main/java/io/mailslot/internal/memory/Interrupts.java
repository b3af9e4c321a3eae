package io.mailslot.internal.memory;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Keeps thread interrupts away from what must be done all the same, above all from channels. An interrupt closes any
 * {@code FileChannel} the thread is working with; work on shared files must neither fail nor lose its locks because of that.
 */
public final class Interrupts {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private Interrupts() {}

    /** Work on files that opens its own channels and so may be run again from its start. */
    @FunctionalInterface
    public interface FileWork<T> {
        T run() throws IOException;
    }

    /**
     * Waits until a thread has ended, or for so long, interrupted or not; puts the flag back.
     *
     * @param nanos may be {@link Long#MAX_VALUE}
     */
    public static void join(Thread thread, long nanos) {
        long start = System.nanoTime();
        boolean interrupted = false;
        for (long left = nanos; thread.isAlive() && left > 0; left = nanos - (System.nanoTime() - start)) {
            try {
                thread.join(Math.max(1, left / NANOS_PER_MILLI));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Runs the work with the thread's interrupt flag down, again if an interrupt cut it short, and puts the flag back.
     *
     * @param work opens its own channels
     * @return what the work returns
     * @throws IOException what the work throws, other than on interrupt
     */
    public static <T> T shielded(FileWork<T> work) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return work.run();
                } catch (ClosedByInterruptException again) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
