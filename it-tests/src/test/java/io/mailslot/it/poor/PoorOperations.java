package io.mailslot.it.poor;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.Inheritance;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Sender;
import io.mailslot.api.WaitResult;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeVerifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a poor process tries: each operation of the control plane, prepared and taken back while it is rich. */
final class PoorOperations {
    private static final int SELF = -1;
    /** Which ends with whoever started it: a JVM without mappings may end in the midst of this. */
    private static final String[] PROGRAM = {"cat"};

    /** More objects than one thread waits for on behalf of others. */
    private static final int MANY = 130;

    private final Kernel kernel;
    private final Path livelyHome;
    private final Path durableHome;
    private final Path scratch;

    /** A handle to the process that loses nothing, and in that process one to an event. */
    private final int owner;

    private final int ownersEvent;
    private final List<Operation> all = new ArrayList<>();

    /** Rich, poor, rich. */
    record Operation(String name, Step prepare, Act act, Act undo) {}

    /** Makes what the operation needs. */
    interface Step {
        Object run();
    }

    /** Works on what was made; an undo gets what the operation has made, or what was prepared if it failed. */
    interface Act {
        Object run(Object prepared);
    }

    PoorOperations(Kernel kernel, int owner, int ownersEvent, Path livelyHome, Path durableHome, Path scratch) {
        this.kernel = kernel;
        this.owner = owner;
        this.ownersEvent = ownersEvent;
        this.livelyHome = livelyHome;
        this.durableHome = durableHome;
        this.scratch = scratch;
        homes();
        mailslots();
        objects();
        handles();
        processes();
        looks();
    }

    List<Operation> all() {
        return all;
    }

    private void add(String name, Step prepare, Act act, Act undo) {
        all.add(new Operation(name, prepare, act, undo));
    }

    /** An operation that makes a handle, and the close of such a one. */
    private void addMade(String name, Step make) {
        add(name, () -> null, none -> make.run(), PoorOperations::close);
        add("close what " + name + " makes", make, made -> close(made), PoorOperations::close);
    }

    private static Object close(Object made) {
        if (made instanceof KernelHandle handle) {
            handle.close();
        } else if (made instanceof Kernel attached) {
            attached.close();
        }
        return null;
    }

    private void homes() {
        addMade("attach", () -> Kernel.attach(KernelOptions.defaults().withHome(livelyHome)));
        addMade("renewal", () -> Kernel.attach(KernelOptions.defaults().withHome(durableHome)));
    }

    private void mailslots() {
        addMade("create mailslot", () -> kernel.createMailslot("poor"));
        addMade("create broadcast", () -> kernel.createMailslot("\\\\*\\mailslot\\poor"));
        addMade("open sender", () -> kernel.openMailslot("precious"));
        add("create durable", () -> null, none -> durable(), made -> deleteDurable((Receiver) made));
        add("delete durable", this::closedDurable, none -> deleteDurable(null), none -> deleteDurable(null));
        add("write", () -> kernel.openMailslot("scrap"), sender -> write((Sender) sender), sender -> close(sender));
    }

    private Object write(Sender sender) {
        sender.write(new byte[100]);
        return sender;
    }

    private Receiver durable() {
        return kernel.createMailslot("lasting", MailslotOptions.defaults().withCursor("cursor"));
    }

    private Object closedDurable() {
        durable().close();
        return null;
    }

    private Object deleteDurable(Receiver open) {
        if (open != null) {
            open.close();
        }
        try {
            kernel.deleteMailslot("lasting");
        } catch (io.mailslot.api.MailslotNotFoundException wasNotMade) {
            return null;
        }
        return null;
    }

    private void objects() {
        addMade("create event", () -> kernel.synchronization().createEvent(EventOptions.defaults()));
        addMade(
                "create named event",
                () -> kernel.synchronization()
                        .createEvent(EventOptions.defaults().withName("poor event")));
        addMade("create semaphore", () -> kernel.synchronization().createSemaphore(SemaphoreOptions.of(1, 2)));
        addMade("create mutex", () -> kernel.synchronization().createMutex(MutexOptions.defaults()));
        addMade(
                "open event",
                () -> kernel.synchronization().openEvent("shared", ObjectOpenOptions.of(AccessRight.SYNCHRONIZE)));
        addMade(
                "open file",
                () -> kernel.files()
                        .open(
                                scratch.resolve("poor file").toString(),
                                FileOpenOptions.defaults()
                                        .withAccess(Set.of(AccessRight.READ, AccessRight.WRITE))
                                        .withDisposition(FileDisposition.OPEN_ALWAYS)));
        add("wait without a thread", this::manyEvents, events -> await((Pending) events), PoorOperations::giveUp);
        add("wait", this::event, event -> await((Event) event), PoorOperations::close);
    }

    private Event event() {
        return kernel.synchronization().createEvent(EventOptions.defaults());
    }

    /** More than what a thread sleeps for that is there already, maybe. */
    private record Pending(List<Event> events, List<CompletableFuture<Void>> futures) {}

