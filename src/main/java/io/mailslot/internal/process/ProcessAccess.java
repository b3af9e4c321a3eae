package io.mailslot.internal.process;

import io.mailslot.api.AccessRight;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.api.ProcessObject;
import io.mailslot.internal.death.Aliveness;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.HandleTableHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.HandleTable;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.object.TableCache;
import io.mailslot.internal.wait.ObjectWaits;
import java.io.IOException;

/** Resolves handles to processes, the pseudo handle included. Thread-safe. */
public final class ProcessAccess {
    /** The pseudo handle: in no table, and for each process it means that process. */
    public static final int CURRENT_PROCESS = -1;

    private final SharedKernel kernel;
    private final ProcessRef self;
    private final OwnHandles handles;
    private final Aliveness aliveness;
    private final ObjectWaits waits;

    public ProcessAccess(AttachedProcess process, ObjectWaits waits) {
        this.kernel = process.kernel();
        this.self = process.self();
        this.handles = process.handles();
        this.aliveness = process.aliveness();
        this.waits = waits;
    }

    /** A process whose handle table can be reached. */
    record Party(ProcessRef process, long objectId, HandleTable table) {}

    /** A view of an open process handle, or of the pseudo handle. */
    public ProcessObject view(int handle) {
        if (handle == CURRENT_PROCESS) {
            return new CurrentProcessView(kernel, handles, ownObjectId(), waits);
        }
        long entry = handles.entry(handle, ObjectEntry.TYPE_PROCESS);
        return new ProcessView(handles, handle, HandleEntry.objectId(entry), kernel, waits);
    }

    /**
     * The record of the process that a handle names; null if that has ended, or for the pseudo handle.
     *
     * @param handle one that {@link #view} has answered to
     */
    public ProcessRef other(int handle) {
        return handle == CURRENT_PROCESS
                ? null
                : running(HandleEntry.objectId(handles.entry(handle, ObjectEntry.TYPE_PROCESS)));
    }

    /** The id of this process's own object. */
    long ownObjectId() {
        return kernel.processes().objectId(self);
    }

    /**
     * The object that a process handle names.
     *
     * @throws io.mailslot.api.InvalidHandleException if it is no process handle
     * @throws InsufficientRightsException if it lacks the right
     */
    long objectId(int handle, AccessRight right) {
        if (handle == CURRENT_PROCESS) {
            return ownObjectId();
        }
        long entry = handles.entry(handle, ObjectEntry.TYPE_PROCESS);
        if (!HandleEntry.allows(entry, right)) {
            throw new InsufficientRightsException("process handle " + handle + " lacks the right " + right + "; it has "
                    + HandleEntry.rights(entry) + ": open the process with that right");
        }
        return HandleEntry.objectId(entry);
    }

    /**
     * The process behind a handle, for changes to its handle table; the caller holds the kernel lock.
     *
     * @throws InsufficientRightsException if the handle lacks the right, or the process has ended
     */
    Party party(int handle) {
        return party(handle, false, 0);
    }

    /** As {@link #party(int)}, for whoever does nothing but close a handle there. */
    Party toClose(int handle, int closed) {
        return party(handle, true, HandleTableHeader.index(closed));
    }

    private Party party(int handle, boolean closing, int index) {
        long objectId = objectId(handle, AccessRight.DUPLICATE_HANDLE);
        if (objectId == ownObjectId()) {
            return new Party(self, objectId, handles.table());
        }
        ProcessRef process = running(objectId);
        if (process == null || !aliveness.isAlive(process)) {
            throw new InsufficientRightsException("the process of handle " + handle
                    + " has ended, or left the home; handles can be duplicated between running processes only");
        }
        try {
            TableCache tables = kernel.tables();
            return new Party(process, objectId, closing ? tables.toClose(process, index) : tables.get(process));
        } catch (IOException e) {
            throw IoFailures.translate(
                    "open the handle table of process " + process, kernel.home().root(), e);
        }
    }

    /** The record of a process by its object; null if it has none any more, or only to end. */
    ProcessRef running(long objectId) {
        Region object = kernel.objects().find(objectId);
        if (object == null) {
            return null;
        }
        int index = object.getInt(ObjectEntry.RECORD_OFFSET);
        Region record = kernel.processes().record(index);
        int state = record.getIntVolatile(ProcessRecord.STATE_OFFSET);
        boolean reachable = state == ProcessRecord.LIVE || state == ProcessRecord.STARTING;
        return reachable && record.getLong(ProcessRecord.OBJECT_ID_OFFSET) == objectId
                ? new ProcessRef(index, record.getInt(ProcessRecord.GENERATION_OFFSET))
                : null;
    }
}
