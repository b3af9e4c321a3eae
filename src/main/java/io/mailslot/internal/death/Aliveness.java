package io.mailslot.internal.death;

import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.LifeLock;
import io.mailslot.internal.liveness.LifeProbes;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.FileTrees;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells which processes of a home are alive. An attached one holds its life lock. One that is being started has none
 * yet: it is alive while its program runs, while anybody carries its ticket, or while its parent may still start it.
 */
public final class Aliveness {
    private final HomePaths home;
    private final ProcessTable processes;
    private final boolean readOnly;

    /** As which process this JVM asks; null if it is none of the home, or need not say. */
    private final ProcessRef self;

    /** Null where one look is all there will be. */
    private final LifeProbes<ProcessRef> probes;

    /** Processes whose tickets nobody carries any more. */
    private final Set<ProcessRef> uncarried = ConcurrentHashMap.newKeySet();

    private Aliveness(
            HomePaths home, ProcessTable processes, boolean readOnly, ProcessRef self, LifeProbes<ProcessRef> probes) {
        this.home = home;
        this.processes = processes;
        this.readOnly = readOnly;
        this.self = self;
        this.probes = probes;
    }

    /** The test for somebody who only looks: needs no permission to write. */
    public static Aliveness readOnly(HomePaths home, ProcessTable processes) {
        return new Aliveness(home, processes, true, null, null);
    }

    /** The test for one look. */
    public static Aliveness once(HomePaths home, ProcessTable processes) {
        return new Aliveness(home, processes, false, null, null);
    }

    /** A test that will be made again and again, by a process of the home, until the probes are closed. */
    public static Aliveness probing(
            HomePaths home, ProcessTable processes, ProcessRef self, LifeProbes<ProcessRef> probes) {
        return new Aliveness(home, processes, false, self, probes);
    }

    /** Whether a process is alive, or may still come to life. */
    public boolean isAlive(ProcessRef process) {
        Region record = processes.find(process);
        if (record == null) {
            return false;
        }
        return record.getIntVolatile(ProcessRecord.STATE_OFFSET) == ProcessRecord.STARTING
                ? mayStart(process, record)
                : holdsLifeLock(process);
    }

    private boolean holdsLifeLock(ProcessRef process) {
        boolean named = isThisJvm(processes.record(process.index()));
        if (named && self != null) {
            // A JVM is one process. What else has its name it has left without being able to say so: the lock is
            // dropped.
            return process.equals(self);
        }
        try {
            if (named) {
                return LifeLock.isHeldHere(placedLifeLock(home, process));
            }
            return probes != null ? probes.isHeld(process) : probeOnce(placedLifeLock(home, process));
        } catch (IOException e) {
            throw IoFailures.translate("probe a life lock", lifeLock(home, process), e);
        }
    }

    private boolean probeOnce(Path lock) throws IOException {
        return readOnly ? LifeLock.isHeldSeenReadOnly(lock) : LifeLock.isHeld(lock);
    }

    /**
     * Where a process's life.lock lies, checked: a link on the way to it says nothing about the process. What is open
     * already needs no such check: it stays the file that was opened.
     *
     * @throws IOException if something else than a folder leads there, or it cannot be looked at
     */
    public static Path placedLifeLock(HomePaths home, ProcessRef process) throws IOException {
        Path file = lifeLock(home, process);
        FileTrees.requireFolders(home.root(), file);
        return file;
    }

    private static Path lifeLock(HomePaths home, ProcessRef process) {
        return home.lifeLock(process.index(), process.generation());
    }

    /** Lets go of whatever is kept for processes that have no record any more. */
    void retain(Collection<ProcessRef> inUse) {
        uncarried.retainAll(inUse);
        if (probes == null) {
            return;
        }
        try {
            probes.retain(new HashSet<>(inUse));
        } catch (IOException e) {
            throw IoFailures.translate("close a life lock's probe", home.processes(), e);
        }
    }

    /** Whether a record is of this JVM, which would drop its own life lock by probing it. */
    private static boolean isThisJvm(Region record) {
        return ProcessTable.isOf(record, ProcessIdentity.self());
    }

    private boolean mayStart(ProcessRef process, Region record) {
        long childPid = record.getLong(ProcessRecord.CHILD_PID_OFFSET);
        ProcessRef parent = parent(record);
        if (childPid == 0) {
            return isAttached(parent) || someoneCarries(process, record);
        }
        boolean foreign = record.getLong(ProcessRecord.PID_NAMESPACE_OFFSET)
                != ProcessIdentity.self().pidNamespace();
        if (foreign) { // its pid means nothing here; the ticket does wherever its carrier can be seen
            return isAttached(parent) || someoneCarries(process, record);
        }
        return ProcessIdentity.runs(childPid, record.getLong(ProcessRecord.CHILD_START_TICKS_OFFSET))
                || someoneCarries(process, record);
    }

    /**
     * Whether anybody carries the ticket of a process, once neither its parent nor its program may pass it on any more:
     * if nobody does then, nobody ever will, so that is asked only once.
     */
    private boolean someoneCarries(ProcessRef process, Region record) {
        if (uncarried.contains(process)) {
            return false;
        }
        boolean carried = new TicketCarriers(ClaimTicket.read(process, record), home, record).mayExist();
        if (!carried) {
            uncarried.add(process);
        }
        return carried;
    }

    /** Whether a process is attached and alive. */
    public boolean isAttached(ProcessRef process) {
        int state = processes.state(process);
        return (state == ProcessRecord.LIVE || state == ProcessRecord.DETACHED) && holdsLifeLock(process);
    }

    static ProcessRef parent(Region record) {
        return new ProcessRef(
                record.getInt(ProcessRecord.PARENT_INDEX_OFFSET),
                record.getInt(ProcessRecord.PARENT_GENERATION_OFFSET));
    }
}
