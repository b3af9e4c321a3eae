package io.mailslot.internal.process;

import io.mailslot.internal.death.Aliveness;
import io.mailslot.internal.death.ClaimTicket;
import io.mailslot.internal.death.Reaper;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.HandleTableHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.LifeLock;
import io.mailslot.internal.liveness.LifeProbes;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.FileTrees;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.HandleTable;
import io.mailslot.internal.object.ObjectFactory;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import io.mailslot.internal.object.Section;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.sync.DeadOwners;
import io.mailslot.internal.wait.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This JVM as a process of one home: its record, its life lock, its handle table. Thread-safe. */
public final class AttachedProcess {
    private static final Logger LOG = LoggerFactory.getLogger(AttachedProcess.class);

    private final SharedKernel kernel;
    private final ProcessRef self;
    private final LifeLock lifeLock;
    private final OwnHandles handles;
    private final LifeProbes<ProcessRef> probes;
    private final Aliveness aliveness;
    private final Reaper reaper;
    private volatile boolean claimed;
    private final AtomicBoolean left = new AtomicBoolean();

    /** Null if this process goes on whatever becomes of its parent, or has none. */
    private volatile Master master;

    private AttachedProcess(SharedKernel kernel, ProcessRef self, LifeLock lifeLock, HandleTable table) {
        this.kernel = kernel;
        this.self = self;
        kernel.actAs(self);
        this.lifeLock = lifeLock;
        this.handles = new OwnHandles(kernel, table);
        this.probes = new LifeProbes<>(process -> Aliveness.placedLifeLock(kernel.home(), process));
        this.aliveness = Aliveness.probing(kernel.home(), kernel.processes(), self, probes);
        this.reaper = new Reaper(kernel, aliveness);
        this.master = Master.of(kernel, kernel.processes().record(self.index()));
    }

    /** Attaches this JVM, as its environment says it is, else anew; the caller holds the kernel lock. */
    static AttachedProcess attach(SharedKernel kernel, Section section) {
        Claim claim = Claim.of(kernel, ClaimTicket.inherited(kernel.home().root()));
        try {
            Optional<ProcessRef> left = leftByAnotherCopy(kernel);
            if (left.isPresent()) {
                return takeOver(kernel, left.get());
            }
            return switch (claim.kind()) {
                case PROGRAM -> claim(kernel, claim.process());
                case HEIR -> inherit(kernel, claim.process(), section);
                case STRANGER -> enrol(kernel, 0);
            };
        } catch (IOException e) {
            throw IoFailures.translate("attach", kernel.home().root(), e);
        }
    }

    /**
     * Attaches as a process of its own that has what a started program has inherited. The ticket is used up first: if this
     * JVM dies in between, what it has not got yet stays with the program, and nobody gets a part.
     */
    private static AttachedProcess inherit(SharedKernel kernel, ProcessRef program, Section section)
            throws IOException {
        HandleTable inherited = kernel.tables().get(program);
        int last = lastUsed(inherited);
        AttachedProcess heir = enrol(kernel, last);
        HandleTable own = heir.handles.table();
        Region record = kernel.processes().record(program.index());
        heir.endWithParentOf(record, program);
        record.putInt(ProcessRecord.TICKET_OFFSET, ProcessRecord.TICKET_USED);
        FaultPoint.TICKET_USED.reached();
        for (int index = 1; index <= last; index++) { // no lambda, which a fresh JVM would generate under the lock
            long entry = inherited.entry(index);
            if (entry != 0) {
                own.put(index, entry);
                kernel.usage().acquire(HandleEntry.objectId(entry));
                FaultPoint.TICKET_HANDLE_COPIED.reached();
                inherited.clear(index);
                kernel.usage().release(HandleEntry.objectId(entry), section);
            }
        }
        return heir.claimed();
    }

    /**
     * A JVM is one process, also if a copy of this library in another class loader was attached before, and has left the
     * record because somebody holds a handle to it.
     */
    private static Optional<ProcessRef> leftByAnotherCopy(SharedKernel kernel) throws IOException {
        ProcessTable processes = kernel.processes();
        for (ProcessRef process : processes.inUse()) {
            boolean left = processes.state(process) == ProcessRecord.DETACHED
                    && ProcessTable.identity(processes.record(process.index())).equals(ProcessIdentity.self());
            if (left && LifeLock.isHeldHere(Aliveness.placedLifeLock(kernel.home(), process))) {
                return Optional.of(process);
            }
        }
        return Optional.empty();
    }

