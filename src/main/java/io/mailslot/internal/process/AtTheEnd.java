package io.mailslot.internal.process;

import io.mailslot.internal.memory.Interrupts;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is to be done before the JVM ends, if there is time for it: whatever stands still, the JVM does not wait longer.
 * Every piece has a daemon thread of its own, so that one which hangs holds up no other. For one thread.
 */
final class AtTheEnd {
    private static final Logger LOG = LoggerFactory.getLogger(AtTheEnd.class);

    private final long deadline;
    private final List<Piece> pieces = new ArrayList<>();
    private boolean allStarted = true;

    /** Begins the time that there is. */
    AtTheEnd(long nanos) {
        this.deadline = System.nanoTime() + nanos;
    }

    /** A thread that tells whether it did its work. */
    private static final class Piece extends Thread {
        private final Runnable work;
        private volatile boolean done;

        Piece(String name, Runnable work) {
            super(null, null, name, 0, false);
            this.work = work;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                work.run();
                done = true;
            } catch (RuntimeException | Error failure) {
                // Others do what is left, as for a process that was killed.
                LOG.debug("{}: {}", getName(), failure.toString());
            }
        }
    }

    /** Begins a piece of work. Where there is no thread to be had it is left undone. */
    AtTheEnd start(String name, Runnable work) {
        try {
            Piece piece = new Piece(name, work);
            piece.start();
            pieces.add(piece);
        } catch (OutOfMemoryError noThread) {
            allStarted = false;
        }
        return this;
    }

    /** Waits until all is done or the time is over, interrupted or not; whether all was done. */
    boolean await() {
        for (Piece piece : pieces) {
            Interrupts.join(piece, deadline - System.nanoTime());
        }
        return allStarted && pieces.stream().allMatch(piece -> piece.done);
    }
}
