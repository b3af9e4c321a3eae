package io.mailslot.internal.death;

import io.mailslot.api.MailslotException;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.Pidfd;
import io.mailslot.internal.memory.PidfdPoller;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a pidfd of every other process of a home in this JVM's pid namespace, and sleeps until one of them ends. An end
 * wakes the sleeper once when it happens and once when the exit code can be known, and is listed until the record is
 * gone: whether it can be reaped is for others to decide. For one thread, but for {@link #pickUp}.
 */
final class ProcessEnds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessEnds.class);

    private final ProcessTable processes;
    private final PidfdPoller poller;

    /** Any thread may add to it. Whoever takes a program out closes it, so nobody closes it twice. */
    private final Map<ProcessRef, Program> programs = new ConcurrentHashMap<>();

    /** Those whom {@link #update} was told of last. */
    private List<ProcessRef> inUse = List.of();

    /** What to sleep for: made only when it changes, because an idle JVM does nothing but sleep here. */
    private List<Pidfd> watched = List.of();

    private boolean allRun;
    private volatile boolean closed;

    /**
     * Begins without any process.
     *
     * @param processes of the home
     * @param poller to sleep in; stays the caller's
     */
    ProcessEnds(ProcessTable processes, PidfdPoller poller) {
        this.processes = processes;
        this.poller = poller;
    }

    /** The program that a process record names. */
    private record Named(long pid, long startTicks) {
        static Named by(Region record) {
            boolean starting = record.getIntVolatile(ProcessRecord.STATE_OFFSET) == ProcessRecord.STARTING;
            return new Named(
                    record.getLongVolatile(starting ? ProcessRecord.CHILD_PID_OFFSET : ProcessRecord.PID_OFFSET),
                    record.getLong(
                            starting ? ProcessRecord.CHILD_START_TICKS_OFFSET : ProcessRecord.START_TICKS_OFFSET));
        }
    }

    /** A program, and what is known of its end. */
    private static final class Program {
        private final Named named;

        /** Null if the program was not there any more, or could not be told from another; the sweep sees to it then. */
        private final Pidfd pidfd;

        private boolean ended;
        private OptionalInt exitCode = OptionalInt.empty();

        Program(Named named) {
            this.named = named;
            this.pidfd = Pidfd.open(named.pid()).orElse(null);
        }

        boolean isHeld() {
            return pidfd != null && !pidfd.isClosed();
        }

        /** Whether it runs, and nobody will miss it when it ends. */
        boolean tellsItsEnd() {
            return isHeld() && !ended;
        }

        void takeNote() {
            ended = true;
            exitCode = pidfd.exitCode();
            if (exitCode.isPresent() || pidfd.isFinal()) {
                pidfd.close();
            }
        }

        void close() {
            if (pidfd != null) {
                pidfd.close();
            }
        }
    }

    /**
     * Picks up new processes and lets go of those whose records are gone, or name another program by now.
     *
     * @param inUse those that have a record
     */
    void update(List<ProcessRef> inUse) {
        this.inUse = inUse;
        Collection<ProcessRef> gone = new HashSet<>(programs.keySet());
        inUse.forEach(gone::remove);
        gone.removeIf(process -> processes.find(process) != null); // picked up by another thread meanwhile
        gone.forEach(this::drop);
        inUse.forEach(this::watch);
        takeStock();
    }

    /** What came of {@link #pickUp}. */
    enum PickUp {
        /** How it ends will be known, or there is nothing to know. */
        KNOWN,
        /** As above, once the thread that sleeps here is woken: it does not sleep for this one yet. */
        NEW,
        /** Only {@link #update} can tell. */
        LEFT
    }

    /**
     * Picks up one new process on behalf of a caller who shall not wait for the thread that sleeps here. By any thread.
     *
     * @param process whose end shall be known
     */
    PickUp pickUp(ProcessRef process) {
        Region record = processes.find(process);
        if (record == null) {
            return PickUp.KNOWN;
        }
        Named named = Named.by(record);
        Program known = programs.get(process);
        if (known != null) {
            return known.named.equals(named) ? PickUp.KNOWN : PickUp.LEFT;
        }
        if (!canWatch(record, named.pid())) {
            return ProcessTable.isOf(record, ProcessIdentity.self()) ? PickUp.KNOWN : PickUp.LEFT;
        }
        return add(process, identify(named));
    }

    private PickUp add(ProcessRef process, Program program) {
        if (!program.isHeld() || programs.putIfAbsent(process, program) != null) {
            program.close();
            return PickUp.LEFT;
        }
        if (closed) {
            drop(process);
        }
        return PickUp.NEW;
    }

    private void takeStock() {
        watched = programs.values().stream()
                .map(program -> program.pidfd)
                .filter(Objects::nonNull)
                .toList();
        allRun = inUse.stream().allMatch(this::tellsItsEnd);
    }

    private boolean tellsItsEnd(ProcessRef process) {
        Program program = programs.get(process);
        return program != null ? program.tellsItsEnd() : isThisJvm(processes, process);
    }

    /** Whether every process that {@link #update} found is this one, or runs and cannot end without notice. */
    boolean allRun() {
        return allRun;
    }

    /** Whether there is nobody else among those who have a record. */
    static boolean areOnlyOfThisJvm(ProcessTable processes, List<ProcessRef> inUse) {
        return inUse.stream().allMatch(process -> isThisJvm(processes, process));
    }

    private static boolean isThisJvm(ProcessTable processes, ProcessRef process) {
        Region record = processes.find(process);
        return record != null && ProcessTable.isOf(record, ProcessIdentity.self());
    }

    private void drop(ProcessRef process) {
        Program program = programs.remove(process);
        if (program != null) {
            program.close();
        }
    }

    private void watch(ProcessRef process) {
        Region record = processes.find(process);
        if (record == null) {
            return;
        }
        Named named = Named.by(record);
        Program known = programs.get(process);
        if (known != null && known.named.equals(named)) {
            return;
        }
        drop(process);
        if (canWatch(record, named.pid())) {
            try {
                Program program = identify(named);
                if (programs.putIfAbsent(process, program) != null) {
                    program.close(); // another thread has picked it up meanwhile
                }
            } catch (MailslotException cannotTell) {
                LOG.debug("process {} is not watched yet: {}", named.pid(), cannotTell.toString());
            }
        }
    }

    /** A pid means something in its own namespace only; a record without one waits for its program to start. */
    private static boolean canWatch(Region record, long pid) {
        ProcessIdentity self = ProcessIdentity.self();
        return pid != 0
                && pid != self.pid()
                && self.pidNamespace() != 0
                && record.getLong(ProcessRecord.PID_NAMESPACE_OFFSET) == self.pidNamespace();
    }

    /** Who the pid is, is asked after the pidfd is open: from then on the answer holds for the pidfd. */
    private static Program identify(Named named) {
        Program program = new Program(named);
        boolean known = false;
        try {
            known = program.pidfd == null || ProcessIdentity.exists(named.pid(), named.startTicks());
        } finally {
            if (!known) {
                program.close();
            }
        }
        return program;
    }

    /** The processes whose programs have ended, for as long as they have a record. */
    Map<ProcessRef, ExitCodes.End> seen() {
        Map<ProcessRef, ExitCodes.End> seen = new HashMap<>();
        programs.forEach((process, program) -> {
            if (program.ended) {
                seen.put(process, new ExitCodes.End(program.named.pid(), program.exitCode));
            }
        });
        return seen;
    }

    /** Sleeps until there is news of a process, the poller is woken, or the time has passed. */
    void await(int timeoutMs) {
        List<Pidfd> news = poller.poll(watched, timeoutMs);
        if (!news.isEmpty()) {
            programs.values().stream()
                    .filter(program -> program.pidfd != null && news.contains(program.pidfd))
                    .forEach(Program::takeNote);
            takeStock();
        }
    }

    @Override
    public void close() {
        closed = true;
        programs.keySet().forEach(this::drop);
    }
}
