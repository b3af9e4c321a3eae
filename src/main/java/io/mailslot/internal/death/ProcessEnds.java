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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a pidfd of every other process of a home in this JVM's pid namespace, and sleeps until one of them ends. An end
 * wakes the sleeper once when it happens and once when the exit code can be known, and is listed until the record is
 * gone: whether it can be reaped is for others to decide. For one thread.
 */
final class ProcessEnds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessEnds.class);

    private final ProcessTable processes;
    private final PidfdPoller poller;
    private final Map<ProcessRef, Program> programs = new HashMap<>();

    /** Those whom {@link #update} was told of last. */
    private List<ProcessRef> inUse = List.of();

    /** What to sleep for: made only when it changes, because an idle JVM does nothing but sleep here. */
    private List<Pidfd> watched = List.of();

    private boolean allRun;

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

    /** The program that a process record names, and what is known of its end. */
    private static final class Program {
        private final long pid;
        private final long startTicks;

        /** Null if the program was not there any more, or could not be told from another; the sweep sees to it then. */
        private final Pidfd pidfd;

        private boolean ended;
        private OptionalInt exitCode = OptionalInt.empty();

        Program(long pid, long startTicks) {
            this.pid = pid;
            this.startTicks = startTicks;
            this.pidfd = Pidfd.open(pid).orElse(null);
        }

        /** Whether a pid and a start time mean this program. */
        boolean is(long otherPid, long otherStartTicks) {
            return pid == otherPid && startTicks == otherStartTicks;
        }

        /** Whether it runs, and nobody will miss it when it ends. */
        boolean tellsItsEnd() {
            return pidfd != null && !pidfd.isClosed() && !ended;
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
        gone.forEach(this::drop);
        inUse.forEach(this::watch);
        takeStock();
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
        boolean starting = record.getIntVolatile(ProcessRecord.STATE_OFFSET) == ProcessRecord.STARTING;
        long pid = record.getLongVolatile(starting ? ProcessRecord.CHILD_PID_OFFSET : ProcessRecord.PID_OFFSET);
        long startTicks =
                record.getLong(starting ? ProcessRecord.CHILD_START_TICKS_OFFSET : ProcessRecord.START_TICKS_OFFSET);
        Program known = programs.get(process);
        if (known != null && known.is(pid, startTicks)) {
            return;
        }
        drop(process);
        if (canWatch(record, pid)) {
            try {
                programs.put(process, identify(pid, startTicks));
            } catch (MailslotException cannotTell) {
                LOG.debug("process {} is not watched yet: {}", pid, cannotTell.toString());
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
    private static Program identify(long pid, long startTicks) {
        Program program = new Program(pid, startTicks);
        boolean known = false;
        try {
            known = program.pidfd == null || ProcessIdentity.exists(pid, startTicks);
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
                seen.put(process, new ExitCodes.End(program.pid, program.exitCode));
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
        programs.values().forEach(Program::close);
        programs.clear();
    }
}
