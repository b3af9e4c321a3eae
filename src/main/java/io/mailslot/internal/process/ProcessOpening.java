package io.mailslot.internal.process;

import io.mailslot.api.AccessRight;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.internal.death.Reaper;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.SharedKernel;
import java.util.Set;

/** Opens processes by their process id. Thread-safe. */
public final class ProcessOpening {
    private final SharedKernel kernel;
    private final OwnHandles handles;
    private final Reaper reaper;

    public ProcessOpening(AttachedProcess process) {
        this.kernel = process.kernel();
        this.handles = process.handles();
        this.reaper = process.reaper();
    }

    /**
     * Opens a process, running or ended.
     *
     * @return the number of the new handle
     */
    public int open(long processId, ObjectOpenOptions options) {
        Set<AccessRight> access = options.access().orElse(ProcessRights.ALL);
        if (access.isEmpty() || !ProcessRights.ALL.containsAll(access)) {
            throw new InsufficientRightsException(
                    "a process cannot be opened with the rights " + access + "; possible are " + ProcessRights.ALL);
        }
        reaper.reapDead();
        return kernel.change(section -> {
            long objectId = find(processId);
            int index = handles.table().firstFree();
            kernel.markDirty();
            return handles.add(
                    index,
                    HandleEntry.of(objectId, access, options.inheritable()),
                    FaultPoint.OPEN_PROCESS_HANDLE_STORED);
        });
    }

    /** The object of the process of that id; of several, because ids are used again, the one that started last. */
    private long find(long processId) {
        ObjectTable objects = kernel.objects();
        long found = 0;
        long latest = -1;
        for (int i = 0; i < objects.highWater(); i++) {
            Region object = objects.entry(i);
            if (isProcess(object, processId) && object.getLong(ObjectEntry.START_TICKS_OFFSET) > latest) {
                latest = object.getLong(ObjectEntry.START_TICKS_OFFSET);
                found = objects.id(i);
            }
        }
        if (found == 0) {
            throw new InvalidArgumentException("no process with the id " + processId + " is attached to "
                    + kernel.home().root() + "; io.mailslot.inspect.HomeInspector lists the attached ones");
        }
        return found;
    }

    private static boolean isProcess(Region object, long processId) {
        return object.getInt(ObjectEntry.TYPE_OFFSET) == ObjectEntry.TYPE_PROCESS
                && object.getLong(ObjectEntry.PID_OFFSET) == processId
                && processId > 0
                && object.getLong(ObjectEntry.PID_NAMESPACE_OFFSET)
                        == ProcessIdentity.self().pidNamespace();
    }
}
