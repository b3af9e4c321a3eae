package io.mailslot.it.fault;

import static io.mailslot.it.fault.Victim.BROADCAST;
import static io.mailslot.it.fault.Victim.CAPACITY;
import static io.mailslot.it.fault.Victim.CURSOR;
import static io.mailslot.it.fault.Victim.DURABLE;
import static io.mailslot.it.fault.Victim.LARGE_MESSAGE;
import static io.mailslot.it.fault.Victim.LAST_MESSAGE;
import static io.mailslot.it.fault.Victim.OWN_MAILSLOT;
import static io.mailslot.it.fault.Victim.SURVIVING_MAILSLOT;
import static io.mailslot.it.fault.Victim.bytes;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.FileObject;
import io.mailslot.api.Inheritance;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.ProcessStartException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WhenFull;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.internal.errors.ErrorLog;
import io.mailslot.internal.errors.ErrorReport;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.fault.Victim.Address;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;

/** What a victim can do, once it has attached. */
enum Deed {
    ATTACH((kernel, survivor) -> {}),
    CREATE((kernel, survivor) -> kernel.createMailslot(OWN_MAILSLOT)),
    CREATE_DURABLE((kernel, survivor) -> createDurable(kernel)),
    DELETE_CURSOR((kernel, survivor) -> deleteCursor(kernel)),
    DELETE_DURABLE((kernel, survivor) -> {
        createDurable(kernel).close();
        kernel.deleteMailslot(DURABLE);
    }),
    DELETE_IF_EMPTY((kernel, survivor) -> {
        createDurable(kernel).close();
        long id = HomeInspector.inspect(kernel.home())
                .flatMap(home -> home.mailslot(DURABLE))
                .orElseThrow()
                .objectId();
        kernel.deleteMailslotIfEmpty(DURABLE, id);
    }),
    LEAVE_DURABLE((kernel, survivor) -> {
        createDurable(kernel);
        Sender sender = kernel.openMailslot(DURABLE);
        Victim.LEFT.forEach(message -> sender.write(bytes(message)));
        Runtime.getRuntime().halt(FaultPoint.HALT_STATUS);
    }),
    JOIN((kernel, survivor) -> kernel.createMailslot(BROADCAST)),
    OPEN((kernel, survivor) -> openSurvivors(kernel)),
    WRITE((kernel, survivor) -> openSurvivors(kernel).write(bytes(LAST_MESSAGE))),
    SIGNAL((kernel, survivor) -> {
        Event event = kernel.synchronization().createEvent(EventOptions.defaults());
        event.whenSignaled(Runnable::run); // somebody sleeps for it
        event.set();
    }),
    WRITE_LARGE((kernel, survivor) -> openSurvivors(kernel).write(bytes(LARGE_MESSAGE))),
    WRITE_RUN((kernel, survivor) -> Filling.writeRun(openSurvivors(kernel))),
    READ_RUN((kernel, survivor) -> {
        Filling.writeRun(openSurvivors(kernel));
        Filling.readAll(survivor.receiver(kernel));
    }),
    FILL((kernel, survivor) -> Filling.fillASegment(openSurvivors(kernel))),
    FILL_AFTER_A_LARGE_ONE((kernel, survivor) -> {
        openSurvivors(kernel).write(bytes(LARGE_MESSAGE));
        survivor.receiver(kernel).read();
        Filling.fillWithDocuments(kernel);
    }),
    WAIT_FOR_ROOM((kernel, survivor) -> {
        Sender sender = openSurvivors(kernel);
        Filling.fillUp(sender);
        Filling.readSlowly(survivor.receiver(kernel));
        sender.write(bytes(LARGE_MESSAGE));
    }),
    FILL_ARENA((kernel, survivor) -> Filling.fillArena(openSurvivors(kernel))),
    READ((kernel, survivor) -> {
        openSurvivors(kernel).write(bytes(LARGE_MESSAGE));
        survivor.receiver(kernel).read();
    }),
    ADVANCE((kernel, survivor) -> {
        openSurvivors(kernel).write(bytes(LARGE_MESSAGE));
        Receiver receiver = survivor.receiver(kernel);
        receiver.advance(receiver.look(0, 1, (number, message) -> true));
    }),
    READ_ALL((kernel, survivor) -> {
        Filling.fillASegment(openSurvivors(kernel));
        Filling.readAll(survivor.receiver(kernel));
    }),
    DROP((kernel, survivor) -> drop(kernel)),
    LEAVE((kernel, survivor) -> {
        openSurvivors(kernel);
        kernel.close();
    }),
    CLOSE((kernel, survivor) -> kernel.createMailslot(OWN_MAILSLOT).close()),
    CREATE_EVENT((kernel, survivor) ->
            kernel.synchronization().createEvent(EventOptions.defaults().withName(OWN_MAILSLOT))),
    USE_FILE((kernel, survivor) -> {
        FileObject file = kernel.files().open(Victim.file(kernel), Victim.OWN_FILE);
        file.write(ByteBuffer.wrap(new byte[10]));
        file.close();
    }),
    OWN_MUTEX((kernel, survivor) -> {
        kernel.synchronization().createMutex(MutexOptions.defaults().withInitiallyOwned(true));
        Runtime.getRuntime().halt(FaultPoint.HALT_STATUS);
    }),
    WAIT_FOR_ALL((kernel, survivor) -> waitForAll(kernel)),
    OPEN_PROCESS((kernel, survivor) -> openSelf(kernel)),
    DUPLICATE((kernel, survivor) -> kernel.duplicate(openSurvivors(kernel).handle(), DuplicateOptions.defaults())),
    CLOSE_FROM_OUTSIDE((kernel, survivor) -> {
        int sender = openSurvivors(kernel).handle();
        kernel.closeHandleIn(openSelf(kernel).handle(), sender);
    }),
    SPAWN((kernel, survivor) -> {
        makeInheritable(kernel);
        kernel.createProcess(new ProcessBuilder("cat"), Inheritance.all());
    }),
    SPAWN_SCRIPT((kernel, survivor) -> runScripts(kernel)),
    SPAWN_IN_VAIN((kernel, survivor) -> {
        makeInheritable(kernel);
        startNothing(kernel);
    }),
    NOTE_ERROR((kernel, survivor) -> {
        noteError(kernel);
        noteError(kernel);
    }),
    EXIT((kernel, survivor) -> kernel.exitProcess(Victim.EXIT_CODE)),
    TERMINATE((kernel, survivor) ->
            kernel.createProcess(new ProcessBuilder("cat"), Inheritance.none()).terminate(Victim.EXIT_CODE));

