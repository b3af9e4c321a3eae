package io.mailslot.internal.object;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.LimitReachedException;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.Region;
import java.util.ArrayList;
import java.util.List;

/** The table of all processes of a home. Changes need the kernel lock. */
public final class ProcessTable {
    private final KernelFile file;

    public ProcessTable(KernelFile file) {
        this.file = file;
    }

    /** A view of a record, free or not. */
    public Region record(int index) {
        return file.processRecord(index);
    }

    /** Every record that is not free. */
    public List<ProcessRef> inUse() {
        List<ProcessRef> used = new ArrayList<>();
        for (int i = 0; i < KernelHeader.MAX_PROCESSES; i++) {
            if (file.processState(i) != ProcessRecord.FREE) {
                used.add(new ProcessRef(i, record(i).getInt(ProcessRecord.GENERATION_OFFSET)));
            }
        }
        return used;
    }

    /** The process's record, or null if it has none any more. */
    public Region find(ProcessRef process) {
        if (process.index() < 0 || process.index() >= KernelHeader.MAX_PROCESSES) {
            return null;
        }
        Region record = record(process.index());
        boolean same = record.getIntVolatile(ProcessRecord.STATE_OFFSET) != ProcessRecord.FREE
                && record.getInt(ProcessRecord.GENERATION_OFFSET) == process.generation();
        return same ? record : null;
    }

    /**
     * Takes a free record and clears it. It stays free for everybody else until its state is stored. Records are used
     * in turn, so that what names a process by its record alone means no other one for a long time.
     *
     * @return which record
     * @throws LimitReachedException if the home holds as many processes as it can
     */
    public ProcessRef allocate() {
        int next = file.head().getInt(KernelHeader.NEXT_PROCESS_OFFSET);
        for (int tried = 0; tried < KernelHeader.MAX_PROCESSES; tried++) {
            int i = Math.floorMod(next + tried, KernelHeader.MAX_PROCESSES);
            Region record = record(i);
            if (record.getInt(ProcessRecord.STATE_OFFSET) == ProcessRecord.FREE) {
                file.head().putInt(KernelHeader.NEXT_PROCESS_OFFSET, i + 1);
                int generation = Math.max(1, record.getInt(ProcessRecord.GENERATION_OFFSET) + 1);
                record.putInt(ProcessRecord.GENERATION_OFFSET, generation);
                record.clear(ProcessRecord.PID_OFFSET, ProcessRecord.DECISION_OFFSET - ProcessRecord.PID_OFFSET);
                record.clear(ProcessRecord.WAITS_OFFSET, ProcessRecord.LENGTH - ProcessRecord.WAITS_OFFSET);
                return new ProcessRef(i, generation);
            }
        }
        throw new LimitReachedException(
                ErrorCode.NO_PROC_SLOTS,
                "the home holds " + KernelHeader.MAX_PROCESSES + " processes, more are not possible; end some");
    }

    /**
     * Who has a record, named by the lowest bits of its generation; null if that process is gone: nobody has the record, or
     * another one has.
     */
    public ProcessRef holder(int index, int generation, int bits) {
        if (index < 0 || index >= KernelHeader.MAX_PROCESSES) {
            return null;
        }
        Region record = record(index);
        ProcessRef holder = new ProcessRef(index, record.getIntVolatile(ProcessRecord.GENERATION_OFFSET));
        boolean is = holder.generationBits(bits) == generation
                && record.getIntVolatile(ProcessRecord.STATE_OFFSET) != ProcessRecord.FREE;
        return is ? holder : null;
    }

    /** Writes who the process is. */
    public void identify(ProcessRef process, ProcessIdentity identity) {
        Region record = record(process.index());
        record.putLong(ProcessRecord.PID_OFFSET, identity.pid());
        record.putLong(ProcessRecord.START_TICKS_OFFSET, identity.startTicks());
        record.putLong(ProcessRecord.PID_NAMESPACE_OFFSET, identity.pidNamespace());
    }

    /** Who a record says that the process is. */
    public static ProcessIdentity identity(Region record) {
        return new ProcessIdentity(
                record.getLong(ProcessRecord.PID_OFFSET),
                record.getLong(ProcessRecord.START_TICKS_OFFSET),
                record.getLong(ProcessRecord.PID_NAMESPACE_OFFSET));
    }

    /** Whether a record is of that very process. */
    public static boolean isOf(Region record, ProcessIdentity identity) {
        return record.getLong(ProcessRecord.PID_OFFSET) == identity.pid()
                && record.getLong(ProcessRecord.START_TICKS_OFFSET) == identity.startTicks()
                && record.getLong(ProcessRecord.PID_NAMESPACE_OFFSET) == identity.pidNamespace();
    }

    /** Stores the state; everything written to the record before is visible to whoever sees it. */
    public void setState(ProcessRef process, int state) {
        record(process.index()).putIntRelease(ProcessRecord.STATE_OFFSET, state);
    }

    public int state(ProcessRef process) {
        Region record = find(process);
        return record == null ? ProcessRecord.FREE : record.getIntVolatile(ProcessRecord.STATE_OFFSET);
    }

    /** The id of the process's object. */
    public long objectId(ProcessRef process) {
        return record(process.index()).getLong(ProcessRecord.OBJECT_ID_OFFSET);
    }
}
