package io.mailslot.internal.slot;

import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.LifeLock;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import io.mailslot.internal.object.SharedKernel;
import java.io.IOException;
import java.util.function.LongPredicate;

/**
 * Tells whether a writer of that pid lives. A pid alone says little: it may be that of another pid namespace, or used
 * again by a process that knows nothing of this home. But every writer is attached, and holds its life lock, wherever it
 * lives, until the last of its threads is gone. Thread-safe.
 */
final class WriterLiveness implements LongPredicate {
    private final SharedKernel kernel;
    private final ProcessRef self;

    /** @param self the process that asks, which does not hold the lock for which it waits */
    WriterLiveness(SharedKernel kernel, ProcessRef self) {
        this.kernel = kernel;
        this.self = self;
    }

    @Override
    public boolean test(long pid) {
        for (ProcessRef process : kernel.processes().inUse()) {
            Region record = kernel.processes().record(process.index());
            if (record.getLong(ProcessRecord.PID_OFFSET) == pid && !process.equals(self) && isAlive(process, record)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAlive(ProcessRef process, Region record) {
        if (ProcessTable.identity(record).equals(ProcessIdentity.self())) {
            return true;
        }
        try {
            return LifeLock.isHeld(kernel.home().lifeLock(process.index(), process.generation()));
        } catch (IOException unknown) {
            // To take the lock from a living writer would damage the log.
            return true;
        }
    }
}
