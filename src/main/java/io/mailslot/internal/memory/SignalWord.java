package io.mailslot.internal.memory;

import java.lang.invoke.VarHandle;

/**
 * A word of shared memory by which processes tell one another that something has changed. Any thread of any process
 * may call everything, and be killed while it does.
 *
 * <pre>
 *   word = 4 * sequence + announced bit * 2 + sleeping bit
 *
 *   waiter     sets the sleeping bit, keeps the value; tests what it waits for; sleeps while the word has that value
 *   signaller  publishes; full fence; if a bit is set: moves the word to the next sequence, clears both bits,
 *              wakes all if the sleeping bit was set
 * </pre>
 *
 * <p>Either the waiter's test sees what was published, or the signaller sees the bit. Then the word changes before
 * the wake-up, so that a waiter which is not asleep yet does not fall asleep any more. The bit may be set though
 * nobody sleeps, because waiters leave it behind: that costs the next signal one system call. A signaller that is
 * killed before its wake-up leaves sleepers behind; {@link #wake} by whoever closes its handles makes up for it.
 *
 * <p>To wake a processor takes longer than to publish something. A signaller may therefore announce before it
 * publishes: if the sleeping bit is set it replaces it by the announced bit, and wakes all, who then look around for a
 * moment while that bit is set. An announcement promises nothing: its signaller signals nevertheless, and waiters that
 * have waited in vain set the sleeping bit again.
 *
 * <p>{@code docs/models/signal_word.pml} is a model of this, with everything that may go wrong.
 */
public final class SignalWord {
    /** Bytes of the word. */
    public static final int LENGTH = Integer.BYTES;

    private static final int SLEEPING = 1;
    private static final int ANNOUNCED = 2;
    private static final int BITS = SLEEPING | ANNOUNCED;

    private final Region region;
    private final int offset;

    /**
     * Refers to a word, which starts as 0.
     *
     * @param region memory that the processes share
     * @param offset the word, a multiple of 4; best in a cache line of its own
     */
    public SignalWord(Region region, int offset) {
        this.region = region;
        this.offset = offset;
    }

    /** Sets the sleeping bit. Returns the value to sleep on, unless what the caller waits for is there by now. */
    public int prepareToSleep() {
        int value = region.getIntVolatile(offset);
        while ((value & SLEEPING) == 0) {
            MappedFaults.throwNow(); // a read of a page that is gone is an exception, a compare-and-set may end the JVM
            if (region.casInt(offset, value, value | SLEEPING)) {
                break;
            }
            value = region.getIntVolatile(offset);
        }
        // The test that follows may read plainly, and must not be done before the bit is seen.
        VarHandle.fullFence();
        return value | SLEEPING;
    }

    /** Whether nothing was signaled or announced since {@link #prepareToSleep} returned the value. */
    public boolean has(int value) {
        return region.getIntVolatile(offset) == value;
    }

    /** Whether something was signaled between two calls of {@link #prepareToSleep} that returned these values. */
    public static boolean signaledBetween(int earlier, int later) {
        return (earlier & ~BITS) != (later & ~BITS);
    }

    /** Changes with each signal that meets the sleeping bit. */
    public int sequence() {
        return (region.getIntVolatile(offset) & ~BITS) >>> 2;
    }

    /** Whether somebody has announced something and not signaled it yet. */
    public boolean isAnnounced() {
        return (region.getIntVolatile(offset) & ANNOUNCED) != 0;
    }

    /** Whether somebody sleeps on this word, or has done so since it was last signaled. */
    public boolean isSleptOn() {
        return (region.getIntVolatile(offset) & SLEEPING) != 0;
    }

    /** Has a bed watch this word. */
    public void expect(FutexWaiter bed, int index, int value) {
        bed.expect(index, region, offset, value);
    }

    /** To be called when something is about to be published and signaled: has those who sleep get up meanwhile. */
    public void announce() {
        int value = region.getIntVolatile(offset);
        if ((value & SLEEPING) != 0 && region.casInt(offset, value, value & ~BITS | ANNOUNCED)) {
            Futex.wakeAll(region, offset);
        }
    }

    /** To be called after something was published: wakes all who sleep, if any do. */
    public void signal() {
        VarHandle.fullFence();
        if ((region.getIntVolatile(offset) & BITS) != 0) {
            moveOnAndWake();
        }
    }

    /** As {@link #signal}, for callers whose publishing has ended with a compare-and-set, which is a fence as well. */
    public void signalAfterFence() {
        if ((region.getIntVolatile(offset) & BITS) != 0) {
            moveOnAndWake();
        }
    }

    private void moveOnAndWake() {
        if (moveOn()) {
            FaultPoint.SIGNAL_MOVED.reached();
            Futex.wakeAll(region, offset);
        }
    }

    /** Clears the bits; false if nobody sleeps, or somebody else has cleared them and is going to wake the sleepers. */
    private boolean moveOn() {
        int value = region.getIntVolatile(offset);
        while ((value & BITS) != 0) {
            if (region.casInt(offset, value, (value | BITS) + 1)) {
                return (value & SLEEPING) != 0;
            }
            value = region.getIntVolatile(offset);
        }
        return false;
    }

    /**
     * Wakes all who sleep, whatever the bit says: whoever cleared it may have been killed before waking anybody. For
     * those who act for a dead process, and for interrupts.
     */
    public void wake() {
        VarHandle.fullFence();
        if (region.getIntVolatile(offset) != 0) {
            MappedFaults.throwNow(); // a compare-and-set on a page that is gone may end the JVM
        }
        moveOn();
        FaultPoint.SIGNAL_MOVED.reached();
        Futex.wakeAll(region, offset);
    }
}
