package io.mailslot.internal.sync;

import io.mailslot.api.AccessRight;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectNotFoundException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.HandleDescriber;
import io.mailslot.internal.object.NameSearch;
import io.mailslot.internal.object.ObjectFactory;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.object.SyncName;
import io.mailslot.internal.sync.SyncView.OpenObject;
import io.mailslot.internal.wait.JointTakes;
import io.mailslot.internal.wait.NameWait;
import io.mailslot.internal.wait.ObjectWaits;
import io.mailslot.internal.wait.Taker;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Creates and opens events, semaphores and mutexes. Thread-safe. */
public final class SyncObjects {
    private static final Set<AccessRight> ALL = EnumSet.of(AccessRight.SYNCHRONIZE, AccessRight.MODIFY_STATE);

    private final SharedKernel kernel;
    private final HeldMutexes held = new HeldMutexes();
    private final OwnHandles handles;
    private final ProcessRef self;
    private final Consumer<Patience> reapDead;
    private final JointTakes joint;
    private final ObjectWaits waits;
    private final NameSearch search;
    private final NameWait nameWait;

    /**
     * For one process.
     *
     * @param kernel the home
     * @param handles the process's handles
     * @param self the process
     * @param reapDead closes the handles of processes that have died; asked when a name is taken
     * @param joint how waits for all take
     * @param waits how threads wait for them
     */
    public SyncObjects(
            SharedKernel kernel,
            OwnHandles handles,
            ProcessRef self,
            Consumer<Patience> reapDead,
            JointTakes joint,
            ObjectWaits waits) {
        this.kernel = kernel;
        this.handles = handles;
        this.self = self;
        this.reapDead = reapDead;
        this.joint = joint;
        this.waits = waits;
        this.search = new NameSearch(kernel);
        this.nameWait = new NameWait(kernel, handles);
    }

    /** Abandons mutexes whose owners were threads of this JVM that have ended; to be called now and then. */
    public void abandonOfEnded() {
        held.abandonOfEnded();
    }

    /** Creates an event, or opens the one of that name. */
    public Event create(EventOptions options) {
        return new EventView(create(
                ObjectEntry.TYPE_EVENT,
                options.name(),
                options.manualReset() ? 1 : 0,
                options.initiallySet() ? EventView.SET : EventView.RESET,
                options.inheritable()));
    }

    /** Creates a semaphore, or opens the one of that name. */
    public Semaphore create(SemaphoreOptions options) {
        return new SemaphoreView(create(
                ObjectEntry.TYPE_SEMAPHORE,
                options.name(),
                options.maximumCount(),
                options.initialCount(),
                options.inheritable()));
    }

    /** Creates a mutex, or opens the one of that name. */
    public Mutex create(MutexOptions options) {
        long owner = options.initiallyOwned() ? Taker.thisThread(self) : MutexView.NOBODY;
        MutexView mutex = mutexView(create(ObjectEntry.TYPE_MUTEX, options.name(), 0, owner, options.inheritable()));
        return options.initiallyOwned() && !mutex.existed() ? mutex.madeByOwner() : mutex;
    }

    /** Opens the event of that name. */
    public Event openEvent(String name, ObjectOpenOptions options) {
        return new EventView(open(ObjectEntry.TYPE_EVENT, name, options));
    }

    /** Opens the semaphore of that name. */
    public Semaphore openSemaphore(String name, ObjectOpenOptions options) {
        return new SemaphoreView(open(ObjectEntry.TYPE_SEMAPHORE, name, options));
    }

    /** Opens the mutex of that name. */
    public Mutex openMutex(String name, ObjectOpenOptions options) {
        return mutexView(open(ObjectEntry.TYPE_MUTEX, name, options));
    }

    /** A view of an open handle to an event. */
    public Event event(int handle) {
        return new EventView(existing(handle, ObjectEntry.TYPE_EVENT));
    }

    /** A view of an open handle to a semaphore. */
    public Semaphore semaphore(int handle) {
        return new SemaphoreView(existing(handle, ObjectEntry.TYPE_SEMAPHORE));
    }

    /** A view of an open handle to a mutex. */
    public Mutex mutex(int handle) {
        return mutexView(existing(handle, ObjectEntry.TYPE_MUTEX));
    }

    private MutexView mutexView(OpenObject object) {
        return new MutexView(object, kernel.processes(), held);
    }

    private OpenObject create(int type, Optional<String> text, int limit, long state, boolean inheritable) {
        SyncName name = text.map(SyncName::parse).orElse(null);
        Patience patience = Patience.forLock();
        reapDeadHoldersOf(name, patience);
        return kernel.change(patience, section -> {
            long found = name == null ? 0 : find(name, type);
            int index = handles.table().firstFree();
            kernel.markDirty(found != 0 ? 0 : 1);
            long id = found != 0 ? found : new ObjectFactory(kernel).createSync(type, name, limit, state);
            FaultPoint.SYNC_OBJECT_MADE.reached();
            return add(index, id, ALL, inheritable, found != 0);
        });
    }

    private OpenObject open(int type, String text, ObjectOpenOptions options) {
        Set<AccessRight> access = options.access().orElse(ALL);
        SyncName name = SyncName.parse(text == null ? "" : text);
        if (access.isEmpty() || !ALL.containsAll(access)) {
            throw new InsufficientRightsException(
                    "an object cannot be opened with the rights " + access + "; possible are " + ALL);
        }
        return nameWait.open(
                options.openTimeout(),
                () -> search.find(name) != 0,
                (waited, patience) -> open(type, name, access, options.inheritable(), waited, patience));
    }

    private OpenObject open(
            int type, SyncName name, Set<AccessRight> access, boolean inheritable, String waited, Patience patience) {
        reapDeadHoldersOf(name, patience);
        return kernel.change(patience, section -> {
            long found = find(name, type);
            if (found == 0) {
                throw new ObjectNotFoundException("no event, semaphore or mutex has the name '" + name.text() + "' in "
                        + kernel.home().root() + waited + "; create it first");
            }
            int index = handles.table().firstFree();
            kernel.markDirty();
            return add(index, found, access, inheritable, true);
        });
    }

    /** What only the dead hold must not be found in their state. */
    private void reapDeadHoldersOf(SyncName name, Patience patience) {
        if (name != null && kernel.change(patience, section -> kernel.names().find(name) != 0)) {
            reapDead.accept(patience);
        }
    }

    private long find(SyncName name, int type) {
        long found = kernel.names().find(name);
        int actual = kernel.objects().type(found);
        if (found != 0 && actual != type) {
            throw new InvalidHandleException("the name '" + name.text() + "' is taken by an object of type "
                    + HandleDescriber.typeName(actual) + " and this call is for type "
                    + HandleDescriber.typeName(type) + "; choose another name");
        }
        return found;
    }

    private OpenObject add(int index, long id, Set<AccessRight> rights, boolean inheritable, boolean existed) {
        int handle = handles.add(index, HandleEntry.of(id, rights, inheritable), FaultPoint.SYNC_HANDLE_STORED);
        return view(handle, id, existed);
    }

    private OpenObject existing(int handle, int type) {
        long id = HandleEntry.objectId(handles.entry(handle, type));
        return view(handle, id, true);
    }

    private OpenObject view(int handle, long id, boolean existed) {
        Region entry = kernel.objects().entry(ObjectId.index(id));
        int limit = entry.getInt(ObjectEntry.MAXIMUM_OFFSET);
        handles.requireOpen(handle, id); // only now it is known that this was the object's
        return new OpenObject(handles, handle, id, entry, limit, self, existed, joint, waits);
    }
}
