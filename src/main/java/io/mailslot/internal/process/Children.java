package io.mailslot.internal.process;

import io.mailslot.api.ChildOptions;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.Inheritance;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.command.ChildCommand;
import io.mailslot.internal.death.ClaimTicket;
import io.mailslot.internal.death.Reaper;
import io.mailslot.internal.flight.Flight;
import io.mailslot.internal.flight.ProcessStart;
import io.mailslot.internal.home.HomeDirectory;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.HandleTableHeader;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.LifeLock;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.Shortage;
import io.mailslot.internal.object.HandleTable;
import io.mailslot.internal.object.ObjectFactory;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.process.HandleNames.Named;
import io.mailslot.internal.wait.ObjectWaits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Starts children that inherit handles, and sees to their ends. Thread-safe. */
public final class Children implements AutoCloseable {
    private final SharedKernel kernel;
    private final ProcessRef self;
    private final OwnHandles handles;
    private final Reaper reaper;
    private final ObjectWaits waits;
    private final Runnable whenNoted;
    private final EndingChildren ending;

    /** Made ahead: it is done where memory is short, too. */
    private final BiConsumer<PreparedChild, Patience> rollBack = this::rollBack;

    /** Whose threads have not ended. */
    private final Set<ChildWatch> watches = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    /**
     * Makes it for one process.
     *
     * @param process that starts children
     * @param waits how threads wait for them
     * @param whenNoted done when everybody can know of a new one
     */
    public Children(AttachedProcess process, ObjectWaits waits, Runnable whenNoted) {
        this.kernel = process.kernel();
        this.self = process.self();
        this.handles = process.handles();
        this.reaper = process.reaper();
        this.waits = waits;
        this.whenNoted = whenNoted;
        this.ending = new EndingChildren(kernel, self, handles);
    }

    /**
     * Starts a child. Once its program runs nothing fails any more: all that is needed then is there before.
     *
     * @param command its program, environment and streams
     * @param options how it is started
     * @return the child, with a handle to its process object
     */
    public ChildProcess create(ChildCommand command, ChildOptions options) {
        try {
            return begin(command, options);
        } catch (RuntimeException failure) {
            throw kernel.errors().noted(failure);
        }
    }

    private ChildView begin(ChildCommand command, ChildOptions options) {
        ProcessBuilder builder = command.builder();
        requireCommand(builder);
        Shortage.requireDescriptorsOfAStart(StartFailure.starting(builder));
        UUID token = ClaimTicket.newToken();
        SortedMap<String, Named> named = HandleNames.of(handles, command.named());
        ProcessStart told = Flight.isRecorded() ? ProcessStart.begun() : null;
        ChildWatch watch = ChildWatch.begin(kernel, reaper, whenNoted, watches::remove, rollBack);
        ChildView view;
        try {
            watches.add(watch);
            view = start(command, options, named, token, watch);
        } catch (RuntimeException | Error failure) {
            watch.cancel();
            throw failure;
        }
        ending.started(watch.child());
        if (closed) {
            watch.leave();
        }
        watch.awaitNoted();
        if (told != null) {
            told.ended(builder.command().get(0), watch.program().pid());
        }
        return view;
    }

    /** The last kernel of the home is closed: nobody sees to the children any more. */
    @Override
    public void close() {
        closed = true;
        watches.forEach(ChildWatch::leave);
    }

    private ChildView start(
            ChildCommand command, ChildOptions options, SortedMap<String, Named> named, UUID token, ChildWatch watch) {
        ProcessBuilder builder = command.builder();
        PreparedChild prepared = prepare(options, named, token, watch);
        try {
            ChildView view = new ChildView(handles, prepared.handle(), prepared.objectId(), kernel, waits, watch);
            if (options.endOnClose()) {
                ending.add(prepared, watch);
            }
            writeFile(command, prepared.ticket().process());
            FaultPoint.SPAWN_BEFORE_START.reached();
            watch.started(prepared, start(builder, prepared.ticket(), HandleNames.write(named)));
            return view;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            takeBack(prepared, watch, e);
            throw StartFailure.of(builder, e);
        } catch (Error e) { // the stack has come to its end
            takeBack(prepared, watch, e);
            throw e;
        }
    }

    /** What fails in the middle, for want of stack or memory, leaves nothing: nobody else would ever take it back. */
    private PreparedChild prepare(ChildOptions options, SortedMap<String, Named> named, UUID token, ChildWatch watch) {
        PreparedChild[] made = new PreparedChild[1];
        try {
            return kernel.reading(() -> kernel.change(section -> prepare(options, named, token, made)));
        } catch (RuntimeException | Error failure) {
            if (made[0] != null) {
                watch.takeBack(made[0]);
            }
            throw failure;
        }
    }

