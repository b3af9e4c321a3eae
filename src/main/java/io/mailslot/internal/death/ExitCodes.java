package io.mailslot.internal.death;

import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.object.UsageCounts;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The exit codes of the processes of a home: who knows one, how long this process leaves it to others to tell, and how it
 * is published. Thread-safe; what changes a process object needs the kernel lock.
 */
public final class ExitCodes {
    /** Exit code of a process of which nobody could tell how it ended. */
    public static final int UNKNOWN = -1;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SharedKernel kernel;
    private final Aliveness aliveness;

    /** Dead processes whose handles this JVM has closed, and since when it leaves their exit codes to others. */
    private final Map<ProcessRef, Long> leftToOthers = new ConcurrentHashMap<>();

    /** How the programs ended that this JVM started for children, while somebody else may go on as the child. */
    private final Map<ProcessRef, End> childEnds = new ConcurrentHashMap<>();

    ExitCodes(SharedKernel kernel, Aliveness aliveness) {
        this.kernel = kernel;
        this.aliveness = aliveness;
    }

    /**
     * What the operating system told of a program that has ended.
     *
     * @param pid its process id
     * @param exitCode how it ended, if that is known yet
     */
    public record End(long pid, OptionalInt exitCode) {}

    /** Remembers how the program ended that this JVM started for a child. */
    void told(ProcessRef child, End end) {
        childEnds.put(child, end);
    }

    /** What the parent was told is complete; but it may be about another program than the one that is the child now. */
    End best(ProcessRef process, Map<ProcessRef, End> ends) {
        End seen = ends.get(process);
        End told = childEnds.get(process);
        return told != null && (seen == null || seen.pid() == told.pid()) ? told : seen;
    }

    /**
     * Whether an end is that of the program which the process's record names now: another may have claimed it, also one of
     * another pid namespace, whose pid means nothing here.
     */
    boolean isOf(End end, ProcessRef process) {
        Region record = end == null ? null : kernel.processes().find(process);
        if (record == null
                || record.getLong(ProcessRecord.PID_NAMESPACE_OFFSET)
                        != ProcessIdentity.self().pidNamespace()) {
            return false;
        }
        boolean starting = record.getIntVolatile(ProcessRecord.STATE_OFFSET) == ProcessRecord.STARTING;
        return end.pid() == record.getLong(starting ? ProcessRecord.CHILD_PID_OFFSET : ProcessRecord.PID_OFFSET);
    }

    /** Whether nothing is to be done for a dead process yet but to wait for its exit code. */
    boolean mustWait(ProcessRef process, End end) {
        Long since = leftToOthers.get(process);
        boolean patient = since != null && System.nanoTime() - since < PATIENCE_NANOS;
        boolean told = isOf(end, process) && end.exitCode().isPresent();
        return patient && !told && !isPublished(process);
    }

    /** Whether to wait a little for somebody who may know the exit code, which this process does not. */
    boolean leaveToOthers(ProcessRef process) {
        if (isPublished(process) || !someoneMayKnow(process)) {
            return false;
        }
        long now = System.nanoTime();
        Long firstSeen = leftToOthers.putIfAbsent(process, now);
        return firstSeen == null || now - firstSeen < PATIENCE_NANOS;
    }

    /** Its end is told: nobody is waited for any more. */
    void forget(ProcessRef process) {
        leftToOthers.remove(process);
    }

    /** Whether a dead process is left whose exit code others may know. */
    boolean areAwaited() {
        return !leftToOthers.isEmpty();
    }

    /** Others may have finished what this JVM left to them. */
    void forgetGone() {
        leftToOthers.keySet().removeIf(process -> kernel.processes().find(process) == null);
        childEnds.keySet().removeIf(process -> kernel.processes().find(process) == null);
    }

    private boolean isPublished(ProcessRef process) {
        Region object = kernel.objects().find(kernel.processes().objectId(process));
        return object == null || object.getIntVolatile(ObjectEntry.PROGRESS_OFFSET) != ObjectEntry.RUNNING;
    }

    /** Its living parent does, as a rule. Whoever holds a handle to it watches it, and may have seen how it ended. */
    private boolean someoneMayKnow(ProcessRef process) {
        long object = kernel.processes().objectId(process);
        if (UsageCounts.of(kernel.objects(), object) > 1) {
            return true;
        }
        Region record = kernel.processes().record(process.index());
        boolean isChild = record.getInt(ProcessRecord.PARENT_GENERATION_OFFSET) != 0
                && record.getInt(ProcessRecord.PROGRAM_GENERATION_OFFSET) == 0;
        return isChild && aliveness.isAttached(Aliveness.parent(record));
    }

    /** Records how a process ended, if an end tells and nobody has yet. The caller holds the kernel lock. */
    void publish(ProcessRef process, End end) {
        end.exitCode().ifPresent(code -> publish(process, code));
    }

    /** Records how a process ended, if nobody has yet. The caller holds the kernel lock. */
    void publish(ProcessRef process, int exitCode) {
        Region object = kernel.objects().find(kernel.processes().objectId(process));
        if (object != null) {
            publish(object, exitCode);
        }
    }

    /**
     * Records how a process ends in its object, if nobody has yet. The caller holds the kernel lock, or is the process
     * itself.
     */
    public static void publish(Region object, int exitCode) {
        if (object.getInt(ObjectEntry.PROGRESS_OFFSET) == ObjectEntry.RUNNING) {
            object.putInt(ObjectEntry.EXIT_CODE_OFFSET, exitCode);
            object.putIntRelease(ObjectEntry.PROGRESS_OFFSET, ObjectEntry.EXIT_PUBLISHED);
        }
    }
}
