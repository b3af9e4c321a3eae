package io.mailslot.internal.death;

import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.LifeLock;
import io.mailslot.internal.liveness.LifeProbes;
import io.mailslot.internal.liveness.LifeSight;
import io.mailslot.internal.liveness.LifeSight.Life;
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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Tells which processes of a home are alive. An attached one holds its life lock. One that is being started has none
 * yet: it is alive while its program runs, for a few seconds more while anybody carries its ticket, and while its parent may
 * still start it.
 */
public final class Aliveness {
    private final HomePaths home;
    private final ProcessTable processes;
    private final boolean readOnly;

    /** As which process this JVM asks; null if it is none of the home, or need not say. */
    private final ProcessRef self;

    /** Null where one look is all there will be. */
    private final LifeProbes<ProcessRef> probes;

    /** Null where locks are tried. */
    private final LifeSight sight;

    /** How long a JVM that the program has left may take to start. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** When this process has first seen that the program of a child has ended which has not attached. */
    private final Map<ProcessRef, Long> programEnds = new ConcurrentHashMap<>();

    /** Processes whose tickets nobody carries any more. */
    private final Set<ProcessRef> uncarried = ConcurrentHashMap.newKeySet();

    private Aliveness(
            HomePaths home,
            ProcessTable processes,
            boolean readOnly,
            ProcessRef self,
            LifeProbes<ProcessRef> probes,
            LifeSight sight) {
        this.home = home;
        this.sight = sight;
        this.processes = processes;
        this.readOnly = readOnly;
        this.self = self;
        this.probes = probes;
    }

    /** The test for somebody who only looks: needs no permission to write. */
    public static Aliveness readOnly(HomePaths home, ProcessTable processes) {
        return new Aliveness(home, processes, true, null, null, null);
    }

    /** The test for somebody who must not even try a lock, and decides nothing by it. */
    public static Aliveness sighted(HomePaths home, ProcessTable processes, LifeSight sight) {
        return new Aliveness(home, processes, true, null, null, sight);
    }

    /** The test for one look. */
    public static Aliveness once(HomePaths home, ProcessTable processes) {
        return new Aliveness(home, processes, false, null, null, null);
    }

    /** A test that will be made again and again, by a process of the home, until the probes are closed. */
    public static Aliveness probing(
            HomePaths home, ProcessTable processes, ProcessRef self, LifeProbes<ProcessRef> probes) {
        return new Aliveness(home, processes, false, self, probes, null);
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
            if (sight != null) {
                return lookAt(process) != Life.ENDED;
            }
            return probes != null ? probes.isHeld(process) : probeOnce(placedLifeLock(home, process));
        } catch (IOException e) {
            throw IoFailures.translate("probe a life lock", lifeLock(home, process), e);
        }
    }

    /**
     * How a process of this boot is, as far as that can be seen. To be asked of a {@link #sighted} one.
     *
     * @throws io.mailslot.api.MailslotException if it cannot be looked at
     */
    public Life life(ProcessRef process) {
        Region record = processes.find(process);
        if (record == null || !isAlive(process)) {
            return Life.ENDED;
        }
        try {
            if (record.getIntVolatile(ProcessRecord.STATE_OFFSET) == ProcessRecord.STARTING) {
                return isProgramKnown(record) && runsProgram(record) ? program(record) : Life.RUNNING;
            }
            return isThisJvm(record) ? Life.RUNNING : lookAt(process);
        } catch (IOException e) {
            throw IoFailures.translate("look at a life lock", lifeLock(home, process), e);
        }
    }

    private Life lookAt(ProcessRef process) throws IOException {
        return sight.of(ProcessTable.identity(processes.record(process.index())), lifeLock(home, process));
    }

    private static Life program(Region record) {
        return LifeSight.ofProgram(
                record.getLong(ProcessRecord.CHILD_PID_OFFSET), record.getLong(ProcessRecord.CHILD_START_TICKS_OFFSET));
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
        programEnds.keySet().retainAll(inUse);
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
        if (!isProgramKnown(record)) {
            return isAttached(parent(record)) || someoneCarries(process, record);
        }
        return runsProgram(record) || isTicketValid(record) && mayStillClaim(process, record);
    }

    /**
     * Whether it can be told here which program the parent has started; in another pid namespace its pid means nothing, but
     * the ticket does wherever its carrier can be seen.
     */
    private static boolean isProgramKnown(Region record) {
        return record.getLongVolatile(ProcessRecord.CHILD_PID_OFFSET) != 0
                && record.getLong(ProcessRecord.PID_NAMESPACE_OFFSET)
                        == ProcessIdentity.self().pidNamespace();
    }

    private static boolean runsProgram(Region record) {
        return ProcessIdentity.runs(
                record.getLong(ProcessRecord.CHILD_PID_OFFSET), record.getLong(ProcessRecord.CHILD_START_TICKS_OFFSET));
    }

    private static boolean isTicketValid(Region record) {
        return record.getInt(ProcessRecord.TICKET_OFFSET) == ProcessRecord.TICKET_VALID;
    }

    /**
     * Whether a child has not attached, and the program that was started for it has ended. What that has inherited may stay
     * for a moment: a JVM that it has left may just be starting.
     */
    boolean hasProgramEnded(ProcessRef process) {
        Region record = processes.find(process);
        return record != null
                && record.getIntVolatile(ProcessRecord.STATE_OFFSET) == ProcessRecord.STARTING
                && isProgramKnown(record)
                && !runsProgram(record);
    }

    /** Each process counts from when it has first seen the end; who comes later leaves it to somebody else, as a rule. */
    private boolean mayStillClaim(ProcessRef process, Region record) {
        long now = System.nanoTime();
        Long since = programEnds.putIfAbsent(process, now);
        return (since == null || now - since < GRACE_NANOS) && someoneCarries(process, record);
    }

    /**
     * Whether anybody carries the ticket of a process, once neither its parent nor its program may pass it on any more:
     * if nobody does then, nobody ever will, so that is asked only once.
     */
    private boolean someoneCarries(ProcessRef process, Region record) {
        if (uncarried.contains(process)) {
            return false;
        }
        boolean carried =
                new TicketCarriers(ClaimTicket.read(process, record), home, record, !isProgramKnown(record)).mayExist();
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
