package io.mailslot.internal.process;

import io.mailslot.internal.death.ClaimTicket;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ObjectFactory;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;

/**
 * What has been prepared for a child before its program is started.
 *
 * @param ticket by which the program, or a JVM below it, finds the record
 * @param objectId of its process object
 * @param handle of the parent, to that
 */
record PreparedChild(ClaimTicket ticket, long objectId, int handle) {
    ProcessRef process() {
        return ticket.process();
    }

    /** Whether the record is still the one that was prepared. */
    boolean isOf(SharedKernel kernel) {
        return kernel.processes().find(process()) != null && kernel.processes().objectId(process()) == objectId;
    }

    /**
     * Tells everybody which program the child is, so that they can judge whether it lives once this parent is gone. The
     * caller holds the kernel lock.
     *
     * @param startTicks as {@link #startTicks} tells
     */
    void note(SharedKernel kernel, Process program, long startTicks) {
        Region record = kernel.processes().find(process());
        if (record == null) {
            return;
        }
        long pid = program.pid();
        record.putLong(ProcessRecord.CHILD_START_TICKS_OFFSET, startTicks);
        record.putLongRelease(ProcessRecord.CHILD_PID_OFFSET, pid);
        Region object = kernel.objects().find(objectId);
        boolean claimed = record.getInt(ProcessRecord.STATE_OFFSET) != ProcessRecord.STARTING;
        if (object != null && !claimed) {
            long namespace = ProcessIdentity.self().pidNamespace();
            ObjectFactory.identify(object, new ProcessIdentity(pid, startTicks, namespace));
        }
    }

    /**
     * When a program has started; 0 if it has ended, which no program that runs has: by now its process id may be another
     * one's.
     *
     * @throws io.mailslot.api.MailslotException if it cannot be looked at now, which says nothing about it
     */
    static long startTicks(Process program) {
        long startTicks =
                program.isAlive() ? ProcessIdentity.startTicks(program.pid()).orElse(0) : 0;
        return program.isAlive() ? startTicks : 0;
    }
}
