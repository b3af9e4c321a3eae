package io.mailslot.internal.log;

/** A living process kept the write lock of a log for longer than a writer waits; nothing was written. */
public final class WriteLockHeldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long holderPid;

    WriteLockHeldException(long holderPid, long waitedMillis) {
        super("write lock is held by living process pid=" + holderPid + " waitedMillis=" + waitedMillis
                + ": is it stopped? continue or kill it");
        this.holderPid = holderPid;
    }

    /** Process that holds the lock. */
    public long holderPid() {
        return holderPid;
    }
}
