package io.mailslot.internal.process;

import io.mailslot.internal.death.ClaimTicket;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import java.util.Optional;

/**
 * What the ticket in its environment makes of a JVM that attaches. The program that was started is the child, and no other:
 * a JVM below it, where it is a script for instance, is a process of its own, which gets what the child inherited. It must
 * be on the way to the child: while the program is a JVM itself, that one is the child, and has not attached yet.
 */
final class Claim {
    /**
     * System property: {@code false} for a JVM that leaves the ticket to others unless it is the very program that was
     * started. For tools that run for moments, in scripts whose real program comes later.
     */
    static final String PROPERTY = "mailslot.claim";

    private static final long UNKNOWN = 0;

    /** What a JVM is to the process that its ticket is for. */
    enum Kind {
        /** Nothing: it attaches as a process of its own, with no handles. */
        STRANGER,
        /** The program that was started. */
        PROGRAM,
        /** A process of its own, that gets what the program has inherited. */
        HEIR
    }

    private final Kind kind;
    private final ProcessRef process;

    private Claim(Kind kind, ProcessRef process) {
        this.kind = kind;
        this.process = process;
    }

    Kind kind() {
        return kind;
    }

    /** The process that the ticket is for. */
    ProcessRef process() {
        return process;
    }

    /**
     * Judges the ticket of this JVM; final only under the kernel lock.
     *
     * @throws io.mailslot.api.MailslotException if it cannot be told
     */
    static Claim of(SharedKernel kernel, Optional<ClaimTicket> ticket) {
        if (ticket.isEmpty()) {
            return new Claim(Kind.STRANGER, null);
        }
        ProcessRef process = ticket.get().process();
        Region record = kernel.processes().find(process);
        return new Claim(ticket.get().opens(record) ? kind(kernel, record) : Kind.STRANGER, process);
    }

    private static Kind kind(SharedKernel kernel, Region record) {
        ProcessIdentity self = ProcessIdentity.self();
        boolean here = record.getLong(ProcessRecord.PID_NAMESPACE_OFFSET) == self.pidNamespace();
        long program = here ? program(kernel, record) : UNKNOWN;
        if (program == self.pid()) {
            return Kind.PROGRAM;
        }
        boolean used = record.getInt(ProcessRecord.TICKET_OFFSET) != ProcessRecord.TICKET_VALID;
        if (used || "false".equals(System.getProperty(PROPERTY))) {
            return Kind.STRANGER;
        }
        return program != UNKNOWN && Programs.isJvm(program) ? Kind.STRANGER : Kind.HEIR;
    }

    /**
     * The process id of the program that the parent has started; if that has not written it down yet, the one below it from
     * which this JVM comes. This JVM itself, if the parent has died before it could: nobody will ever tell more.
     *
     * @return 0 if the program has ended, or cannot be told
     */
    private static long program(SharedKernel kernel, Region record) {
        long noted = record.getLongVolatile(ProcessRecord.CHILD_PID_OFFSET);
        if (noted != 0) {
            long startTicks = record.getLong(ProcessRecord.CHILD_START_TICKS_OFFSET);
            return ProcessIdentity.runs(noted, startTicks) ? noted : UNKNOWN;
        }
        Region parent = kernel.processes()
                .find(new ProcessRef(
                        record.getInt(ProcessRecord.PARENT_INDEX_OFFSET),
                        record.getInt(ProcessRecord.PARENT_GENERATION_OFFSET)));
        boolean parentRuns = parent != null
                && ProcessIdentity.runs(
                        parent.getLong(ProcessRecord.PID_OFFSET), parent.getLong(ProcessRecord.START_TICKS_OFFSET));
        return parentRuns
                ? Programs.ancestorBelow(parent.getLong(ProcessRecord.PID_OFFSET))
                : ProcessIdentity.self().pid();
    }
}
