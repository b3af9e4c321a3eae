package io.mailslot.internal.death;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.errors.ErrorReport;
import io.mailslot.internal.flight.Flight;
import io.mailslot.internal.flight.Reap;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.HandleTable;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.OwnerlessFiles;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.Section;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.sync.DeadOwners;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does for dead processes what they cannot do any more: closes their handles, then signals their process objects, then
 * removes their traces. All of it happens under the kernel lock, so there is one winner; every step may be the last one
 * of this process, and the next reaper goes on from there. Thread-safe.
 */
public final class Reaper {
    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

    /** What that many sweeps have not deleted is left until somebody dies: each has the kernel lock for a moment. */
    private static final int MOST_IN_VAIN = 10;

    /** How many of the files that are left are named. */
    private static final int SHOWN = 3;

    private final SharedKernel kernel;
    private final Aliveness aliveness;
    private final ExitCodes exitCodes;
    private final OwnerlessFiles ownerless;

    /**
     * Whether somebody else has reaped whom this one found dead, and may not have lived to sweep after him. A death wakes
     * every process of the home, and all come for the lock: only who came first has something to sweep at once.
     */
    private volatile boolean owesSweep;

    /** How many sweeps in a row have left files; two that meet may count as one. */
    private volatile int inVain;

    public Reaper(SharedKernel kernel, Aliveness aliveness) {
        this.kernel = kernel;
        this.aliveness = aliveness;
        this.exitCodes = new ExitCodes(kernel, aliveness);
        this.ownerless = new OwnerlessFiles(kernel.home(), kernel.objects(), kernel.processes());
    }

    /** Reaps every dead process; takes the kernel lock only if there is something to do. */
    public void reapDead() {
        reapDead(Patience.forLock());
    }

    /** As {@link #reapDead()}, for a caller with a patience of its own. */
    public void reapDead(Patience patience) {
        reapDead(Map.of(), patience);
    }

    /**
     * Reaps every dead process; takes the kernel lock only if there is something to do.
     *
     * @param ends processes whose programs have ended
     * @param patience for the lock
     * @return whether a dead process is left whose exit code others may know
     * @throws io.mailslot.api.HomeException with code 1006 if the home is gone
     */
    boolean reapDead(Map<ProcessRef, ExitCodes.End> ends, Patience patience) {
        kernel.requireHome();
        List<ProcessRef> dead = dead(ends);
        List<ProcessRef> over = over(dead);
        boolean due = Stream.concat(dead.stream(), over.stream())
                .anyMatch(process -> !exitCodes.mustWait(process, exitCodes.best(process, ends)));
        if (due && !kernel.change(patience, section -> endPrograms(over, ends, section) | reap(dead, ends, section))) {
            owesSweep = true;
        } else if (due || owesSweep()) {
            sweepFiles(patience);
        }
        exitCodes.forgetGone();
        return exitCodes.areAwaited();
    }

    /** Whether there may be files to delete which a look for the dead does not find, and which the next reap sweeps. */
    boolean owesSweep() {
        return owesSweep || kernel.leavesFiles() && inVain < MOST_IN_VAIN;
    }

    /** Reaps every dead process; the caller holds the kernel lock. */
    public void reapDead(Section section) {
        reap(dead(Map.of()), Map.of(), section);
    }

    /** Children that have not attached and whose programs have ended, though a JVM that those have left may still attach. */
    private List<ProcessRef> over(List<ProcessRef> dead) {
        List<ProcessRef> over = new ArrayList<>();
        for (ProcessRef process : kernel.inUse()) {
            if (!dead.contains(process) && isProgramOver(process)) {
                over.add(process);
            }
        }
        return over;
    }

    /** Of whom that cannot be told, nobody says so. */
    private boolean isProgramOver(ProcessRef process) {
        try {
            return aliveness.hasProgramEnded(process) && kernel.processes().objectId(process) != 0;
        } catch (MailslotException cannotTell) {
            LOG.debug("cannot tell whether the program of {} runs: {}", process, cannotTell.toString());
            return false;
        }
    }

    /** Tells the ends of programs, while what they have inherited stays a little longer. */
    private boolean endPrograms(List<ProcessRef> over, Map<ProcessRef, ExitCodes.End> ends, Section section) {
        boolean ended = false;
        for (ProcessRef process : over) {
            ExitCodes.End end = exitCodes.best(process, ends);
            if (isProgramOver(process)) {
                kernel.markDirty();
                if (exitCodes.isOf(end, process)) {
                    exitCodes.publish(process, end);
                }
                if (!exitCodes.leaveToOthers(process)) {
                    endProgram(process, section);
                }
                ended = true;
            }
        }
        return ended;
    }

