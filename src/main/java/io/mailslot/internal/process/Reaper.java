package io.mailslot.internal.process;

import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.HandleTable;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.Section;
import io.mailslot.internal.object.SharedKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Does for dead processes what they cannot do any more: closes their handles, then signals their process objects, then
 * removes their traces. All of it happens under the kernel lock, so there is one winner; every step may be the last one
 * of this process, and the next reaper goes on from there. Thread-safe.
 */
public final class Reaper {
    /** Exit code of a process of which nobody could tell how it ended. */
    static final int UNKNOWN_EXIT_CODE = -1;

    private static final long PARENT_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SharedKernel kernel;
    private final Aliveness aliveness;
    private final OrphanSweep orphans;

    /** When this JVM first saw a process dead whose living parent knows how it ended. */
    private final Map<ProcessRef, Long> leftToParent = new ConcurrentHashMap<>();

    Reaper(SharedKernel kernel, Aliveness aliveness) {
        this.kernel = kernel;
        this.aliveness = aliveness;
        this.orphans = new OrphanSweep(kernel);
    }

    /** Reaps every dead process; takes the kernel lock only if there is one. Fails with code 1006 if the home is gone. */
    public void reapDead() {
        kernel.requireHome();
        if (!dead().isEmpty()) {
            kernel.change(this::reapDead);
        }
    }

    /** Reaps every dead process; the caller holds the kernel lock. */
    Void reapDead(Section section) {
        List<ProcessRef> dead = dead();
        for (ProcessRef process : dead) {
            reap(process, section);
        }
        if (!dead.isEmpty()) {
            orphans.sweep(section);
        }
        leftToParent.keySet().retainAll(dead);
        return null;
    }

    private List<ProcessRef> dead() {
        return kernel.processes().inUse().stream()
                .filter(process -> !aliveness.isAlive(process))
                .toList();
    }

    private void reap(ProcessRef process, Section section) {
        kernel.markDirty();
        closeHandles(process, section, FaultPoint.REAP_HANDLE_CLOSED);
        FaultPoint.REAP_BEFORE_SIGNAL.reached();
        if (!leaveToParent(process)) {
            signalEnd(process);
            FaultPoint.REAP_SIGNALED.reached();
            free(process, section);
        }
    }

    private void closeHandles(ProcessRef process, Section section, FaultPoint afterEach) {
        HomePaths home = kernel.home();
        try {
            if (Files.exists(home.handles(process.index(), process.generation()))) {
                HandleTable handles = kernel.openHandles(process);
                OwnHandles.closeAll(kernel, handles, section, afterEach);
            }
        } catch (IOException vanished) {
            // The folder went while we looked: then there is nothing in it to close.
        }
    }

    /** Whether to wait a little for a living parent, which alone may know the exit code. */
    private boolean leaveToParent(ProcessRef process) {
        Region record = kernel.processes().record(process.index());
        Region object = kernel.objects().find(kernel.processes().objectId(process));
        boolean known = object == null || object.getInt(ObjectEntry.PROGRESS_OFFSET) != ObjectEntry.RUNNING;
        boolean isChild = record.getInt(ProcessRecord.PARENT_GENERATION_OFFSET) != 0;
        if (known || !isChild || !aliveness.isAttached(Aliveness.parent(record))) {
            return false;
        }
        long now = System.nanoTime();
        Long firstSeen = leftToParent.putIfAbsent(process, now);
        return firstSeen == null || now - firstSeen < PARENT_PATIENCE_NANOS;
    }

    /** Records how a process ended, if nobody has yet. The caller holds the kernel lock. */
    void publishExit(ProcessRef process, int exitCode) {
        Region object = kernel.objects().find(kernel.processes().objectId(process));
        if (object != null && object.getInt(ObjectEntry.PROGRESS_OFFSET) == ObjectEntry.RUNNING) {
            object.putInt(ObjectEntry.EXIT_CODE_OFFSET, exitCode);
            object.putIntRelease(ObjectEntry.PROGRESS_OFFSET, ObjectEntry.EXIT_PUBLISHED);
        }
    }

    private void signalEnd(ProcessRef process) {
        publishExit(process, UNKNOWN_EXIT_CODE);
        Region object = kernel.objects().find(kernel.processes().objectId(process));
        if (object != null) {
            object.putIntRelease(ObjectEntry.PROGRESS_OFFSET, ObjectEntry.ENDED);
        }
    }

    /** Gives up a process's record: it no longer counts as a user of its own object. */
    void free(ProcessRef process, Section section) {
        long object = kernel.processes().objectId(process);
        kernel.processes().setState(process, ProcessRecord.FREE);
        FaultPoint.REAP_RECORD_FREED.reached();
        kernel.usage().release(object, section);
        section.deleteLater(kernel.home().process(process.index(), process.generation()));
    }

    /** Takes back a child that never came to life: its handles, its object's running process, its record. */
    void rollBack(ProcessRef child, int exitCode, Section section) {
        kernel.markDirty();
        publishExit(child, exitCode);
        closeHandles(child, section, FaultPoint.SPAWN_ROLL_BACK);
        signalEnd(child);
        free(child, section);
    }

    /** Ends a process that is known to be dead, or leaves: its handles first. */
    void end(ProcessRef process, Section section) {
        kernel.markDirty();
        closeHandles(process, section, FaultPoint.REAP_HANDLE_CLOSED);
        signalEnd(process);
        free(process, section);
    }
}
