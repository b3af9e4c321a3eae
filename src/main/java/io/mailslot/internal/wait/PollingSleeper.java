package io.mailslot.internal.wait;

import java.util.concurrent.locks.LockSupport;

/**
 * Sleeps for a moment, and then for ever longer ones up to a millisecond: for systems on which nobody can be woken. No
 * signal ends such a nap, so no sleeping bit is set and nobody has to signal.
 */
final class PollingSleeper extends Sleeper {
    static final long LONGEST_NAP_NANOS = 1_000_000;
    private static final long SHORTEST_NAP_NANOS = 5_000;

    private long nap = SHORTEST_NAP_NANOS;

    @Override
    void prepare() {}

    @Override
    void sleep(long nanos) {
        LockSupport.parkNanos(this, Math.min(nap, nanos));
        nap = Math.min(2 * nap, LONGEST_NAP_NANOS);
    }

    /** The nap is over soon anyway. */
    @Override
    void wake() {}

    @Override
    public void close() {}
}
