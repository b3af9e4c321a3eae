package io.mailslot.internal.wait;

import io.mailslot.internal.memory.MappedFaults;

/**
 * How one thread sleeps during one wait. The order of calls is: again and again {@link #prepare}, then the test of
 * what is waited for, then {@link #sleep}; at last {@link #close}. All by the waiting thread; {@link #wake} by anyone.
 */
abstract class Sleeper implements AutoCloseable {
    /** Neighbours among the {@link SleepingThreads}, whose lock guards them. */
    Sleeper before;

    Sleeper after;

    /** Who looks after this one, null if it does so itself. Guarded by the same lock. */
    Lookout lookout;

    /** What tells whether the wait may be over; null between waits. */
    private volatile WaitCheck wait;

    /** Whether whoever looks after this one wants the thread to look for itself. */
    private volatile boolean called;

    /** What the thread has noted of its wait; see {@link WaitNotes}. */
    int noted;

    /** From now on, whatever is signaled ends the sleep that follows, or keeps it from beginning. */
    abstract void prepare();

    /**
     * Sleeps until something is signaled, the thread is interrupted, somebody calls {@link #wake}, or for no reason.
     *
     * @param nanos how long at most
     */
    abstract void sleep(long nanos);

    /** Whether somebody is about to signal what was announced, so that to fall asleep again does not pay. */
    boolean announced() {
        return false;
    }

    /** Whether a signal has not reached the sleeper: its maker cannot wake anybody, say. May be asked by any thread. */
    boolean missesSignal() {
        return false;
    }

    /** Whether it can be found, and woken, by who looks after it: else it is never asleep for long. */
    boolean canBeLookedAfter() {
        return false;
    }

    /** Begins a wait; to be called before the sleeper can be found. */
    final void waitsFor(WaitCheck check) {
        called = false;
        wait = check;
    }

    /**
     * Whether the wait may be over. By who looks after the thread; a failure to tell is for the thread to see.
     *
     * @param changed whether what makes waits vain may have changed
     * @param closely whether to look for what is waited for, too, and for what nobody tells
     */
    final boolean seemsOver(boolean changed, boolean closely) {
        try {
            WaitCheck check = wait;
            boolean over = check != null
                    && (missesSignal()
                            || (changed || closely) && check.seemsVain()
                            || closely && check.seemsSignaled());
            if (changed || closely) {
                // What was seen may be what could not be read; and the error for that must not break off the call that
                // follows.
                MappedFaults.throwNow();
            }
            return over;
        } catch (RuntimeException | Error failure) {
            return true;
        }
    }

    /** Has the thread look for itself. */
    final void call() {
        called = true; // before the sleep ends, or does not begin
        wakeAlone();
    }

    /** As {@link #wake}, for those that {@link #canBeLookedAfter}: wakes nobody else, and whatever became of the words. */
    void wakeAlone() {
        wake();
    }

    final boolean isCalled() {
        return called;
    }

    /** The thread looks now. */
    final void answers() {
        called = false;
    }

    /** Ends the wait; to be called when the sleeper cannot be found any more. */
    final void waitsNoMore() {
        wait = null;
    }

    /** Ends the sleep, or the next one if it has been prepared. */
    abstract void wake();

    @Override
    public abstract void close();
}