    private Pending manyEvents() {
        Pending pending = new Pending(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < MANY; i++) {
            pending.events().add(event());
        }
        return pending;
    }

    private static Object await(Pending pending) {
        for (Event event : pending.events()) {
            pending.futures().add(event.whenSignaled(Runnable::run));
        }
        return pending;
    }

    /** What was begun goes on to be waited for, though more was not possible. */
    private static Object giveUp(Object made) {
        Pending pending = (Pending) made;
        for (int i = 0; i < pending.futures().size(); i++) {
            pending.events().get(i).set();
            pending.futures().get(i).orTimeout(60, TimeUnit.SECONDS).join();
        }
        pending.events().forEach(Event::close);
        return null;
    }

    private Object await(Event event) {
        kernel.waitForAny(Duration.ofMillis(5), event.handle());
        return event;
    }

    private void handles() {
        DuplicateOptions same = DuplicateOptions.defaults();
        add("set flags", this::event, event -> setFlags((Event) event), PoorOperations::close);
        add(
                "duplicate in",
                this::event,
                event -> there(kernel.duplicate(SELF, ((Event) event).handle(), owner, same), (Event) event),
                this::closeThere);
        add(
                "duplicate out",
                () -> null,
                none -> kernel.duplicate(owner, ownersEvent, SELF, same),
                made -> made == null ? null : closeNumber((int) made));
        add(
                "close in",
                () -> {
                    Event event = event();
                    return there(kernel.duplicate(SELF, event.handle(), owner, same), event);
                },
                this::closeThereOnly,
                this::closeThere);
    }

    private Object setFlags(Event event) {
        kernel.setFlags(event.handle(), Set.of(HandleFlag.INHERIT), Set.of(HandleFlag.INHERIT));
        return event;
    }

    /** A handle in the owner's table, and the event here. */
    private record There(int number, Event event) {}

    private static There there(int number, Event event) {
        return new There(number, event);
    }

    private Object closeThereOnly(Object made) {
        kernel.closeHandleIn(owner, ((There) made).number());
        return ((There) made).event();
    }

    private Object closeThere(Object made) {
        if (made instanceof There there) {
            closeThereOnly(there);
            return close(there.event());
        }
        return close(made);
    }

    private Object closeNumber(int handle) {
        kernel.closeHandle(handle);
        return null;
    }

    private void processes() {
        add("create process", () -> null, none -> start(), this::end);
        add("terminate", this::start, child -> terminate(child), this::end);
        add("reap", this::startInAHomeOfOnes, child -> kill((Alone) child), this::mustBeReaped);
        addMade(
                "open process",
                () -> kernel.openProcess(
                        kernel.process(owner).processId(), ObjectOpenOptions.of(AccessRight.SYNCHRONIZE)));
    }

    private Object start() {
        return kernel.createProcess(new ProcessBuilder(PROGRAM), Inheritance.none());
    }

    /** A child in a home in which nobody else could reap it, with a handle to close. */
    private record Alone(Kernel kernel, io.mailslot.api.ChildProcess child) {}

    private Object startInAHomeOfOnes() {
        Kernel alone = Kernel.attach(KernelOptions.defaults().withHome(scratch.resolve("alone")));
        alone.synchronization().createEvent(EventOptions.defaults().withInheritable(true));
        return new Alone(alone, alone.createProcess(new ProcessBuilder(PROGRAM), Inheritance.all()));
    }

    /** Whether it can be reaped at once is told by nobody; nothing may fail for it. */
    private Object kill(Alone alone) {
        alone.child().process().destroyForcibly();
        alone.kernel().waitFor(Duration.ofMillis(200), alone.child().handle());
        return alone;
    }

    private Object mustBeReaped(Object made) {
        Alone alone = (Alone) made;
        alone.child().process().destroyForcibly(); // a JDK without descriptors does not kill
        boolean reaped = alone.kernel()
                        .waitFor(Duration.ofSeconds(60), alone.child().handle())
                        .outcome()
                == WaitResult.Outcome.SIGNALED;
        List<?> findings = HomeVerifier.verify(alone.kernel().home(), Duration.ofSeconds(5));
        alone.kernel().close();
        if (!reaped || !findings.isEmpty()) {
            throw new IllegalStateException("reaped " + reaped + ", " + findings);
        }
        return null;
    }

    private Object terminate(Object child) {
        ((io.mailslot.api.ChildProcess) child).terminate(0);
        return child;
    }

    private Object end(Object child) {
        if (child instanceof io.mailslot.api.ChildProcess started) {
            started.process().destroyForcibly();
            kernel.waitFor(Duration.ofSeconds(60), started.handle());
            started.close();
        }
        return null;
    }

    private void looks() {
        add("inspect", () -> null, none -> HomeInspector.inspect(kernel.home()), none -> null);
        add("verify", () -> null, none -> HomeVerifier.verify(kernel.home(), Duration.ofMillis(50)), none -> null);
        add("list handles", () -> null, none -> kernel.handles(), none -> null);
    }
}
