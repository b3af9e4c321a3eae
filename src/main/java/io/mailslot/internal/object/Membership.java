package io.mailslot.internal.object;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.Region;

/**
 * Whether this JVM still is the process of the home that it attached as. Others may have taken it for dead and reaped it:
 * its record is free then, or somebody else's, and it must not touch anything any more. Thread-safe; a look costs a few
 * volatile reads.
 */
final class Membership {
    private final HomePaths home;
    private final ProcessTable processes;

    /** Null until this JVM has attached: whoever attaches has no record yet. */
    private volatile ProcessRef self;

    /** Never taken back: a record that looks like ours again would be no reason to trust it. */
    private volatile boolean takenForDead;

    private volatile boolean left;

    Membership(HomePaths home, ProcessTable processes) {
        this.home = home;
        this.processes = processes;
    }

    /** From now on this JVM is that process. */
    void begin(ProcessRef process) {
        self = process;
        left = false;
    }

    /** This JVM has left by itself. */
    void end() {
        left = true;
    }

    boolean isOver() {
        return left || isTakenForDead();
    }

    /**
     * Fails once this JVM is the process no more.
     *
     * @throws HomeException with code 1006 if it was taken for dead
     * @throws InvalidHandleException if it has left
     */
    void require() {
        boolean dead = isTakenForDead();
        if (left) {
            throw new InvalidHandleException("this process has left the home " + home.root() + "; attach again");
        }
        if (dead) {
            throw new HomeException(
                    ErrorCode.FILE_INVALID,
                    "this process was taken for dead in the home " + home.root()
                            + ", because it had lost its life lock: something else in it has closed a file below "
                            + home.processes() + "; close the kernel and attach again");
        }
    }

    /** Whether it was found that others have taken this process for dead. */
    boolean isExpelled() {
        return takenForDead;
    }

    private boolean isTakenForDead() {
        // It leaves before it gives its record up.
        if (!takenForDead && self != null && !isOwn(self) && !left) {
            takenForDead = true;
        }
        return takenForDead;
    }

    private boolean isOwn(ProcessRef process) {
        Region record = processes.find(process);
        if (record == null || !ProcessTable.isOf(record, ProcessIdentity.self())) {
            return false;
        }
        int state = record.getIntVolatile(ProcessRecord.STATE_OFFSET);
        return state == ProcessRecord.LIVE || state == ProcessRecord.DETACHED;
    }
}
