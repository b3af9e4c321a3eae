package io.mailslot.internal.wait;

/**
 * How one thread sleeps during one wait. The order of calls is: again and again {@link #prepare}, then the test of
 * what is waited for, then {@link #sleep}; at last {@link #close}. All by the waiting thread; {@link #wake} by anyone.
 */
abstract class Sleeper implements AutoCloseable {
    /** Neighbours among the {@link SleepingThreads}, whose lock guards them. */
    Sleeper before;

    Sleeper after;

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

    /** Ends the sleep, or the next one if it has been prepared. */
    abstract void wake();

    @Override
    public abstract void close();
}