    private static AttachedProcess takeOver(SharedKernel kernel, ProcessRef self) throws IOException {
        HandleTable table = kernel.tables().own(self);
        kernel.markDirty();
        kernel.processes().setState(self, ProcessRecord.LIVE);
        return new AttachedProcess(kernel, self, LifeLock.ofAnotherCopy(), table);
    }

    private static AttachedProcess claim(SharedKernel kernel, ProcessRef self) throws IOException {
        FileTrees.requireFolders(kernel.home().root(), kernel.home().lifeLock(self.index(), self.generation()));
        LifeLock lock = LifeLock.hold(kernel.home().lifeLock(self.index(), self.generation()));
        try {
            FaultPoint.CLAIM_LOCKED.reached();
            HandleTable table = kernel.tables().own(self);
            ProcessIdentity identity = ProcessIdentity.self();
            kernel.markDirty();
            kernel.processes().identify(self, identity);
            Region object = kernel.objects().find(kernel.processes().objectId(self));
            if (object != null) {
                ObjectFactory.identify(object, identity);
            }
            kernel.processes().setState(self, ProcessRecord.LIVE);
            FaultPoint.CLAIM_DONE.reached();
            return new AttachedProcess(kernel, self, lock, table).claimed();
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** If a program ends with its parent, so does the JVM that gets what it has inherited. */
    private void endWithParentOf(Region program, ProcessRef process) {
        if (program.getInt(ProcessRecord.END_OFFSET) == ProcessRecord.ENDS_WITH_PARENT) {
            Region own = kernel.processes().record(self.index());
            own.putInt(ProcessRecord.PARENT_INDEX_OFFSET, program.getInt(ProcessRecord.PARENT_INDEX_OFFSET));
            own.putInt(ProcessRecord.PARENT_GENERATION_OFFSET, program.getInt(ProcessRecord.PARENT_GENERATION_OFFSET));
            own.putInt(ProcessRecord.PROGRAM_INDEX_OFFSET, process.index());
            own.putInt(ProcessRecord.PROGRAM_GENERATION_OFFSET, process.generation());
            own.putInt(ProcessRecord.END_OFFSET, ProcessRecord.ENDS_WITH_PARENT);
            master = Master.of(kernel, own);
        }
    }

    /**
     * Ends this JVM if it was started so that it ends with its parent, and that has ended or left the home. To be called again
     * and again.
     */
    public void endWithParent() {
        Master parent = master;
        if (parent != null) {
            parent.endWith();
        }
    }

    private static int lastUsed(HandleTable table) {
        int last = 0;
        int capacity = table.capacity();
        for (int index = 1; index < capacity; index++) {
            last = table.entry(index) != 0 ? index : last;
        }
        return last;
    }

    /** Attaches anew, with room for handles up to a place in the table. */
    private static AttachedProcess enrol(SharedKernel kernel, int lastPlace) throws IOException {
        ProcessRef self = kernel.processes().allocate();
        kernel.markDirty(1);
        LifeLock lock = null;
        HandleTable table;
        try {
            makeFolder(kernel.home(), self);
            FaultPoint.ATTACH_FOLDER_MADE.reached();
            lock = LifeLock.hold(kernel.home().lifeLock(self.index(), self.generation()));
            table = kernel.tables().own(self);
            table.reserve(lastPlace);
            for (int index = 0; index <= lastPlace; index += HandleTableHeader.ENTRIES_PER_CHUNK) {
                table.entry(index); // maps it: later nothing may fail
            }
        } catch (IOException | RuntimeException | Error e) {
            takeBack(kernel, self, lock);
            throw e;
        }
        try {
            ProcessIdentity identity = ProcessIdentity.self();
            long object = new ObjectFactory(kernel).createProcess(self, identity);
            kernel.processes().identify(self, identity);
            kernel.processes().record(self.index()).putLong(ProcessRecord.OBJECT_ID_OFFSET, object);
            FaultPoint.ATTACH_RECORD_FILLED.reached();
            kernel.processes().setState(self, ProcessRecord.LIVE);
            FaultPoint.ATTACH_RECORD_LIVE.reached();
            return new AttachedProcess(kernel, self, lock, table);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** Takes back a folder that was made, and nothing else; if even that fails, it is left to a repair. */
    static void takeBack(SharedKernel kernel, ProcessRef process, LifeLock lock) {
        try {
            if (lock != null) {
                lock.close();
            }
            HomePaths home = kernel.home();
            Files.deleteIfExists(home.handles(process.index(), process.generation()));
            Files.deleteIfExists(home.lifeLock(process.index(), process.generation()));
            Files.deleteIfExists(home.process(process.index(), process.generation()));
            kernel.markUndone();
        } catch (IOException e) {
            LOG.debug("the folder of process {} is left behind: {}", process, e.toString());
        }
    }

    /** Makes the folder of a process, with an empty handle table. */
    static void makeFolder(HomePaths home, ProcessRef process) throws IOException {
        Path folder = home.process(process.index(), process.generation());
        FileTrees.makeFolders(home.root(), folder);
        FileTrees.requireFolders(home.root(), home.handles(process.index(), process.generation()));
        HandleTable.create(home.handles(process.index(), process.generation()));
    }

    /**
     * Makes the locks that this process holds safe from what else the JVM does with their files. To be called again and
     * again by whoever has loaded native code anyway, which takes too long for programs that run for moments.
     */
    public void secure() {
        kernel.secure();
        try {
            probes.quicken();
            lifeLock.secure();
        } catch (IOException e) {
            LOG.debug("the life locks are held and asked for as they were: {}", e.toString());
        }
    }

    public SharedKernel kernel() {
        return kernel;
    }

    public ProcessRef self() {
        return self;
    }

    private AttachedProcess claimed() {
        claimed = true;
        return this;
    }

    /** Whether this process has what its ticket stood for. */
    boolean hasClaimed() {
        return claimed;
    }

    public OwnHandles handles() {
        return handles;
    }

    /** Whether another process is alive, or may still come to life. */
    public boolean isAlive(ProcessRef other) {
        return aliveness.isAlive(other);
    }

    Aliveness aliveness() {
        return aliveness;
    }

    public Reaper reaper() {
        return reaper;
    }

    /**
     * Closes every handle. If nobody holds a handle to this process, its record goes too; else the record stays, with
     * the life lock, until the JVM ends: only then has the process ended for those who wait for it.
     *
     * @param patience of the caller
     * @return whether the record is gone
     */
    boolean detach(Patience patience) {
        if (!left.compareAndSet(false, true)) {
            return false; // the JVM is about to end, and whoever came first sees to it
        }
        handles.detach();
        Waiting.wakeAll();
        try {
            return kernel.change(patience, this::detach);
        } finally {
            kernel.leave();
            closeProbes();
        }
    }

    private void closeProbes() {
        try {
            probes.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean detach(Section section) {
        kernel.markDirty();
        DeadOwners.giveBack(kernel, self);
        OwnHandles.closeAll(kernel, handles.table(), section, FaultPoint.REAP_HANDLE_CLOSED);
        Region object = kernel.objects().find(kernel.processes().objectId(self));
        kernel.leave(); // before the record goes, or others here would take themselves for dead
        boolean watched = object != null && object.getInt(ObjectEntry.USAGE_COUNT_OFFSET) > 1;
        if (watched) {
            kernel.processes().setState(self, ProcessRecord.DETACHED);
            return false;
        }
        reaper.free(self, section);
        return true;
    }

    /** Attaches again with the record that {@link #detach} left. */
    AttachedProcess resume(Patience patience) {
        kernel.actAs(self);
        return kernel.change(patience, section -> {
            kernel.processes().setState(self, ProcessRecord.LIVE);
            return new AttachedProcess(kernel, self, lifeLock, handles.table());
        });
    }

    /** Gives the life lock up, after the record is gone or the home is. */
    void dropLifeLock() {
        try {
            lifeLock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
