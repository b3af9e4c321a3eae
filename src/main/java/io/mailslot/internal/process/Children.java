package io.mailslot.internal.process;

import io.mailslot.api.ChildProcess;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.Inheritance;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.ProcessStartException;
import io.mailslot.internal.death.ClaimTicket;
import io.mailslot.internal.death.ExitCodes;
import io.mailslot.internal.death.Reaper;
import io.mailslot.internal.home.HomeDirectory;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.HandleTableHeader;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.LifeLock;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.Shortage;
import io.mailslot.internal.object.HandleTable;
import io.mailslot.internal.object.ObjectFactory;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.wait.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts children that inherit handles, and sees to their ends. Thread-safe. */
public final class Children {
    private static final Logger LOG = LoggerFactory.getLogger(Children.class);

    /** How JDKs tell the operating system's error number: "error=2, No such…" or "error: 2 (No such…)". */
    private static final Pattern ERRNO = Pattern.compile("error[=:] ?(\\d+)\\b");

    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int E2BIG = 7;
    private static final int EAGAIN = 11;
    private static final int ENOMEM = 12;
    private static final int EACCES = 13;
    private static final int ENOTDIR = 20;
    private static final int ENFILE = 23;
    private static final int EMFILE = 24;
    private static final int ENAMETOOLONG = 36;
    private static final int ELOOP = 40;

    private final SharedKernel kernel;
    private final ProcessRef self;
    private final OwnHandles handles;
    private final Reaper reaper;

    public Children(AttachedProcess process) {
        this.kernel = process.kernel();
        this.self = process.self();
        this.handles = process.handles();
        this.reaper = process.reaper();
    }

    /** What has been prepared for a child that is to be started. */
    private record Prepared(ClaimTicket ticket, long objectId, int handle) {}

    /**
     * Starts a child.
     *
     * @param builder its program, environment and streams
     * @param inheritance which handles it receives
     * @return the child, with a handle to its process object
     */
    public ChildProcess create(ProcessBuilder builder, Inheritance inheritance) {
        requireCommand(builder);
        Shortage.requireDescriptorsOfAStart(starting(builder));
        UUID token = ClaimTicket.newToken();
        Prepared prepared = kernel.change(section -> prepare(inheritance, token));
        FaultPoint.SPAWN_BEFORE_START.reached();
        Process started;
        try {
            started = start(builder, prepared.ticket());
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            rollBack(prepared);
            throw failure(builder, e);
        }
        FaultPoint.SPAWN_STARTED.reached();
        kernel.change(section -> recordChild(prepared, started.pid()));
        CompletableFuture<Void> ended = started.onExit().thenAccept(program -> onExit(prepared, program));
        ended.whenComplete((done, failure) -> Waiting.wakeAll());
        return new ChildView(handles, prepared.handle(), prepared.objectId(), kernel, started, ended);
    }

    private static void requireCommand(ProcessBuilder builder) {
        if (builder.command().isEmpty()) {
            throw new InvalidArgumentException("the command to start is empty; give the name of a program at least");
        }
        builder.command().forEach(word -> requireText("a word of the command", word));
        if (builder.directory() != null) {
            requireText("the working directory", builder.directory().getPath());
        }
    }

    /** Texts that programs are given end with the character 0. */
    private static void requireText(String what, String text) {
        int end = Objects.requireNonNull(text, what).indexOf('\0');
        if (end >= 0) {
            throw new InvalidArgumentException(what + " has the character 0 at " + end + ", which ends it: '"
                    + text.substring(0, end) + "'; leave it out");
        }
    }

