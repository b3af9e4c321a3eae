package io.mailslot;

import io.mailslot.api.AccessRight;
import io.mailslot.api.AlreadyExistsException;
import io.mailslot.api.ChildOptions;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.DiskFullException;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.HandleFlag;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.HomeException;
import io.mailslot.api.Inheritance;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.JvmFlagsException;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.LimitReachedException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectNotFoundException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.ProcessStartException;
import io.mailslot.api.ReadTimeoutException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.SharingViolationException;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WaitInterruptedException;
import io.mailslot.api.WaitResult;
import io.mailslot.api.Waitable;
import io.mailslot.internal.command.ChildCommand;
import io.mailslot.internal.home.HomeDirectory;
import io.mailslot.internal.home.HomeRules;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.memory.FirstChannel;
import io.mailslot.internal.process.Attachments;
import io.mailslot.internal.process.Duplication;
import io.mailslot.internal.process.ProcessAccess;
import io.mailslot.internal.slot.Preparation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This JVM's attachment to a home: the door to mailslots, handles and child processes.
 *
 * <p>A JVM is one process of a home however often it attaches: all kernels of one home share one handle table. A JVM
 * that {@link #createProcess} started finds the handles it inherits in its table, under the same numbers. When the last
 * kernel of the home is closed, or the JVM ends in whatever way, every handle of the process is closed.
 *
 * <p>A JVM that ends in an orderly way leaves the home in a shutdown hook. Shutdown hooks run in no particular order, so
 * a hook of your own that needs the kernel may find it closed. The hook takes a second at most: where a thread is in the
 * middle of a read or write then, or another process stands still with the home, the others do the rest as for a process that
 * was killed. {@code System.exit} and {@link #exitProcess} may be called anywhere, also by whatever handles or fills messages.
 *
 * <p>No JVM flags are needed. When a mailslot is created or opened first, what that needs of the JDK is opened, unless the system
 * property {@code mailslot.opens} is {@code false}; where the JVM denies it, whatever is done with mailslots fails with
 * {@link JvmFlagsException}, which names the flags (10).
 *
 * <p><b>When to attach.</b> Once, and keep the kernel for as long as the JVM has to do with the home: the first attachment
 * makes the JVM a process of the home, further ones share it. With the last {@link #close()} the process leaves; who attaches
 * again is another process, with an empty table. A child may attach whenever it likes, or never: what it inherits is open,
 * and counts, from its creation on.
 *
 * <p><b>Views.</b> A {@link Receiver}, {@link Sender} or other object is a view of an entry of the handle table. Several
 * views of one handle are possible, as by {@link #receiver(int)}; closing one closes the handle, and the others fail with
 * {@link InvalidHandleException} (6) from then on, also when the number is in use again. A view that is only forgotten
 * leaves its handle open. Other handles to the same object, duplicates and inherited ones, stay open.
 *
 * <p><b>Threads.</b> All methods may be called from any thread, virtual ones included: a virtual thread that waits, for a
 * message, for room or for an object, parks and leaves its carrier to others. After {@link #close()} all methods fail with
 * {@link InvalidHandleException}.
 * Failures are those of {@link io.mailslot.api}; besides the ones named, each method may throw {@link HomeException}
 * when the home is damaged, gone (1006) or locked by a process that stands still (33), and
 * {@link io.mailslot.api.OutOfResourcesException} when the process has run out of file descriptors (4), memory or threads (8).
 *
 * @since 0.1.0
 */
public final class Kernel implements AutoCloseable {
    /** The pseudo handle that means the calling process. */
    public static final int CURRENT_PROCESS = ProcessAccess.CURRENT_PROCESS;

    private static final String MANAGEMENT = "mailslot.jmx";

    private final Path home;
    private final boolean endChildren;

    /** Null once closed: a closed kernel that somebody still holds must not keep the home's memory mapped. */
    private volatile Attachments.@Nullable Share<Session> share;

    private Kernel(Path home, boolean endChildren, Attachments.Share<Session> share) {
        this.home = home;
        this.endChildren = endChildren;
        this.share = share;
    }

    /**
     * Attaches to the default home; see {@link KernelOptions#home()}.
     *
     * <pre>{@code
     * try (Kernel kernel = Kernel.attach()) {
     *     kernel.openMailslot("orders").write("tea".getBytes());
     * }
     * }</pre>
     *
     * @return the attachment
     * @throws JvmFlagsException if the home begins anew, and the JVM keeps this process from its durable mailslots (10)
     * @throws HomeException if the home is not safe to use, or is damaged
     * @throws LimitReachedException if 1,024 processes are attached already (89)
     * @throws DiskFullException if the file system has no room (112)
     */
    public static Kernel attach() {
        return attach(KernelOptions.defaults());
    }

    /**
     * Attaches to a home; makes it if it is missing.
     *
     * <pre>{@code
     * Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(Path.of("/var/lib/shop/home")));
     * }</pre>
     *
     * @param options which home, and what is accepted of it
     * @return the attachment
     * @throws JvmFlagsException if the home begins anew, and the JVM keeps this process from its durable mailslots (10)
     * @throws HomeException if the home is not safe to use, or is damaged
     * @throws LimitReachedException if 1,024 processes are attached already (89)
     * @throws DiskFullException if the file system has no room (112)
     */
    public static Kernel attach(KernelOptions options) {
        FirstChannel.prepare(); // before any class that opens a jar or a file in its initialiser
        Path home = HomeDirectory.resolve(options.home());
        Attachments.Share<Session> share = Attachments.attach(
                home,
                new HomeRules(options.allowNetworkFileSystem(), HomeDirectory.resolveGroup(options.group(), home)),
                Session.class,
                process -> new Session(process, options.waitStrategy()));
        if (options.management() || Boolean.getBoolean(MANAGEMENT)) {
            share.session().manage();
        }
        return new Kernel(home, options.endChildrenOnClose(), share);
    }

    /**
     * Tells that this JVM is to send a message, or a few, and to end: call it before {@link #attach()}. What the first message takes is
     * loaded in the background meanwhile, and a mailslot's queue is opened only for a message that needs it: small ones that
     * follow others do not. Who sends for longer is better off without: there the queue is opened with the first message, and
     * no later one waits for it. It holds for all kernels of this JVM, and for as long as that runs. Any thread may call it.
     *
     * <pre>{@code
     * CompletableFuture<Void> prepared = Kernel.prepareForFewMessages();
     * try (Kernel kernel = Kernel.attach()) {
     *     kernel.openMailslot("orders").write("tea");
     * } finally {
     *     prepared.join();
     * }
     * }</pre>
     *
     * <p>A JVM that ends meanwhile may leave JNA's library behind, some 100 KiB in the folder for temporary files: so wait for it.
     *
     * @return done when all is loaded, or cannot be, of which whoever needs it is told; at once where there is one processor
     */
    public static CompletableFuture<Void> prepareForFewMessages() {
        return Preparation.begin();
    }

    /**
     * The home directory.
     *
     * @return an absolute path
     */
    public Path home() {
        return home;
    }

    /**
     * This JVM's process id as the operating system gives it.
     *
     * @return the id
     */
    public long processId() {
        return ProcessIdentity.self().pid();
    }

    /**
     * Creates a mailslot for messages of any possible size; reads of it wait for ever.
     *
     * <pre>{@code
     * try (Receiver orders = kernel.createMailslot("orders")) {
     *     System.out.println(new String(orders.read()));
     * }
     * }</pre>
     *
     * @param name the Windows form {@code \\.\mailslot\path\name} or the bare form {@code path/name}; the case of
     *     letters does not distinguish names; at most 255 characters
     * @return its receiver
     * @throws AlreadyExistsException if the name is taken (183)
     * @throws InvalidNameException if the name has none of these forms (3, 123, 206)
     * @throws LimitReachedException if there is no room for the object (1450) or the handle (4)
     * @throws DiskFullException if the file system has no room (112)
     */
    public Receiver createMailslot(String name) {
        return createMailslot(name, MailslotOptions.defaults());
    }

    /**
     * Creates a mailslot; or a broadcast mailslot, of which each receiver gets every message, if the name has the form
     * {@code \\*\mailslot\path\name}. If that exists, a further receiver joins it, which gets what is written from then
     * on; the first creator's maximum holds.
     *
     * <p>If the options name a cursor the mailslot is durable: it stays, with what is unread, when nobody has it open, also
     * when all processes are gone, and when the machine is booted if the home is on a disk; until
     * {@link #deleteMailslot}. Senders may open it and write to it meanwhile, up to its capacity. Whoever creates it again
     * with the name of the cursor gets a receiver that goes on with the first unread message, whatever ended the one
     * before; only the read timeout and the inherit flag are new then. A broadcast mailslot has any number of cursors, of
     * which a new one begins at the present end, and may have receivers that are none; every other has exactly one.
     *
     * <p>A durable mailslot may be named {@code \\computer\mailslot\path\name}: it keeps what this home sends to that
     * computer, or that domain, for whoever takes it there, as a bridge does. The name {@code \\+\mailslot\path\name} is
     * that of what is sent to all others.
     *
     * <pre>{@code
     * MailslotOptions durable = MailslotOptions.defaults().withCursor("till").withReadTimeout(Duration.ofSeconds(5));
     * Receiver orders = kernel.createMailslot("shop/orders", durable);
     * Receiver news = kernel.createMailslot("\\\\*\\mailslot\\news", MailslotOptions.defaults());
     * }</pre>
     *
     * @param name the Windows form {@code \\.\mailslot\path\name} or the bare form {@code path/name}; the case of
     *     letters does not distinguish names; at most 255 characters; with the name of a computer, counted as a whole
     * @param options maximum message size, read timeout, inherit flag, cursor
     * @return its receiver; the mailslot and its unread messages go when the last handle to it is closed, unless it is
     *     durable
     * @throws AlreadyExistsException if the name is taken, or by a mailslot without that cursor (183)
     * @throws SharingViolationException if the cursor is open already (32)
     * @throws InvalidNameException if the name has none of these forms, or that of another computer and the options name no
     *     cursor (3, 123, 206)
     * @throws InvalidArgumentException if an option is out of range (87)
     * @throws LimitReachedException if there is no room for the object (1450) or the handle (4)
     * @throws DiskFullException if the file system has no room (112)
     */
    public Receiver createMailslot(String name, MailslotOptions options) {
        Objects.requireNonNull(options, "options");
        return reading(() -> {
            Receiver receiver = session().mailslots().create(name, options);
            session().watch().start();
            return receiver;
        });
    }

    /**
     * Deletes a durable mailslot with all that is unread. Senders that have it open fail from then on as if its last
     * receiver had gone.
     *
     * @param name as for {@link #createMailslot(String)}
     * @throws MailslotNotFoundException if no mailslot has that name (2)
     * @throws InvalidArgumentException if it is not durable (87)
     * @throws SharingViolationException if somebody has a receiver of it open (32)
     * @throws InvalidNameException if the name is malformed (3, 123, 206)
     */
    public void deleteMailslot(String name) {
        doing(() -> session().mailslots().durable().deleteMailslot(name, OptionalLong.empty()));
    }

    /**
     * As {@link #deleteMailslot(String)}, but no other mailslot that has the name since somebody looked.
     *
     * @param name as for {@link #createMailslot(String)}
     * @param objectId what {@link io.mailslot.inspect.MailslotStatus#objectId()} told
     * @throws MailslotNotFoundException if no mailslot has that name, or another one has it by now (2)
     * @throws InvalidArgumentException if it is not durable, or the identity is negative (87)
     * @throws SharingViolationException if somebody has a receiver of it open (32)
     * @throws InvalidNameException if the name is malformed (3, 123, 206)
     */
    public void deleteMailslot(String name, long objectId) {
        doing(() -> session().mailslots().durable().deleteMailslot(name, identity(objectId)));
    }

    /**
     * As {@link #deleteMailslot(String, long)}, unless something in it is unread by one of its cursors. Nothing comes in between: a
     * message that a sender writes at this moment is either there, and then the mailslot stays, or its write fails as all later ones
     * do, if the name is that of another computer (64).
     *
     * @param name as for {@link #createMailslot(String)}
     * @param objectId what {@link io.mailslot.inspect.MailslotStatus#objectId()} told
     * @return whether it is deleted
     * @throws MailslotNotFoundException if no mailslot has that name, or another one has it by now (2)
     * @throws InvalidArgumentException if it is not durable, or the identity is negative (87)
     * @throws SharingViolationException if somebody has a receiver of it open (32)
     * @throws InvalidNameException if the name is malformed (3, 123, 206)
     * @throws HomeException if a process stands still in a write to it, or with the home (33)
     */
    public boolean deleteMailslotIfEmpty(String name, long objectId) {
        return reading(() -> session()
                .mailslots()
                .durable()
                .deleteIfEmpty(name, identity(objectId).getAsLong()));
    }

    /**
     * Deletes a cursor of a durable broadcast mailslot, so that messages are not kept for it any more.
     *
     * @param name as for {@link #createMailslot(String)}
     * @param cursor the cursor's name
     * @throws MailslotNotFoundException if no mailslot has that name (2)
     * @throws ObjectNotFoundException if it has no such cursor (2)
     * @throws InvalidArgumentException if it is not durable, or this is its last cursor (87)
     * @throws SharingViolationException if somebody has the cursor open (32)
     * @throws InvalidNameException if the name is malformed (3, 123, 206)
     */
    public void deleteCursor(String name, String cursor) {
        deleteCursor(name, cursor, OptionalLong.empty());
    }

    /**
     * As {@link #deleteCursor(String, String)}, but no other cursor that has the name since somebody looked.
     *
     * @param name as for {@link #createMailslot(String)}
     * @param cursor the cursor's name
     * @param objectId what {@link io.mailslot.inspect.ReceiverStatus#objectId()} told
     * @throws MailslotNotFoundException if no mailslot has that name (2)
     * @throws ObjectNotFoundException if it has no such cursor, or another one has that name by now (2)
     * @throws InvalidArgumentException if it is not durable, this is its last cursor, or the identity is negative (87)
     * @throws SharingViolationException if somebody has the cursor open (32)
     * @throws InvalidNameException if the name is malformed (3, 123, 206)
     */
    public void deleteCursor(String name, String cursor, long objectId) {
        deleteCursor(name, cursor, identity(objectId));
    }

    private static OptionalLong identity(long objectId) {
        if (objectId < 0) {
            throw new InvalidArgumentException(
                    "no object has the identity " + objectId + "; it is what a snapshot tells, from 1 up");
        }
        return OptionalLong.of(objectId);
    }

    private void deleteCursor(String name, String cursor, OptionalLong objectId) {
        String checked = MailslotOptions.defaults().withCursor(cursor).cursor();
        doing(() -> session().mailslots().durable().deleteCursor(name, checked, objectId));
    }

    /**
     * Opens an existing mailslot to write to it, together with others.
     *
     * <pre>{@code
     * try (Sender orders = kernel.openMailslot("orders")) {
     *     orders.write("tea".getBytes());
     * }
     * }</pre>
     *
     * @param name as for {@link #createMailslot(String)}
     * @return its sender; an object of its own, whose handle must be closed
     * @throws MailslotNotFoundException if no mailslot has that name (2)
     * @throws InvalidNameException if the name is malformed (3, 123, 206), or addresses a computer to which no bridge of this
     *     home takes messages (53)
     * @throws ReadTimeoutException if the bridge, which is asked about the name of another computer, does not answer (121)
     * @throws SharingViolationException if another sender shares write access with nobody (32)
     * @throws LimitReachedException if there is no room for the object (1450) or the handle (4)
     */
    public Sender openMailslot(String name) {
        return openMailslot(name, OpenOptions.defaults());
    }

    /**
     * Opens an existing mailslot, or one that comes to exist within {@link OpenOptions#withOpenTimeout}. A sender opened under a name of the form {@code \\*\mailslot\path\name} is bound to the
     * name: opening always succeeds, each write goes to the mailslot that has the name then, and nowhere if there is none;
     * and, before that, to the outbox {@code \\+\mailslot\path\name} for all other computers, if there is one.
     * The name {@code \\.\mailslot} alone can be opened too, but whatever is done with that sender fails (1).
     *
     * <p>The name {@code \\computer\mailslot\path\name}, also with a domain instead of the computer, opens the outbox of
     * that name: a durable mailslot of this home, from which a bridge takes what is written and brings it there. If there is no
     * such outbox the bridge of the home is asked to make one, and has 5 s to answer, or the open timeout if that is shorter.
     * Once the bridge has deleted the outbox its senders fail with code 64.
     *
     * <pre>{@code
     * OpenOptions passedOn = OpenOptions.defaults().withInheritable(true).withWriteTimeout(Duration.ZERO);
     * Sender orders = kernel.openMailslot("shop/orders", passedOn);
     * }</pre>
     *
     * @param name as for {@link #createMailslot(String)}
     * @param options rights, sharing, inherit flag, how long to wait for the mailslot
     * @return its sender; an object of its own, whose handle must be closed
     * @throws MailslotNotFoundException if no mailslot has that name, or none had it in time (2)
     * @throws WaitInterruptedException if the thread is interrupted while it waits for the mailslot (995)
     * @throws InvalidNameException if the name is malformed (3, 123, 206), or addresses a computer to which no bridge of this
     *     home takes messages (53)
     * @throws ReadTimeoutException if the bridge, which is asked about the name of another computer, does not answer (121)
     * @throws InvalidArgumentException if the options ask for a right that no sender can have (87)
     * @throws SharingViolationException if write access is not shared by all who want it (32)
     * @throws LimitReachedException if there is no room for the object (1450) or the handle (4)
     */
    public Sender openMailslot(String name, OpenOptions options) {
        Objects.requireNonNull(options, "options");
        return reading(() -> session().mailslots().open(name, options));
    }

    /**
     * A receiver whose handle is in this process's table already, for instance because it was inherited.
     *
     * <pre>{@code
     * Receiver orders = kernel.receiver(Integer.parseInt(args[0]));
     * }</pre>
     *
     * @param handle its number
     * @return a view of it; closing the view closes the handle
     * @throws InvalidHandleException if there is no such handle, or it names no end of a mailslot (6)
     * @throws InsufficientRightsException if it names a sender (5)
     * @throws InvalidArgumentException if it names a sender that has read access, which is of no use (87)
     */
    public Receiver receiver(int handle) {
        return reading(() -> session().mailslots().receiver(handle));
    }

    /**
     * A sender whose handle is in this process's table already, for instance because it was inherited.
     *
     * <pre>{@code
     * kernel.sender(Integer.parseInt(args[0])).write("hello".getBytes());
     * }</pre>
     *
     * @param handle its number
     * @return a view of it; closing the view closes the handle
     * @throws InvalidHandleException if there is no such handle, or it names no end of a mailslot (6)
     * @throws InsufficientRightsException if it names a receiver (5)
     */
    public Sender sender(int handle) {
        return reading(() -> session().mailslots().sender(handle));
    }

    /**
     * A process whose handle is in this process's table already.
     *
     * @param handle its number
     * @return a view of it; closing the view closes the handle
     * @throws InvalidHandleException if there is no such handle, or it names no process (6)
     */
    public ProcessObject process(int handle) {
        return reading(() -> session().process(handle));
    }

    /**
     * A handle that this process has inherited under a name, which its parent gave it by {@link JavaCommand#withInherited}.
     *
     * @param <T> the type
     * @param name the name
     * @param type what it is, for instance {@code Sender.class}
     * @return a view of it; closing the view closes the handle
     * @throws ObjectNotFoundException if none was inherited under that name, or this process has inherited nothing (2); the
     *     message lists the names that there are
     * @throws InvalidHandleException if it is closed by now, or is of another type (6)
     */
    public <T extends KernelHandle> T inherited(String name, Class<T> type) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        return reading(() -> session().inherited(name, type));
    }

    /**
     * This process as it means itself: the pseudo handle -1. It is in no table, closing it does nothing, and in every
     * process it means that process. Duplicate it to get a real handle that a child can inherit.
     *
     * <pre>{@code
     * int own = kernel.duplicate(Kernel.CURRENT_PROCESS, DuplicateOptions.defaults().withInheritable(true));
     * }</pre>
     *
     * @return a view of the pseudo handle
     */
    public ProcessObject currentProcess() {
        return reading(() -> session().process(CURRENT_PROCESS));
    }

    /**
     * Opens a process of this home. One that has ended can be opened while anybody holds a handle to it.
     *
     * <pre>{@code
     * ObjectOpenOptions asking = ObjectOpenOptions.of(AccessRight.SYNCHRONIZE, AccessRight.QUERY_INFORMATION);
     * try (ProcessObject other = kernel.openProcess(pid, asking)) {
     *     if (other.waitForEnd(Duration.ofSeconds(10))) {
     *         System.out.println("it ended with " + other.exitCode().getAsInt());
     *     }
     * }
     * }</pre>
     *
     * @param processId the operating system's process id, in this JVM's pid namespace
     * @param options rights, where to wait for the process's end takes {@link AccessRight#SYNCHRONIZE}, and
     *     {@link AccessRight#READ} and {@link AccessRight#WRITE} are none for a process; inherit flag
     * @return the process
     * @throws InvalidArgumentException if no process of that id is or was attached (87)
     * @throws InsufficientRightsException if no right, or one that no process has, is asked for (5)
     * @throws LimitReachedException if there is no room for the handle (4)
     */
    public ProcessObject openProcess(long processId, ObjectOpenOptions options) {
        Objects.requireNonNull(options, "options");
        int handle = reading(() -> session().opening().open(processId, options));
        return process(handle);
    }

    /**
     * Duplicates a handle of this process within this process.
     *
     * @param handle the source's number, or -1 for a real handle to this process
     * @param options rights, flags, and whether to close the source
     * @return the duplicate's number; the source's own if the source is closed
     * @throws InvalidHandleException if there is no such handle (6)
     * @throws InsufficientRightsException if the duplicate would have more rights than the source (5)
     * @throws LimitReachedException if there is no room for the handle (4)
     */
    public int duplicate(int handle, DuplicateOptions options) {
        return duplicate(CURRENT_PROCESS, handle, CURRENT_PROCESS, options);
    }

    /**
     * Duplicates a handle from any process of the home into any other. The duplicate names the same object, counts as one
     * more user of it, and works in the target process from its first use on; nobody tells that process its number.
     *
     * <pre>{@code
     * int there = kernel.duplicate(Kernel.CURRENT_PROCESS, sender.handle(), child.handle(), DuplicateOptions.defaults());
     * }</pre>
     *
     * @param sourceProcess handle of this process to the one that has the source, -1 for this one; needs
     *     {@link AccessRight#DUPLICATE_HANDLE}
     * @param handle the source's number there; -1 means that process itself
     * @param targetProcess handle of this process to the one that receives the duplicate, -1 for this one; needs
     *     {@link AccessRight#DUPLICATE_HANDLE}
     * @param options rights, flags, and whether to close the source, which happens whatever becomes of the duplicate
     * @return the duplicate's number in the target process
     * @throws InvalidHandleException if the source, or a process handle, is not open (6)
     * @throws InsufficientRightsException if a process handle lacks the right, a process has ended, or the duplicate would
     *     have more rights than the source (5)
     * @throws LimitReachedException if there is no room for the handle in the target (4)
     */
    public int duplicate(int sourceProcess, int handle, int targetProcess, DuplicateOptions options) {
        Objects.requireNonNull(options, "options");
        if (targetProcess == 0) {
            throw new InvalidHandleException("process handle 0 names no process");
        }
        return session()
                .proving(() -> session().duplication().duplicate(sourceProcess, handle, targetProcess, options))
                .orElseThrow();
    }

    /**
     * Closes a handle in another process.
     *
     * @param process handle of this process to the other one; needs {@link AccessRight#DUPLICATE_HANDLE}
     * @param handle the number there; it stays open if it is protected from close
     * @throws InvalidHandleException if it, or the process handle, is not open (6)
     * @throws InsufficientRightsException if the process handle lacks the right, or the process has ended (5)
     */
    public void closeHandleIn(int process, int handle) {
        DuplicateOptions close = DuplicateOptions.defaults().withCloseSource(true);
        session().proving(() -> session().duplication().duplicate(process, handle, Duplication.NO_PROCESS, close));
    }

    /**
     * Ends this JVM with an exit code that all holders of a handle to it see in full, whatever the operating system makes
     * of it. Does not return.
     * Until the JVM has ended, others may still terminate it; the exit code stays this one.
     *
     * @param exitCode any value
     */
    public void exitProcess(int exitCode) {
        currentProcess().terminate(exitCode);
    }

    /**
     * Events, semaphores and mutexes.
     *
     * <pre>{@code
     * Event ready = kernel.synchronization().createEvent(EventOptions.defaults().withName("ready"));
     * ready.set();
     * }</pre>
     *
     * @return what makes and opens them
     */
    public Synchronization synchronization() {
        return new Synchronization(this::session);
    }

    /**
     * Ordinary files.
     *
     * <pre>{@code
     * FileObject notes = kernel.files().open("notes.txt", FileOpenOptions.defaults()
     *         .withAccess(Set.of(AccessRight.WRITE)).withDisposition(FileDisposition.OPEN_ALWAYS));
     * }</pre>
     *
     * @return what opens them
     */
    public FileObjects files() {
        return new FileObjects(this::session);
    }

    /**
     * Waits until an object is signaled, and takes from it what there is to take: resets an event of automatic reset,
     * counts a semaphore down, owns a mutex. As {@link Waitable#await}.
     *
     * @param timeout see {@link Timeouts}
     * @param object a view of an open handle of this home
     * @return how the wait ended; it has the object unless the time ran out
     * @throws InvalidArgumentException if the object is of another home (87)
     * @throws InvalidHandleException if a handle is closed, now or meanwhile (6)
     * @throws InsufficientRightsException if one lacks {@link AccessRight#SYNCHRONIZE} (5)
     * @throws WaitInterruptedException if the thread is interrupted; nothing is taken then (995)
     */
    public WaitResult waitFor(Duration timeout, Waitable object) {
        WaitResult result = session().waits().any(timeout, List.of(Session.waitTarget(object)));
        return withObject(result, object);
    }

    /**
     * As {@link #waitFor(Duration, Waitable)}, by the number of a handle.
     *
     * @param timeout see {@link Timeouts}
     * @param handle its number, or -1, which is not signaled while anybody can ask
     * @return how the wait ended
     * @throws InvalidHandleException if there is no such handle, or it is closed meanwhile, or it names a sender or a file (6)
     * @throws InsufficientRightsException if it lacks {@link AccessRight#SYNCHRONIZE} (5)
     * @throws WaitInterruptedException if the thread is interrupted; nothing is taken then (995)
     */
    public WaitResult waitFor(Duration timeout, int handle) {
        Session session = session();
        return session.proving(() -> session.waits().any(timeout, List.of(session.waitTarget(handle))));
    }

    /**
     * Waits until one of several objects is signaled, and takes from that one only: the first in the list that is
     * signaled.
     *
     * <pre>{@code
     * WaitResult woken = kernel.waitForAny(Duration.ofSeconds(10), receiver, child);
     * if (woken.is(receiver)) {
     *     System.out.println(new String(receiver.read()));
     * } else if (woken.is(child)) {
     *     System.out.println("the child ended with " + child.exitCode().getAsInt());
     * }
     * }</pre>
     *
     * @param timeout see {@link Timeouts}
     * @param objects views of open handles of this home, at least one; {@link #currentProcess} is not possible
     * @return how the wait ended, and which object it was
     * @throws InvalidArgumentException if there is no object, or one of another home (87)
     * @throws InvalidHandleException if a handle is closed, now or meanwhile (6)
     * @throws InsufficientRightsException if one lacks {@link AccessRight#SYNCHRONIZE} (5)
     * @throws WaitInterruptedException if the thread is interrupted; nothing is taken then (995)
     */
    public WaitResult waitForAny(Duration timeout, Waitable... objects) {
        WaitResult result = session().waits().any(timeout, Session.waitTargets(objects));
        return withObject(result, objects);
    }

    /**
     * As {@link #waitForAny(Duration, Waitable...)}, by the numbers of handles.
     *
     * @param timeout see {@link Timeouts}
     * @param handles their numbers, at least one; the pseudo handle is not possible
     * @return which one, and how the wait ended
     * @throws InvalidArgumentException if there is no handle (87)
     * @throws InvalidHandleException if there is no such handle, or it is closed meanwhile, or it names a sender or a file (6)
     * @throws InsufficientRightsException if one lacks {@link AccessRight#SYNCHRONIZE} (5)
     * @throws WaitInterruptedException if the thread is interrupted; nothing is taken then (995)
     */
    public WaitResult waitForAny(Duration timeout, int... handles) {
        Session session = session();
        return session.proving(() -> session.waits().any(timeout, session.waitTargets(handles)));
    }

    /**
     * Waits until all of several objects are signaled at the same moment, and takes from all of them then; until then
     * from none.
     *
     * <pre>{@code
     * WaitResult both = kernel.waitForAll(Duration.ofSeconds(10), ready, mutex);
     * }</pre>
     *
     * @param timeout see {@link Timeouts}
     * @param objects views of open handles of this home, at least one, no two of the same object; {@link #currentProcess} is
     *     not possible
     * @return how the wait ended; its object is the first that was abandoned, else the first
     * @throws InvalidArgumentException if there is no object, or one of another home, or the same one twice (87)
     * @throws InvalidHandleException if a handle is closed, now or meanwhile (6)
     * @throws InsufficientRightsException if one lacks {@link AccessRight#SYNCHRONIZE} (5)
     * @throws WaitInterruptedException if the thread is interrupted; nothing is taken then (995)
     */
    public WaitResult waitForAll(Duration timeout, Waitable... objects) {
        WaitResult result = session().waits().all(timeout, Session.waitTargets(objects));
        return withObject(result, objects);
    }

    /**
     * As {@link #waitForAll(Duration, Waitable...)}, by the numbers of handles.
     *
     * @param timeout see {@link Timeouts}
     * @param handles their numbers, at least one, no two of the same object; the pseudo handle is not possible
     * @return how the wait ended
     * @throws InvalidArgumentException if there is no handle, or two of the same object (87)
     * @throws InvalidHandleException if there is no such handle, or it is closed meanwhile, or it names a sender or a file (6)
     * @throws InsufficientRightsException if one lacks {@link AccessRight#SYNCHRONIZE} (5)
     * @throws WaitInterruptedException if the thread is interrupted; nothing is taken then (995)
     */
    public WaitResult waitForAll(Duration timeout, int... handles) {
        Session session = session();
        return session.proving(() -> session.waits().all(timeout, session.waitTargets(handles)));
    }

    private static WaitResult withObject(WaitResult result, Waitable... objects) {
        return result.signaled() ? result.withObject(objects[result.index()]) : result;
    }

    /**
     * Describes a handle of this process: its object with its usage count, its rights and flags.
     *
     * @param handle its number
     * @return the description
     * @throws InvalidHandleException if there is no such handle (6)
     */
    public HandleInfo describe(int handle) {
        if (handle == CURRENT_PROCESS) {
            return currentProcess().describe();
        }
        return reading(() -> session().handles().describe(handle));
    }

    /**
     * This process's handle table.
     *
     * <pre>{@code
     * kernel.handles().forEach(System.out::println);
     * }</pre>
     *
     * @return the open handles, by rising number
     */
    public List<HandleInfo> handles() {
        return reading(() -> session().handles().describeAll());
    }

    /**
     * How many changes of the home were completed since it was begun: each object that was made, and each handle that was
     * opened or closed, is one; messages are none. Whoever looks at the home again and again need not as long as this is the
     * same. It costs a look at two files, however much there is in the home.
     *
     * <pre>{@code
     * long before = kernel.changes();
     * HomeSnapshot seen = HomeInspector.inspect(kernel.home()).orElseThrow();
     * if (kernel.changes() != before) { // by now, or at any time later
     *     seen = HomeInspector.inspect(kernel.home()).orElseThrow();
     * }
     * }</pre>
     *
     * @return the number, which only grows; what goes on at the moment does not count yet
     * @throws HomeException if the home was deleted or replaced, or this process was taken for dead (1006)
     * @throws InvalidHandleException if this kernel is closed (6)
     */
    public long changes() {
        return reading(() -> session().changes());
    }

    /**
     * Sets or clears flags of a handle. Other flags stay as they are.
     *
     * <pre>{@code
     * kernel.setFlags(handle, Set.of(HandleFlag.INHERIT), Set.of(HandleFlag.INHERIT));
     * }</pre>
     *
     * @param handle its number
     * @param mask the flags to change
     * @param flags those of the mask to set; the others are cleared
     * @throws InvalidHandleException if there is no such handle (6)
     * @throws InsufficientRightsException if it is the pseudo handle -1, which has no flags (5)
     */
    public void setFlags(int handle, Set<HandleFlag> mask, Set<HandleFlag> flags) {
        if (handle == CURRENT_PROCESS) {
            currentProcess().setFlags(mask, flags);
        }
        doing(() -> session().handles().setFlags(handle, mask, flags));
    }

    /**
     * Closes a handle; the object goes with its last handle.
     *
     * @param handle its number; closing the pseudo handle -1 does nothing
     * @throws InvalidHandleException if there is no such handle, or it is protected from close (6)
     */
    public void closeHandle(int handle) {
        if (handle != CURRENT_PROCESS) {
            doing(() -> session().handles().close(handle));
        }
    }

    /**
     * Starts a program that inherits handles of this process. If it is a JVM that attaches to this home, it finds them
     * in its table under the same numbers, with the same rights and flags; how it learns the numbers is up to both. If it is
     * something else, a script for instance, the first JVM below it that attaches does so, up to five seconds after the
     * program's end; the child, with its process id and exit code, is the program that was started.
     *
     * <p>Where this throws, no program runs. From its start on a thread of this JVM sees to the child: it writes down which
     * program it is, waits for its end, and tells its exit code, as soon as the home can be changed; until the last kernel of
     * the home is closed.
     *
     * @param builder the program, its environment (to which the home and a one-time ticket are added for the start) and
     *     its streams; for a JVM see {@link #createProcess(JavaCommand, Inheritance)}
     * @param inheritance which handles it receives
     * @return the child, with a handle to its process object that has every {@link AccessRight} there is for a process
     * @throws ProcessStartException if the program does not start; nothing of it is left then (2, 4, 5, 8, 11, 206)
     * @throws InvalidArgumentException if a listed handle is not open or has no inherit flag, or the command is empty (87)
     * @throws LimitReachedException if there is no room for the process (89), the object (1450) or the handle (4)
     * @throws io.mailslot.api.OutOfResourcesException also if there is no thread to be had for the child (8)
     */
    public ChildProcess createProcess(ProcessBuilder builder, Inheritance inheritance) {
        return createProcess(builder, ChildOptions.defaults().withInheritance(inheritance));
    }

    /**
     * As {@link #createProcess(ProcessBuilder, Inheritance)}, for a child that may be to end with this process.
     *
     * @param builder the program, its environment and its streams
     * @param options which handles it receives, and whether it ends with this process; {@link
     *     KernelOptions#withEndChildrenOnClose} says so for all
     * @return the child, with a handle to its process object that has every {@link AccessRight} there is for a process
     * @throws ProcessStartException if the program does not start; nothing of it is left then (2, 4, 5, 8, 11, 206)
     * @throws InvalidArgumentException if a listed handle is not open or has no inherit flag, or the command is empty (87)
     * @throws LimitReachedException if there is no room for the process (89), the object (1450) or the handle (4)
     * @throws io.mailslot.api.OutOfResourcesException also if there is no thread to be had for the child (8)
     */
    public ChildProcess createProcess(ProcessBuilder builder, ChildOptions options) {
        Objects.requireNonNull(builder, "builder");
        return session().children().create(ChildCommand.of(builder), effective(options));
    }

    /**
     * Starts a child JVM that inherits the handles which the command names, and no others.
     *
     * @param command what it runs, and how
     * @return the child, with a handle to its process object that has every {@link AccessRight} there is for a process
     * @throws ProcessStartException if it does not start, or it is known that it cannot work; nothing of it is left then
     *     (2, 4, 5, 8, 11, 206)
     * @throws InvalidArgumentException if a named handle is of another home, or the pseudo handle (87)
     * @throws InvalidHandleException if a named handle is closed (6)
     * @throws LimitReachedException if there is no room for the process (89), the object (1450) or the handle (4)
     */
    public ChildProcess createProcess(JavaCommand command) {
        return createProcess(command, Inheritance.none());
    }

    /**
     * Starts a child JVM that inherits handles of this process: those chosen here, and those that the command names. It finds
     * them in its table under the same numbers, with the same rights and flags; the ones with names by {@link #inherited}, of
     * the others how it learns the numbers is up to both.
     *
     * <pre>{@code
     * String number = Integer.toString(sender.handle());
     * ChildProcess worker = kernel.createProcess(JavaCommand.of("shop.Worker").withArguments(number), Inheritance.all());
     * int exitCode = worker.waitFor();
     * }</pre>
     *
     * @param command what it runs, and how
     * @param inheritance which handles it receives
     * @return the child, with a handle to its process object that has every {@link AccessRight} there is for a process
     * @throws ProcessStartException if it does not start, or it is known that it cannot work; nothing of it is left then
     *     (2, 4, 5, 8, 11, 206)
     * @throws InvalidArgumentException if a listed handle is not open or has no inherit flag, or a named one is of another home,
     *     or the pseudo handle (87)
     * @throws InvalidHandleException if a named handle is closed (6)
     * @throws LimitReachedException if there is no room for the process (89), the object (1450) or the handle (4)
     */
    public ChildProcess createProcess(JavaCommand command, Inheritance inheritance) {
        return createProcess(command, ChildOptions.defaults().withInheritance(inheritance));
    }

    /**
     * As {@link #createProcess(JavaCommand, Inheritance)}, for a child that may be to end with this process.
     *
     * @param command what it runs, and how
     * @param options which handles it receives, and whether it ends with this process
     * @return the child, with a handle to its process object that has every {@link AccessRight} there is for a process
     * @throws ProcessStartException if it does not start, or it is known that it cannot work; nothing of it is left then
     *     (2, 4, 5, 8, 11, 206)
     * @throws InvalidArgumentException if a listed handle is not open or has no inherit flag (87)
     * @throws LimitReachedException if there is no room for the process (89), the object (1450) or the handle (4)
     */
    public ChildProcess createProcess(JavaCommand command, ChildOptions options) {
        return session().children().create(command.prepare(), effective(options));
    }

    private ChildOptions effective(ChildOptions options) {
        return endChildren ? options.withEndOnClose(true) : Objects.requireNonNull(options, "options");
    }

    /**
     * Gives this attachment up. With the last one of the home every handle is closed, what waits on them fails with
     * {@link InvalidHandleException} (6), and the process leaves. Children go on. Closing twice does nothing.
     */
    @Override
    public void close() {
        Attachments.Share<Session> open = share;
        share = null;
        if (open != null) {
            open.giveBack();
        }
    }

    private <T extends @Nullable Object> T reading(Supplier<T> call) {
        return session().reading(call);
    }

    private void doing(Runnable call) {
        reading(() -> {
            call.run();
            return null;
        });
    }

    private Session session() {
        Attachments.Share<Session> open = share;
        if (open == null) {
            throw new InvalidHandleException("the kernel of " + home + " is closed; attach again");
        }
        return open.session();
    }
}