    private void takeBack(PreparedChild prepared, ChildWatch watch, Throwable failure) {
        try {
            if (failure instanceof Error) {
                Stray.end(prepared.ticket());
            }
        } finally {
            ending.remove(prepared);
            watch.takeBack(prepared);
        }
    }

    /** Ends the children that were started so that they end with this process: it leaves the home, or the JVM ends. */
    public void endWithThis() {
        ending.endAll();
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

    /** @param made gets what is prepared before anybody else can see it */
    private PreparedChild prepare(
            ChildOptions options, SortedMap<String, Named> named, UUID token, PreparedChild[] made) {
        SortedMap<Integer, Long> inherited = select(options.inheritance());
        addNamed(named, inherited);
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
        record.putInt(
                ProcessRecord.END_OFFSET,
                options.endOnClose() ? ProcessRecord.ENDS_WITH_PARENT : ProcessRecord.ENDS_ALONE);
        ticket.writeTo(record);
        PreparedChild prepared = new PreparedChild(ticket, objectId, HandleTableHeader.handle(index));
        made[0] = prepared;
        FaultPoint.SPAWN_RECORD_MADE.reached();
        for (Map.Entry<Integer, Long> each : inherited.entrySet()) {
            childTable.put(each.getKey(), each.getValue());
            FaultPoint.SPAWN_HANDLE_COPIED.reached();
            kernel.usage().acquire(HandleEntry.objectId(each.getValue()));
        }
        long entry = HandleEntry.of(objectId, ProcessRights.ALL, false);
        handles.add(index, entry, FaultPoint.SPAWN_HANDLE_COPIED);
        kernel.processes().setState(child, ProcessRecord.STARTING); // last: what fails or dies before leaves no child
        return prepared;
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
        for (int handle : inheritance.handles()) {
            selected.put(HandleTableHeader.index(handle), inheritable(handle));
        }
        if (inheritance.everyOne()) {
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

    /** Naming a handle is asking for it: it needs no flag. */
    private void addNamed(SortedMap<String, Named> named, SortedMap<Integer, Long> selected) {
        for (Map.Entry<String, Named> each : named.entrySet()) {
            int index = HandleTableHeader.index(each.getValue().handle());
            long entry = handles.table().entry(index);
            if (HandleEntry.objectId(entry) != each.getValue().objectId()) {
                throw HandleNames.closed(each.getKey(), each.getValue());
            }
            selected.put(index, entry);
        }
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

    private void writeFile(ChildCommand command, ProcessRef child) {
        Path folder = kernel.home().process(child.index(), child.generation());
        try {
            command.writeFile(folder);
        } catch (IOException e) {
            throw IoFailures.translate("write the child's class path", folder, e);
        }
    }

    private Process start(ProcessBuilder builder, ClaimTicket ticket, String names) throws IOException {
        Map<String, String> environment = builder.environment();
        String homeBefore = environment.get(HomeDirectory.ENVIRONMENT);
        String ticketBefore = environment.get(ClaimTicket.ENVIRONMENT);
        String namesBefore = environment.get(HandleNames.ENVIRONMENT);
        ticket.addTo(environment, kernel.home().root());
        put(
                environment,
                HandleNames.ENVIRONMENT,
                names.isEmpty() ? null : names); // this process's own are not its child's
        try {
            Shortage.requireDescriptorsOfAStart(StartFailure.starting(builder));
            return builder.start();
        } finally {
            // The builder is the caller's: a second child from it must not present the first one's ticket.
            put(environment, HomeDirectory.ENVIRONMENT, homeBefore);
            put(environment, ClaimTicket.ENVIRONMENT, ticketBefore);
            put(environment, HandleNames.ENVIRONMENT, namesBefore);
        }
    }

    private static void put(Map<String, String> environment, String key, String value) {
        if (value == null) {
            environment.remove(key);
        } else {
            environment.put(key, value);
        }
    }

    /** Also again, if that has failed in the middle. */
    private void rollBack(PreparedChild prepared, Patience patience) {
        kernel.change(patience, section -> {
            kernel.markDirty();
            // Somebody may have closed the handle, and something else may have its number.
            if (handles.names(prepared.handle(), prepared.objectId())) {
                handles.table().clear(HandleTableHeader.index(prepared.handle()));
                kernel.usage().release(prepared.objectId(), section);
            }
            FaultPoint.SPAWN_HANDLE_TAKEN_BACK.reached();
            if (prepared.isOf(kernel)) {
                reaper.rollBack(prepared.process(), section);
            }
            return null;
        });
    }
}