    private Prepared prepare(Inheritance inheritance, UUID token) {
        SortedMap<Integer, Long> inherited = select(inheritance);
        int index = handles.table().firstFree();
        ProcessRef child = kernel.processes().allocate();
        kernel.markDirty(1);
        HandleTable childTable = makeTable(child, inherited);
        ProcessIdentity unknown =
                new ProcessIdentity(0, 0, ProcessIdentity.self().pidNamespace());
        long objectId = new ObjectFactory(kernel).createProcess(child, unknown);
        ClaimTicket ticket = new ClaimTicket(child, token);
        Region record = kernel.processes().record(child.index());
        record.putLong(ProcessRecord.OBJECT_ID_OFFSET, objectId);
        record.putLong(
                ProcessRecord.PID_NAMESPACE_OFFSET, ProcessIdentity.self().pidNamespace());
        record.putInt(ProcessRecord.PARENT_INDEX_OFFSET, self.index());
        record.putInt(ProcessRecord.PARENT_GENERATION_OFFSET, self.generation());
        ticket.writeTo(record);
        kernel.processes().setState(child, ProcessRecord.STARTING);
        FaultPoint.SPAWN_RECORD_MADE.reached();
        for (Map.Entry<Integer, Long> each : inherited.entrySet()) {
            childTable.put(each.getKey(), each.getValue());
            FaultPoint.SPAWN_HANDLE_COPIED.reached();
            kernel.usage().acquire(HandleEntry.objectId(each.getValue()));
        }
        long entry = HandleEntry.of(objectId, ProcessRights.ALL, false);
        int handle = handles.add(index, entry, FaultPoint.SPAWN_HANDLE_COPIED);
        return new Prepared(ticket, objectId, handle);
    }

    private HandleTable makeTable(ProcessRef child, SortedMap<Integer, Long> inherited) {
        try {
            AttachedProcess.makeFolder(kernel.home(), child);
            LifeLock.make(kernel.home().lifeLock(child.index(), child.generation()));
            HandleTable table = kernel.tables().get(child);
            if (!inherited.isEmpty()) {
                table.reserve(inherited.lastKey());
            }
            return table;
        } catch (IOException e) {
            AttachedProcess.takeBack(kernel, child, null);
            throw IoFailures.translate(
                    "make the child's handle table", kernel.home().processes(), e);
        } catch (MailslotException e) {
            AttachedProcess.takeBack(kernel, child, null);
            throw e;
        }
    }

    private SortedMap<Integer, Long> select(Inheritance inheritance) {
        SortedMap<Integer, Long> selected = new TreeMap<>();
        if (inheritance instanceof Inheritance.Only only) {
            for (int handle : only.handles()) {
                selected.put(HandleTableHeader.index(handle), inheritable(handle));
            }
        } else if (inheritance instanceof Inheritance.All) {
            HandleTable table = handles.table();
            int capacity = table.capacity();
            for (int index = 1;
                    index < capacity;
                    index++) { // no lambda, which a fresh JVM would generate under the lock
                long entry = table.entry(index);
                if ((entry & HandleEntry.INHERIT) != 0) {
                    selected.put(index, entry);
                }
            }
        }
        return selected;
    }

    private long inheritable(int handle) {
        int index = HandleTableHeader.index(handle);
        long entry = index < 0 ? 0 : handles.table().entry(index);
        if (entry == 0) {
            throw new InvalidArgumentException(
                    "handle " + handle + " in the list to inherit is not open; list the open ones with handles()");
        }
        if (!HandleEntry.flags(entry).contains(HandleFlag.INHERIT)) {
            throw new InvalidArgumentException(
                    "handle " + handle + " in the list to inherit has no INHERIT flag; set it with setFlags before");
        }
        return entry;
    }

    private Process start(ProcessBuilder builder, ClaimTicket ticket) throws IOException {
        Map<String, String> environment = builder.environment();
        String homeBefore = environment.get(HomeDirectory.ENVIRONMENT);
        String ticketBefore = environment.get(ClaimTicket.ENVIRONMENT);
        ticket.addTo(environment, kernel.home().root());
        try {
            Shortage.requireDescriptorsOfAStart(starting(builder));
            return builder.start();
        } finally {
            // The builder is the caller's: a second child from it must not present the first one's ticket.
            restore(environment, HomeDirectory.ENVIRONMENT, homeBefore);
            restore(environment, ClaimTicket.ENVIRONMENT, ticketBefore);
        }
    }

    private static void restore(Map<String, String> environment, String key, String before) {
        if (before == null) {
            environment.remove(key);
        } else {
            environment.put(key, before);
        }
    }

    private void rollBack(Prepared prepared) {
        kernel.change(section -> {
            kernel.markDirty();
            // Somebody may have closed the handle, and something else may have its number.
            if (handles.names(prepared.handle(), prepared.objectId())) {
                handles.table().clear(HandleTableHeader.index(prepared.handle()));
                kernel.usage().release(prepared.objectId(), section);
            }
            reaper.rollBack(prepared.ticket().process(), section);
            return null;
        });
    }

    private static String starting(ProcessBuilder builder) {
        return "start '" + builder.command().get(0) + "'";
    }

