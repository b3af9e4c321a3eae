package io.mailslot.internal.process;

import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import io.mailslot.internal.object.SharedKernel;

/** The parent with which this JVM is to end. */
final class Master {
    /** As a process that was killed: that is what whoever else reaps the parent does to it. */
    private static final int KILLED = 128 + 9;

    private final SharedKernel kernel;
    private final ProcessRef parent;
    private final ProcessIdentity identity;

    private Master(SharedKernel kernel, ProcessRef parent, ProcessIdentity identity) {
        this.kernel = kernel;
        this.parent = parent;
        this.identity = identity;
    }

    /** The parent that a record names; null if the process goes on without it. */
    static Master of(SharedKernel kernel, Region record) {
        if (record.getInt(ProcessRecord.END_OFFSET) != ProcessRecord.ENDS_WITH_PARENT) {
            return null;
        }
        ProcessRef parent = new ProcessRef(
                record.getInt(ProcessRecord.PARENT_INDEX_OFFSET),
                record.getInt(ProcessRecord.PARENT_GENERATION_OFFSET));
        Region parentRecord = kernel.processes().find(parent);
        return new Master(kernel, parent, parentRecord == null ? null : ProcessTable.identity(parentRecord));
    }

    /**
     * Ends this JVM if its parent has ended, or left the home.
     *
     * @throws io.mailslot.api.MailslotException if that cannot be told
     */
    void endWith() {
        if (hasEnded()) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    private boolean hasEnded() {
        boolean here = identity != null
                && identity.pidNamespace() == ProcessIdentity.self().pidNamespace();
        return here && !ProcessIdentity.runs(identity.pid(), identity.startTicks())
                || kernel.processes().find(parent) == null;
    }
}