    /** Whoever waits for the end of the program sees it; the record has no process object any more. */
    private void endProgram(ProcessRef process, Section section) {
        long objectId = kernel.processes().objectId(process);
        signalEnd(process);
        FaultPoint.PROGRAM_SIGNALED.reached();
        kernel.processes().record(process.index()).putLong(ProcessRecord.OBJECT_ID_OFFSET, 0);
        kernel.usage().release(objectId, section);
        exitCodes.forget(process);
    }

    private void signalEnd(ProcessRef process) {
        exitCodes.publish(process, ExitCodes.UNKNOWN);
        Region object = kernel.objects().find(kernel.processes().objectId(process));
        if (object != null) {
            object.putIntRelease(ObjectEntry.PROGRESS_OFFSET, ObjectEntry.ENDED);
            // A reaper may have died between these two before.
            ObjectTable.word(object).wake();
        }
    }

    /**
     * Maps the handle tables of all who live, so that a repair or a reap later needs no descriptor, and lets go of those
     * of the dead.
     *
     * @return whether all are mapped, and no others
     */
    boolean learnTables() {
        boolean all = kernel.tables().learn(kernel.inUse());
        return kernel.dropStaleTables() && all;
    }

    /** Whether life locks and tickets show anybody as dead: for whoever looks again and again, and finds nobody as a rule. */
    boolean isAnybodyDead() {
        for (ProcessRef process : kernel.inUse()) {
            if (isDead(process, null)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reaps those who were found dead without the lock, unless somebody else has; the caller holds it now. A process whose
     * handles cannot be looked at is left for a later look, or for others.
     *
     * @return whether any was left to this one
     */
    private boolean reap(List<ProcessRef> dead, Map<ProcessRef, ExitCodes.End> ends, Section section) {
        boolean reaped = false;
        for (ProcessRef process : dead) {
            ExitCodes.End end = exitCodes.best(process, ends);
            if (kernel.processes().find(process) != null && isDead(process, end)) {
                try {
                    reap(process, end, look(process, section), section);
                    reaped = true;
                } catch (IOException cannotLook) {
                    LOG.debug("dead process {} is left for later: {}", process, cannotLook.toString());
                    section.noteLater(ErrorReport.warning(
                            Reaper.class,
                            ErrorCode.IO_DEVICE,
                            "dead process " + process + " is left for later: " + cannotLook));
                }
            }
        }
        return reaped;
    }

    /** Finishes what a process left that had no record when it died: entering the section repairs a change. */
    public void cleanUp(Patience patience) {
        kernel.change(patience, section -> null);
        sweepFiles(patience);
    }

    /** Looking takes long, so it is done without the lock, under which only what was found is looked at again. */
    private void sweepFiles(Patience patience) {
        owesSweep = true; // for as long as it has not succeeded
        kernel.sweepBegins();
        try {
            List<Path> found = ownerless.find();
            if (!found.isEmpty()) {
                kernel.change(patience, section -> {
                    found.stream().filter(ownerless::isStillOwnerless).forEach(section::deleteLater);
                    return null;
                });
            }
            owesSweep = false;
            inVain = kernel.leavesFiles() ? inVain + 1 : 0;
            if (inVain == MOST_IN_VAIN) {
                kernel.errors()
                        .note(ErrorReport.warning(
                                Reaper.class,
                                ErrorCode.IO_DEVICE,
                                "files that nobody owns cannot be deleted, and are left until a process dies: "
                                        + found.stream().limit(SHOWN).toList()));
            }
        } catch (IOException e) {
            LOG.debug("cannot look for ownerless files in {}: {}", kernel.home().root(), e.toString());
            kernel.errors().noteOfThread(e);
        }
    }

    /**
     * The program that this process started for a child has ended, in this way. The caller holds the kernel lock, has asked
     * before whether the child lives, which may take long, and reaps the dead afterwards.
     */
    public void childEnded(ProcessRef child, ExitCodes.End end) {
        exitCodes.told(child, end);
        if (isDead(child, end)) {
            kernel.markDirty();
            exitCodes.publish(child, end);
        }
    }

    /** Whether a process is alive, to the best of what the system tells; remembers what took long to find out. */
    public boolean isAlive(ProcessRef process) {
        return aliveness.isAlive(process);
    }

    private List<ProcessRef> dead(Map<ProcessRef, ExitCodes.End> ends) {
        List<ProcessRef> inUse = kernel.inUse();
        aliveness.retain(inUse);
        return inUse.stream()
                .filter(process -> isDead(process, exitCodes.best(process, ends)))
                .toList();
    }

    /**
     * An attached process ends with its program. What a starting one has inherited may go on to whoever carries its ticket.
     * Of whom that cannot be told, nobody says that he is dead.
     */
    private boolean isDead(ProcessRef process, ExitCodes.End end) {
        boolean attached = kernel.processes().state(process) != ProcessRecord.STARTING;
        if (attached && exitCodes.isOf(end, process)) {
            return true;
        }
        try {
            return !aliveness.isAlive(process);
        } catch (MailslotException cannotTell) {
            LOG.debug("cannot tell whether process {} lives: {}", process, cannotTell.toString());
            return false;
        }
    }

    /** What a process had open. It is looked for before the first write: a failure to look must change nothing. */
    private record Handles(HandleTable table, boolean damaged) {}

    private Handles look(ProcessRef process, Section section) throws IOException {
        try {
            return new Handles(kernel.tables().whole(process), false);
        } catch (NoSuchFileException vanished) {
            return new Handles(null, false);
        } catch (HomeException failure) {
            if (failure.errorCode() != ErrorCode.FILE_CORRUPT) {
                throw new IOException(failure);
            }
            LOG.warn("the handles of dead process {} cannot be closed one by one: {}", process, failure.getMessage());
            section.noteLater(ErrorReport.warning(
                    Reaper.class,
                    failure.errorCode(),
                    "the handles of dead process " + process + " cannot be closed one by one: "
                            + failure.getMessage()));
            return new Handles(null, true);
        }
    }

    private void reap(ProcessRef process, ExitCodes.End end, Handles handles, Section section) {
        kernel.markDirty();
        if (exitCodes.isOf(end, process)) {
            exitCodes.publish(process, end);
        }
        WithParent.endChildren(kernel.processes(), process);
        DeadOwners.giveBack(kernel, process);
        Told told = Flight.isRecorded() ? told(process, handles) : null;
        kernel.names().word().wake(); // what it gave a name last it may not have told of
        closeHandles(handles, section, FaultPoint.REAP_HANDLE_CLOSED);
        FaultPoint.REAP_BEFORE_SIGNAL.reached();
        if (!exitCodes.leaveToOthers(process)) {
            end(process, section);
            freeRecord(process, section);
        }
        if (told != null) {
            section.tellLater(told);
        }
    }

    /** What a flight recording is told of one that is reaped; no lambda, which would be generated under the kernel lock. */
    private record Told(long pid, int handles, int exitCode) implements Runnable {
        @Override
        public void run() {
            Reap.tell(pid, handles, exitCode);
        }
    }

    /** As it is before its handles are closed; what is known of its exit code is published by then. */
    private Told told(ProcessRef process, Handles handles) {
        Region record = kernel.processes().record(process.index());
        boolean starting = record.getIntVolatile(ProcessRecord.STATE_OFFSET) == ProcessRecord.STARTING;
        long pid = record.getLong(starting ? ProcessRecord.CHILD_PID_OFFSET : ProcessRecord.PID_OFFSET);
        Region object = kernel.objects().find(kernel.processes().objectId(process));
        boolean known = object != null && object.getIntVolatile(ObjectEntry.PROGRESS_OFFSET) != ObjectEntry.RUNNING;
        int open = handles.table() == null ? 0 : handles.table().count();
        return new Told(pid, open, known ? object.getInt(ObjectEntry.EXIT_CODE_OFFSET) : ExitCodes.UNKNOWN);
    }

    private void closeHandles(Handles handles, Section section, FaultPoint afterEach) {
        if (handles.damaged()) {
            kernel.rebuild(section);
        } else if (handles.table() != null) {
            // This reaper may die before it is done, so that the next one finds no handle which leads to the words.
            DeadWords words = DeadWords.of(kernel, handles.table());
            words.wake();
            OwnHandles.closeAll(kernel, handles.table(), section, afterEach);
            words.wake();
        }
    }

    /** From here on the running process does not count any more; whoever waits for its end sees it so. */
    private void end(ProcessRef process, Section section) {
        exitCodes.publish(process, ExitCodes.UNKNOWN);
        kernel.usage().release(kernel.processes().objectId(process), section);
        FaultPoint.REAP_USAGE_RELEASED.reached();
        signalEnd(process);
        FaultPoint.REAP_SIGNALED.reached();
    }

    /** Gives up the record of a process that leaves, and to whose object nobody has a handle. */
    public void free(ProcessRef process, Section section) {
        kernel.usage().release(kernel.processes().objectId(process), section);
        freeRecord(process, section);
    }

    private void freeRecord(ProcessRef process, Section section) {
        kernel.processes().setState(process, ProcessRecord.FREE);
        FaultPoint.REAP_RECORD_FREED.reached();
        kernel.tables().dropStale();
        section.deleteLater(kernel.home().process(process.index(), process.generation()));
    }

    /** Takes back a child that never came to life: its handles, its object's running process, its record. */
    public void rollBack(ProcessRef child, Section section) {
        Handles handles;
        try {
            handles = look(child, section);
        } catch (IOException cannotLook) {
            throw IoFailures.translate(
                    "take back the handles of child " + child, kernel.home().processes(), cannotLook);
        }
        kernel.markDirty();
        closeHandles(handles, section, FaultPoint.SPAWN_ROLL_BACK);
        free(child, section);
    }
}
