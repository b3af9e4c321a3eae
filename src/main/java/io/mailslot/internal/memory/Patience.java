package io.mailslot.internal.memory;

import java.util.concurrent.TimeUnit;

/**
 * How long a call waits for what another process or thread holds: one deadline, counted from the arrival of the call,
 * however many waits it is made of. Not to be shared by calls; any thread may ask.
 */
public final class Patience {
    /**
     * System property that shortens every patience of this JVM to so many milliseconds. For tests: nobody shall wait
     * half a minute to see that somebody stands still.
     */
    public static final String PROPERTY = "mailslot.patience";

    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(Long.getLong(PROPERTY, 30_000));
    private static final long FOR_LOCKS_NANOS = Math.min(TimeUnit.SECONDS.toNanos(30), LONGEST_NANOS);
    private static final long FOR_APPENDS_NANOS = Math.min(TimeUnit.SECONDS.toNanos(5), LONGEST_NANOS);

    /** From here on somebody who has other things to do is held up. */
    private static final long HELD_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final long nanos;
    private final boolean full;
    private final long deadline;

    /** What to do when the call is held up; null once that was done. Used by whoever waits. */
    private Runnable whenHeldUp;

    private Patience(long nanos, boolean full) {
        this.nanos = nanos;
        this.full = full;
        this.deadline = System.nanoTime() + nanos;
    }

    /** From now on, for a lock of the control plane, of an object's state or of a file's pointer. */
    public static Patience forLock() {
        return new Patience(FOR_LOCKS_NANOS, true);
    }

    /**
     * As {@link #forLock()}, for somebody who has other things to do.
     *
     * @param whenHeldUp done once when the wait lasts for long, by the thread that waits
     */
    public static Patience forLock(Runnable whenHeldUp) {
        Patience patience = forLock();
        patience.whenHeldUp = whenHeldUp;
        return patience;
    }

    /**
     * As {@link #forLock()}, for a call that is to be over by a certain time; not so soon that a holder who only had to wait for
     * a processor would seem to stand still.
     *
     * @param nanos until then
     */
    public static Patience forLockWithin(long nanos) {
        return new Patience(Math.min(FOR_LOCKS_NANOS, Math.max(nanos, HELD_UP_NANOS)), nanos >= FOR_LOCKS_NANOS);
    }

    /** From now on, for the right to append to a mailslot. */
    public static Patience forAppend() {
        return new Patience(FOR_APPENDS_NANOS, true);
    }

    /** From now on, for so long; for a try that may well be in vain. */
    public static Patience of(long time, TimeUnit unit) {
        return new Patience(unit.toNanos(time), false);
    }

    /** To be called by whoever waits, again and again. */
    public void waits() {
        Runnable work = whenHeldUp;
        if (work != null && heldUpInNanos() <= 0) {
            whenHeldUp = null;
            work.run();
        }
    }

    /** When to call {@link #waits} at the latest. */
    public long heldUpInNanos() {
        return whenHeldUp == null ? Long.MAX_VALUE : HELD_UP_NANOS - (nanos - leftNanos());
    }

    /** What is left of it; not above 0 once it is over. */
    public long leftNanos() {
        return deadline - System.nanoTime();
    }

    public boolean isOver() {
        return leftNanos() <= 0;
    }

    /**
     * Whether it is as long as that of any call of its kind. That a shorter one is over may be owed to a busy machine, and is
     * nothing that others should know.
     */
    public boolean isFull() {
        return full;
    }

    /** How long it lasts from its beginning. */
    public long totalNanos() {
        return nanos;
    }

    /** How long it lasts from its beginning, for people: {@code 30 s}, {@code 250 ms}. */
    @Override
    public String toString() {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
