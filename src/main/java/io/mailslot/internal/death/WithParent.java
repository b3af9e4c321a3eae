package io.mailslot.internal.death;

import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Children that end with their parent. Whoever reaps a parent ends them before the parent's record is gone: if it dies in
 * between, the next reaper does it again. Those in another pid namespace are left to themselves.
 */
public final class WithParent {
    private static final Logger LOG = LoggerFactory.getLogger(WithParent.class);

    private WithParent() {}

    /** Ends all children of a parent that are to end with it, but for this JVM, which sees to that itself. */
    static void endChildren(ProcessTable processes, ProcessRef parent) {
        for (ProcessRef child : processes.inUse()) {
            Region record = processes.find(child);
            if (record != null && endsWith(record, parent)) {
                end(record);
            }
        }
    }

    /** Ends the JVM that has got what a program had inherited, if it is to end with the program's parent. */
    public static void endHeirs(ProcessTable processes, ProcessRef parent, ProcessRef program) {
        for (ProcessRef heir : processes.inUse()) {
            Region record = processes.find(heir);
            if (record != null && endsWith(record, parent) && isHeirOf(record, program)) {
                end(record);
            }
        }
    }

    /** Whether a process is to end with its parent, and that is, or was, the given one. */
    private static boolean endsWith(Region record, ProcessRef parent) {
        return record.getInt(ProcessRecord.END_OFFSET) == ProcessRecord.ENDS_WITH_PARENT
                && parent.equals(Aliveness.parent(record));
    }

    private static boolean isHeirOf(Region record, ProcessRef program) {
        return record.getInt(ProcessRecord.PROGRAM_INDEX_OFFSET) == program.index()
                && record.getInt(ProcessRecord.PROGRAM_GENERATION_OFFSET) == program.generation();
    }

    private static void end(Region record) {
        boolean starting = record.getIntVolatile(ProcessRecord.STATE_OFFSET) == ProcessRecord.STARTING;
        long pid = record.getLongVolatile(starting ? ProcessRecord.CHILD_PID_OFFSET : ProcessRecord.PID_OFFSET);
        long startTicks =
                record.getLong(starting ? ProcessRecord.CHILD_START_TICKS_OFFSET : ProcessRecord.START_TICKS_OFFSET);
        ProcessIdentity self = ProcessIdentity.self();
        boolean here = record.getLong(ProcessRecord.PID_NAMESPACE_OFFSET) == self.pidNamespace();
        try {
            if (here && pid != 0 && pid != self.pid() && ProcessIdentity.runs(pid, startTicks)) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (RuntimeException notAllowed) {
            LOG.debug("cannot end process {}: {}", pid, notAllowed.toString());
        }
    }
}
