package io.mailslot.internal.slot;

import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.LifeLock;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.liveness.StopProbe;
import io.mailslot.internal.log.LogWriters;
import io.mailslot.internal.memory.FileTrees;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import io.mailslot.internal.object.SharedKernel;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The writers of a log by their records in the process table: never by a pid, which may be that of another pid namespace,
 * or used again by a process that knows nothing of this home. Every writer is attached, and holds its life lock, wherever
 * it lives, until the last of its threads is gone. Thread-safe.
 */
final class WriterLiveness implements LogWriters {
    private final SharedKernel kernel;
    private final ProcessRef self;

    WriterLiveness(SharedKernel kernel, ProcessRef self) {
        this.kernel = kernel;
        this.self = self;
    }

    @Override
    public long self() {
        return Receivers.owner(self);
    }

    @Override
    public boolean isAlive(long writer) {
        ProcessRef process = Receivers.owner(writer);
        Region record = kernel.processes().find(process);
        if (record == null) {
            return false;
        }
        if (process.equals(self)) {
            return true;
        }
        boolean named = ProcessTable.identity(record).equals(ProcessIdentity.self());
        Path lock = kernel.home().lifeLock(process.index(), process.generation());
        try {
            FileTrees.requireFolders(kernel.home().root(), lock); // a link on the way says nothing about the writer
            return named ? LifeLock.isHeldHere(lock) : LifeLock.isHeld(lock);
        } catch (IOException unknown) {
            // To take the lock from a living writer would damage the log.
            return true;
        }
    }

    @Override
    public boolean isStopped(long writer) {
        Region record = kernel.processes().find(Receivers.owner(writer));
        return record != null
                && ProcessTable.identity(record).pidNamespace()
                        == ProcessIdentity.self().pidNamespace()
                && StopProbe.isStopped(pid(writer));
    }

    @Override
    public long pid(long writer) {
        Region record = kernel.processes().find(Receivers.owner(writer));
        return record == null ? 0 : record.getLong(ProcessRecord.PID_OFFSET);
    }
}
