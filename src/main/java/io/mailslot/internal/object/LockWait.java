package io.mailslot.internal.object;

import io.mailslot.internal.flight.Flight;
import io.mailslot.internal.flight.KernelLockWait;
import io.mailslot.internal.memory.Patience;
import java.util.function.Supplier;

/**
 * How long somebody waits for the kernel lock: for his patience, and on for as long as it changes hands, up to a few
 * patiences. Where a hundred cold JVMs share two processors, each holds it for long and somebody comes last; behind a
 * holder that stands still nobody waits for more than one. For one thread.
 */
public final class LockWait {
    /** As long as this part of a patience somebody must have it to be taken for one who stands still. */
    private static final int PART = 4;

    /** Patiences, at most. */
    private static final int MOST = 4;

    private final Patience patience;
    private final Supplier<String> holder;
    private final long partNanos;
    private long nextLook;

    /** Who had it at the last look; null before the first. */
    private String seen;

    /** Null unless it has had to wait while somebody records. */
    private KernelLockWait told;

    /**
     * Begins to wait.
     *
     * @param patience counted from the arrival
     * @param holder tells who has taken the lock last, and when
     */
    public LockWait(Patience patience, Supplier<String> holder) {
        this.patience = patience;
        this.holder = holder;
        this.partNanos = patience.totalNanos() / PART;
        this.nextLook = patience.totalNanos() - partNanos;
    }

    /** The lock is not to be had at once. */
    void begins() {
        if (told == null && Flight.isRecorded()) {
            told = KernelLockWait.begun(holder.get());
        }
    }

    /** It is to be had now. */
    void took() {
        if (told != null) {
            told.took();
        }
    }

    /** To be called when it is given back, or was not to be had. */
    void ended() {
        if (told != null) {
            told.tell();
        }
    }

    Patience patience() {
        return patience;
    }

    /** Who has taken the lock last, and when, for people. */
    public String holder() {
        return holder.get();
    }

    /** How long the wait has lasted. */
    long waitedNanos() {
        return patience.totalNanos() - patience.leftNanos();
    }

    /** When to ask {@link #isOver} again at the latest. */
    public long leftNanos() {
        return Math.min(nextLook - waitedNanos(), patience.heldUpInNanos());
    }

    /** Whether to give up. */
    public boolean isOver() {
        patience.waits();
        long waited = waitedNanos();
        if (waited < nextLook) {
            return false;
        }
        String now = holder.get();
        boolean movesOn = seen != null && !now.equals(seen);
        seen = now;
        nextLook = waited < patience.totalNanos() ? patience.totalNanos() : waited + partNanos;
        return waited >= patience.totalNanos() && (!movesOn || waited >= MOST * patience.totalNanos());
    }
}
