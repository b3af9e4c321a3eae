package io.mailslot.internal.memory;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Keeps thread interrupts away from channels. An interrupt closes any {@code FileChannel} the thread is working with;
 * work on shared files must neither fail nor lose its locks because of that.
 */
public final class Interrupts {
    private Interrupts() {}

    /** Work on files that opens its own channels and so may be run again from its start. */
    @FunctionalInterface
    public interface FileWork<T> {
        T run() throws IOException;
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