    private static MailslotException failure(ProcessBuilder builder, Throwable cause) {
        if (cause instanceof MailslotException known) {
            return known;
        }
        String action = starting(builder);
        ErrorCode code = switch (errno(cause)) {
            case ENOENT, ENOTDIR, ELOOP -> ErrorCode.FILE_NOT_FOUND;
            case EACCES, EPERM -> ErrorCode.ACCESS_DENIED;
            case E2BIG, ENAMETOOLONG -> ErrorCode.FILENAME_EXCED_RANGE;
            case EMFILE, ENFILE -> ErrorCode.TOO_MANY_OPEN_FILES;
            case ENOMEM, EAGAIN -> ErrorCode.NOT_ENOUGH_MEMORY;
            default -> ErrorCode.BAD_FORMAT;
        };
        MailslotException shortage =
                code == ErrorCode.BAD_FORMAT ? Shortage.of(action, Path.of("").toAbsolutePath(), cause) : null;
        return shortage != null
                ? shortage
                : new ProcessStartException(
                        code, "cannot " + action + ": " + cause.getMessage() + "; " + wayOut(code), cause);
    }

    private static String wayOut(ErrorCode code) {
        return switch (code) {
            case FILE_NOT_FOUND -> "check the program's path, PATH and the working directory";
            case ACCESS_DENIED -> "make it a file that this user may execute (chmod +x), on a file system that lets it";
            case TOO_MANY_OPEN_FILES -> "close some files, or raise the limit (ulimit -n)";
            case NOT_ENOUGH_MEMORY -> "end some processes, or raise the limits (ulimit -u, ulimit -v)";
            case FILENAME_EXCED_RANGE -> "shorten its name, arguments and environment, or pass them in a file";
            default -> "check that it is a program or script of this machine";
        };
    }

    /** The JDK writes the number before the words of the system; around that it writes the name of the program. */
    private static int errno(Throwable failure) {
        Throwable told = failure.getCause() instanceof IOException inner ? inner : failure;
        Matcher errno = ERRNO.matcher(String.valueOf(told.getMessage()));
        return errno.find() ? Integer.parseInt(errno.group(1)) : 0;
    }

    /** The program runs: nothing may fail any more. Who cannot look says 0, and the ticket tells that the child lives. */
    private static long startTicks(long pid) {
        try {
            return ProcessIdentity.startTicks(pid).orElse(0);
        } catch (MailslotException cannotLook) {
            LOG.debug("cannot look at child {}: {}", pid, cannotLook.toString());
            return 0;
        }
    }

    /** Tells everybody which program the child is, so that they can judge whether it lives once this parent is gone. */
    private Void recordChild(Prepared prepared, long pid) {
        Region record = kernel.processes().find(prepared.ticket().process());
        if (record == null) {
            return null;
        }
        long startTicks = startTicks(pid);
        record.putLong(ProcessRecord.CHILD_START_TICKS_OFFSET, startTicks);
        record.putLongRelease(ProcessRecord.CHILD_PID_OFFSET, pid);
        Region object = kernel.objects().find(prepared.objectId());
        boolean claimed = record.getInt(ProcessRecord.STATE_OFFSET) != ProcessRecord.STARTING;
        if (object != null && !claimed) {
            long namespace = ProcessIdentity.self().pidNamespace();
            ObjectFactory.identify(object, new ProcessIdentity(pid, startTicks, namespace));
        }
        return null;
    }

    /** The child has ended: publish its exit code, and close what it had if nobody else goes on under its ticket. */
    private void onExit(Prepared prepared, Process program) {
        try {
            ExitCodes.End end = new ExitCodes.End(program.pid(), OptionalInt.of(program.exitValue()));
            reaper.isAlive(prepared.ticket().process());
            kernel.change(section -> endOf(prepared, end));
            reaper.reapDead();
        } catch (RuntimeException e) {
            // This process may have left the home, or the home may be gone: then others reap the child.
            LOG.debug("cannot publish the end of a child: {}", e.toString());
        }
    }

    private Void endOf(Prepared prepared, ExitCodes.End end) {
        ProcessRef child = prepared.ticket().process();
        Region record = kernel.processes().find(child);
        if (record != null && kernel.processes().objectId(child) == prepared.objectId()) {
            reaper.childEnded(child, end);
        }
        return null;
    }
}
