package io.mailslot.internal.object;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.memory.Region;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The shared state of a home as one JVM has it open: the mapped kernel file with its tables, and the lock. Every change
 * of the control plane goes through {@link #change}.
 */
public final class SharedKernel {
    private final HomePaths home;
    private final KernelLock lock;
    private final KernelFile file;
    private final ObjectTable objects;
    private final ProcessTable processes;
    private final TableCache tables;
    private final NameIndex names;
    private final UsageCounts usage;
    private final Recovery recovery;
    private final Membership membership;
    private final KernelErrors errors;

    /** Whether a section of this JVM could not delete what has lost its owner, and nobody has swept since. */
    private volatile boolean leavesFiles;

    /** Null until somebody has asked while no change went on. */
    private volatile InUse inUse;

    /** Set once, when somebody finds that the home or its kernel file was deleted, replaced or cut. */
    private volatile HomeException lost;

    /**
     * Opens the tables.
     *
     * @param home a checked home
     * @param lock the home's lock
     * @param file the home's kernel file
     */
    public SharedKernel(HomePaths home, KernelLock lock, KernelFile file) {
        this.home = home;
        this.lock = lock;
        this.file = file;
        this.objects = new ObjectTable(file);
        this.processes = new ProcessTable(file);
        this.tables = new TableCache(home, processes);
        this.names = new NameIndex(file, objects);
        this.usage = new UsageCounts(objects, names, home);
        this.recovery = new Recovery(this);
        this.membership = new Membership(home, processes);
        this.errors = new KernelErrors(home, membership);
    }

    public HomePaths home() {
        return home;
    }

    public KernelLock lock() {
        return lock;
    }

    public ObjectTable objects() {
        return objects;
    }

    public ProcessTable processes() {
        return processes;
    }

    public NameIndex names() {
        return names;
    }

    public UsageCounts usage() {
        return usage;
    }

    public Cursors cursors() {
        return usage.cursors();
    }

    public FileObjectTable files() {
        return usage.files();
    }

    /**
     * Checks that the home is still the one that is open, and this JVM still a process of it.
     *
     * @throws HomeException with code 1006 if the home was deleted or replaced, or this process was taken for dead; 1392
     *     if its kernel file was cut
     */
    public void requireHome() {
        requireInPlace();
        membership.require();
    }

    /**
     * As {@link #requireHome}, for whoever knows that nothing has changed since that was called: then this JVM still is a
     * process of the home.
     */
    public void requireInPlace() {
        failIfHomeGone();
        if (!lock.isInPlace()) {
            lost = lock.gone();
            throw lock.gone();
        }
        requireFile();
    }

    /** Whoever finds that the file is another one, or was cut, tells all the others. */
    private void requireFile() {
        try {
            file.requireInPlace();
        } catch (HomeException failure) {
            boolean replaced = failure.errorCode() == ErrorCode.FILE_INVALID;
            lost = replaced || failure.errorCode() == ErrorCode.FILE_CORRUPT ? failure : lost;
            throw failure;
        }
    }

    /** What remembers the errors that are met here. */
    public KernelErrors errors() {
        return errors;
    }

    /**
     * Makes the lock safe from what else this JVM does with its file, and looks at it, at the kernel file and at handle tables
     * quick. Loads native code. To be called again and again.
     */
    public void secure() {
        lock.secure();
        file.lookQuickly();
        tables.lookQuickly();
        errors.mapAhead();
    }

    /** Every change from now on is one of that process, which is this JVM. */
    public void actAs(ProcessRef self) {
        membership.begin(self);
    }

    /** This process has left: no change is made on its behalf any more. */
    public void leave() {
        membership.end();
    }

    /** Whether this JVM is the process no more that it attached as. */
    public boolean isOver() {
        return membership.isOver();
    }

    /** Fails if this process has left, or was taken for dead, which everything that is closed may come from. */
    void requireMember() {
        membership.require();
    }

    /** As {@link #requireHome}, from what was found last: one volatile read. */
    public void failIfHomeGone() {
        HomeException found = lost;
        if (found != null) {
            throw new HomeException(found.errorCode(), found.getMessage(), found);
        }
    }

    /** The failure to report when mapped memory of this home cannot be read: a file was cut, or has no room for a page. */
    public MailslotException cut(InternalError fault) {
        Optional<HomeException> table = tables.cut();
        return table.isPresent() ? table.get() : file.cut(fault);
    }

    /**
     * Reads shared memory without the lock.
     *
     * @param reader what it returns is not used if it has read what is missing
     * @throws HomeException with code 1392 if somebody has cut a mapped file
     */
    public <T> T reading(Supplier<T> reader) {
        return proving(() -> {
            T seen = reader.get();
            MappedFaults.throwNow();
            return seen;
        });
    }

    /**
     * As {@link #reading}, for work that proves itself, before it returns, that it has read what is there: a call of
     * {@link MappedFaults#throwNow} costs as much as a wait that need not wait.
     */
    public <T> T proving(Supplier<T> work) {
        try {
            return failingTruly(work);
        } catch (InternalError fault) {
            throw errors.noted(cut(fault));
        }
    }

    /** A failure that comes of garbage makes way for the error of the JVM that tells so. */
    private <T> T failingTruly(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            MappedFaults.throwNow();
            throw errors.noted(failure);
        }
    }

    /** The handle tables of the processes of this home, mapped. */
    public TableCache tables() {
        return tables;
    }

    /**
     * Lets go of the handle tables of processes that have no record any more, unless a thread of this JVM may be at them:
     * then the next call does. No other process uses what this one has mapped, so none is waited for.
     *
     * @return whether there are none left
     */
    public boolean dropStaleTables() {
        return !tables.hasStale() || lock.ifFree(tables::dropStale);
    }

    /** Whether it is that file that is mapped. */
    public boolean isOf(KernelFile other) {
        return file == other;
    }

    /**
     * Runs a critical section. If another process died in one, what it left is repaired first; if this one fails after
     * its first write, its own traces are repaired before the lock is released.
     *
     * @param work is given the section; calls {@link #markDirty} before its first write
     * @return what the work returns
     */
    public <T> T change(Function<Section, T> work) {
        return change(Patience.forLock(), work);
    }

    /** As {@link #change(Function)}, for a caller with a patience of its own. */
    public <T> T change(Patience patience, Function<Section, T> work) {
        FaultPoint.SECTION_WANTED.reached();
        Section section = new Section(home);
        try {
            return lock.locked(patience, this::holder, () -> {
                requireFile();
                return runLocked(section, work);
            });
        } catch (InternalError fault) {
            throw errors.noted(cut(fault));
        } catch (RuntimeException failure) {
            throw patience.isFull() || !isHeld(failure) ? errors.noted(failure) : errors.passedOver(failure);
        } finally {
            if (!section.finish()) {
                leavesFiles = true;
            }
        }
    }

    private static boolean isHeld(RuntimeException failure) {
        return failure instanceof HomeException told && told.errorCode() == ErrorCode.LOCK_VIOLATION;
    }

    /** Whether a section of this JVM has left files for a sweep to delete, as it does without descriptors. */
    public boolean leavesFiles() {
        return leavesFiles;
    }

    /** Somebody is about to sweep; what fails meanwhile is left for another sweep. */
    public void sweepBegins() {
        leavesFiles = false;
    }

    /** As {@link #change(Function)}, while the caller holds the lock already. */
    public <T> T runLocked(Section section, Function<Section, T> work) {
        membership.require();
        Region head = file.head();
        head.putLong(KernelHeader.HOLDER_PID_OFFSET, ProcessIdentity.self().pid());
        head.putLong(KernelHeader.HELD_SINCE_OFFSET, System.currentTimeMillis());
        repairIfDirty(section);
        try {
            T result = work.apply(section);
            MappedFaults.throwNow(); // a section that has read what is missing has failed
            section.setAside();
            markClean();
            return result;
        } catch (RuntimeException | Error failure) {
            repairAfter(failure, section);
            throw failure;
        }
    }

    /** A failure to repair must not hide why there is something to repair; the dirty mark stays for the next one. */
    private void repairAfter(Throwable failure, Section section) {
        try {
            repairIfDirty(section);
        } catch (RuntimeException repair) {
            failure.addSuppressed(repair);
        }
    }

    /** To be called in a critical section before its first write. */
    public void markDirty() {
        file.head().putIntVolatile(KernelHeader.DIRTY_OFFSET, 1);
        VarHandle.storeStoreFence(); // the plain stores that follow are not seen before it
    }

    /**
     * To be called in a critical section before its first write, if that makes new objects: fails before anything is
     * changed if there is no room for them.
     *
     * @param newObjects how many at most
     */
    public void markDirty(int newObjects) {
        objects.reserve(newObjects);
        markDirty();
    }

    /** To be called by a section that has taken back, to the last write, what it had begun: nothing is to be repaired. */
    public void markUndone() {
        file.head().putIntRelease(KernelHeader.DIRTY_OFFSET, 0);
    }

    /** Whether a change is going on, or its maker died in it. */
    public boolean isDirty() {
        return file.isDirty();
    }

    /** How many changes were completed. */
    public long changes() {
        return file.changes();
    }

    /** Who had a record when so many changes were completed, and no further one was begun. */
    private record InUse(long changes, List<ProcessRef> processes) {}

    /**
     * Every process that has a record. As long as nothing changes that costs two reads: an idle JVM asks again and again,
     * and to look through all records has its compilers work.
     */
    public List<ProcessRef> inUse() {
        long changes = changes();
        boolean calm = !isDirty();
        InUse known = inUse;
        if (calm && known != null && known.changes() == changes) {
            return known.processes();
        }
        List<ProcessRef> now = List.copyOf(processes.inUse());
        if (calm && !isDirty() && changes() == changes) { // in this order: a change counts before it is over
            inUse = new InUse(changes, now);
        }
        return now;
    }

    private void markClean() {
        Region head = file.head();
        if (head.getInt(KernelHeader.DIRTY_OFFSET) != 0) {
            head.putLongRelease(KernelHeader.CHANGES_OFFSET, head.getLong(KernelHeader.CHANGES_OFFSET) + 1);
            head.putIntRelease(KernelHeader.DIRTY_OFFSET, 0);
            names.tell();
        }
    }

    private void repairIfDirty(Section section) {
        if (file.head().getIntVolatile(KernelHeader.DIRTY_OFFSET) != 0) {
            recovery.run(section);
            section.setAside();
            markClean();
        }
    }

    /** Counts everything derived anew; the caller holds the kernel lock and has set the dirty mark. */
    public void rebuild(Section section) {
        recovery.run(section);
    }

    /** Who holds the kernel lock, or held it last, to tell people. */
    public String holder() {
        return describeHolder(file).get();
    }

    /** Tells people who holds the kernel lock, as far as the file knows. */
    public static Supplier<String> describeHolder(KernelFile file) {
        return () -> "process " + file.head().getLong(KernelHeader.HOLDER_PID_OFFSET) + " took it last, at "
                + Instant.ofEpochMilli(file.head().getLong(KernelHeader.HELD_SINCE_OFFSET));
    }
}