    private static final MailslotOptions KEPT = MailslotOptions.defaults().withCursor(CURSOR);
    private static final MailslotOptions DROPPING =
            MailslotOptions.defaults().withCapacity(CAPACITY).withWhenFull(WhenFull.DROP_OLDEST);
    private static final int DROPPED_BYTES = 10_000;
    private static final int MOST_SCRIPTS = 10;

    private final Act act;

    Deed(Act act) {
        this.act = act;
    }

    /** What it does in a home, where somebody may live that survives. */
    private interface Act {
        void perform(Kernel kernel, Address survivor);
    }

    void perform(Kernel kernel, Address survivor) {
        act.perform(kernel, survivor);
    }

    private static Sender openSurvivors(Kernel kernel) {
        return kernel.openMailslot(SURVIVING_MAILSLOT);
    }

    private static Receiver createDurable(Kernel kernel) {
        return kernel.createMailslot(DURABLE, KEPT);
    }

    private static void deleteCursor(Kernel kernel) {
        String name = "\\\\*\\mailslot\\" + DURABLE;
        kernel.createMailslot(name, KEPT);
        kernel.createMailslot(name, MailslotOptions.defaults().withCursor("another"))
                .close();
        kernel.deleteCursor(name, "another");
    }

    private static void drop(Kernel kernel) {
        Receiver receiver = kernel.createMailslot("\\\\*\\mailslot\\" + OWN_MAILSLOT, DROPPING);
        Sender sender = kernel.openMailslot(OWN_MAILSLOT);
        byte[] message = new byte[DROPPED_BYTES];
        for (int i = 0; i < 2 * CAPACITY / DROPPED_BYTES; i++) {
            sender.write(message);
        }
        receiver.read();
    }

    private static void waitForAll(Kernel kernel) {
        ObjectOpenOptions wait = ObjectOpenOptions.of(AccessRight.SYNCHRONIZE);
        int gate = kernel.synchronization().openEvent(Victim.GATE, wait).handle();
        int permits =
                kernel.synchronization().openSemaphore(Victim.PERMITS, wait).handle();
        kernel.waitForAll(Timeouts.FOREVER, gate, permits);
    }

    private static ProcessObject openSelf(Kernel kernel) {
        return kernel.openProcess(kernel.processId(), ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE));
    }

    private static void makeInheritable(Kernel kernel) {
        kernel.openMailslot(SURVIVING_MAILSLOT, OpenOptions.defaults().withInheritable(true));
        kernel.createMailslot(OWN_MAILSLOT, MailslotOptions.defaults().withInheritable(true));
    }

    private static void noteError(Kernel kernel) {
        new ErrorLog(new HomePaths(kernel.home()))
                .note(ErrorReport.warning(Deed.class, ErrorCode.IO_DEVICE, "an error"));
    }

    private static void runScripts(Kernel kernel) {
        // of no name: what it has left may live for a while longer
        kernel.synchronization().createEvent(EventOptions.defaults().withInheritable(true));
        ProcessBuilder script = new ProcessBuilder("sh", "-c", "sleep 2 & exit 0")
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
        for (int tries = 0; tries < MOST_SCRIPTS; tries++) { // others may tell the end sooner
            kernel.createProcess(script, Inheritance.all()).waitFor();
        }
    }

    private static void startNothing(Kernel kernel) {
        try {
            kernel.createProcess(new ProcessBuilder("/nonexistent/program"), Inheritance.all());
        } catch (ProcessStartException expected) {
            return;
        }
        throw new IllegalStateException("there is no such program");
    }
}
