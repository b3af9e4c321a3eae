package io.mailslot.internal.log;

import io.mailslot.internal.liveness.StopProbe;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;

/** Who writes to a log: names its writers by numbers that no other one ever has, and tells which of them live. */
public interface LogWriters {
    /** The number of the writer that asks; not 0. */
    long self();

    /** Whether a writer lives. It is taken to do so where that cannot be told: its lock must not be taken from it. */
    boolean isAlive(long writer);

    /** Whether a writer is known to be stopped, as by SIGSTOP: then it does not help to wait a moment. */
    boolean isStopped(long writer);

    /** The process id of a writer, for people. */
    long pid(long writer);

    /**
     * Writers that have nothing but process ids, as many as there are instances of the log: for logs that nobody else writes to,
     * and for tests. A mailslot names its writers by their records.
     */
    static LogWriters ofPids(LongPredicate alive) {
        return new OfPids(alive);
    }

    /** The number has the pid in its lower half. */
    final class OfPids implements LogWriters {
        private static final AtomicInteger INSTANCES = new AtomicInteger();

        private final LongPredicate alive;
        private final long self = (long) INSTANCES.incrementAndGet() << Integer.SIZE
                | ProcessHandle.current().pid();

        OfPids(LongPredicate alive) {
            this.alive = alive;
        }

        @Override
        public long self() {
            return self;
        }

        @Override
        public boolean isAlive(long writer) {
            return alive.test(pid(writer));
        }

        @Override
        public boolean isStopped(long writer) {
            return StopProbe.isStopped(pid(writer));
        }

        @Override
        public long pid(long writer) {
            return (int) writer;
        }
    }
}
