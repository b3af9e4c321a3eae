package io.mailslot.internal.slot;

import io.mailslot.api.AccessRight;
import io.mailslot.api.AlreadyExistsException;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.Sender;
import io.mailslot.api.SharingViolationException;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.log.LogSettings;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.object.NameIndex;
import io.mailslot.internal.object.NameSearch;
import io.mailslot.internal.object.ObjectFactory;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.wait.Lookout;
import io.mailslot.internal.wait.NameWait;
import io.mailslot.internal.wait.ObjectWaits;
import io.mailslot.internal.wait.WaitTimeouts;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongFunction;

/** Creates and opens mailslots for one process. Thread-safe. */
public final class Mailslots {
    private final SharedKernel kernel;
    private final OwnHandles handles;
    private final Runnable reapDead;
    private final ObjectFactory objects;
    private final NameSearch search;
    private final NameWait nameWait;
    private final SlotEnds ends;
    private final Creation creation;
    private final DurableMailslots durable;
    private final ObjectWaits waits;
    private final BridgeCall bridge;

    /**
     * Makes the mailslots of a process.
     *
     * @param kernel the home's shared state
     * @param handles the process's handles
     * @param self the process
     * @param reapDead closes the handles of processes that have died; asked when a name is taken
     * @param strategy what threads do while they wait for messages
     * @param lookout looks after threads that sleep
     * @param waits how threads wait for receivers
     */
    public Mailslots(
            SharedKernel kernel,
            OwnHandles handles,
            ProcessRef self,
            Runnable reapDead,
            WaitStrategy strategy,
            Lookout lookout,
            ObjectWaits waits) {
        this.kernel = kernel;
        this.handles = handles;
        this.reapDead = reapDead;
        this.objects = new ObjectFactory(kernel);
        this.search = new NameSearch(kernel);
        this.nameWait = new NameWait(kernel, handles);
        this.ends = new SlotEnds(kernel, self, strategy, lookout, handles::hasOpen);
        this.creation = new Creation(kernel, handles, self, ends);
        this.durable = new DurableMailslots(kernel, handles, reapDead, creation, ends);
        this.waits = waits;
        this.bridge = new BridgeCall(this, kernel.home().root(), reapDead);
        handles.onClosed(ends::drop);
    }

    /** Creates a mailslot and opens its receiver. */
    public Receiver create(String text, MailslotOptions options) {
        MailslotName name = MailslotName.parse(text);
        if (name.isRemote() && options.cursor().isEmpty()) {
            throw new InvalidNameException(
                    ErrorCode.INVALID_NAME,
                    "the mailslot name '" + text + "' addresses '" + name.host()
                            + "'; only local ones (\\\\.\\mailslot\\"
                            + "name) can be created, or, by a bridge, durable ones that keep what is sent there");
        }
        if (options.maxMessageSize() < -1) {
            throw new InvalidArgumentException("the maximum message size " + options.maxMessageSize()
                    + " is negative; use 0 (the largest possible) or up to " + Integer.MAX_VALUE);
        }
        int timeoutMs = WaitTimeouts.toMillis(options.readTimeout());
        LogSettings settings = Capacities.settings(name, options, kernel.home().root());
        if (!options.cursor().isEmpty()) {
            return receiver(durable.attach(name, options, timeoutMs, settings));
        }
        if (name.isBroadcast()) {
            return receiver(createOrJoin(name, options, timeoutMs, settings));
        }
        refuseTaken(name);
        return receiver(creation.create(name, options, timeoutMs, settings));
    }

    /** Others may create and destroy the mailslot at the same time: then it takes another round. */
    private int createOrJoin(MailslotName name, MailslotOptions options, int timeoutMs, LogSettings settings) {
        while (true) {
            long found = search.find(name);
            if (found != 0 && !creation.isBroadcast(found)) {
                refuseTaken(name);
                continue;
            }
            if (found != 0) {
                kernel.change(section -> {
                    if (kernel.names().find(name) == found) {
                        creation.checkAccess(name, found, true);
                    }
                    return null;
                });
            }
            try {
                int handle = found == 0
                        ? creation.create(name, options, timeoutMs, settings)
                        : creation.join(found, name, options, timeoutMs);
                if (handle != 0) {
                    return handle;
                }
            } catch (AlreadyExistsException | ReceiverGoneException tooLate) {
                kernel.requireHome();
            }
        }
    }

    /** Waits for nobody: who then makes the mailslot looks again under the lock. What can be joined is not refused. */
    private void refuseTaken(MailslotName name) {
        if (search.find(name) != 0) {
            reapDead.run();
            long taken = search.find(name);
            if (taken != 0 && !(name.isBroadcast() && creation.isBroadcast(taken))) {
                throw creation.taken(name, taken);
            }
        }
    }

    /** Creates and deletes mailslots that stay when nobody uses them. */
    public DurableMailslots durable() {
        return durable;
    }

    /** Opens a mailslot for writing. */
    public Sender open(String text, OpenOptions options) {
        if (MailslotName.isDevice(text)) {
            return sender(openDevice(options));
        }
        MailslotName name = MailslotName.parse(text);
        Set<AccessRight> rights = rights(options);
        int timeoutMs = WaitTimeouts.toMillis(options.writeTimeout());
        if (name.isBroadcast()) {
            return sender(openNameBound(name, rights, options.inheritable(), timeoutMs));
        }
        return sender(
                name.isRemote()
                        ? openRemote(name, rights, options, timeoutMs)
                        : openLocal(name, rights, options, timeoutMs));
    }

    private int openLocal(MailslotName name, Set<AccessRight> rights, OpenOptions options, int timeoutMs) {
        return nameWait.open(
                options.openTimeout(),
                () -> search.find(name) != 0,
                (waited, patience) -> openBound(name, rights, options, timeoutMs, waited, patience));
    }

    /** What there is already opens without the bridge, which makes it, if it may be sent to, as soon as somebody asks. */
    private int openRemote(MailslotName name, Set<AccessRight> rights, OpenOptions options, int timeoutMs) {
        if (search.find(name) != 0) {
            try {
                return openBound(name, rights, options, timeoutMs, "", Patience.forLock());
            } catch (MailslotNotFoundException deleted) {
                kernel.requireHome();
            }
        }
        return openLocal(bridge.mailslotFor(name, options.openTimeout()), rights, options, timeoutMs);
    }

    private int openBound(
            MailslotName name,
            Set<AccessRight> rights,
            OpenOptions options,
            int timeoutMs,
            String waited,
            Patience patience) {
        boolean writes = rights.contains(AccessRight.WRITE);
        return kernel.change(patience, section -> {
            long mailslot = kernel.names().find(name);
            if (mailslot == 0) {
                throw new MailslotNotFoundException("no mailslot named '" + name.text() + "' exists in "
                        + kernel.home().root() + waited + "; a receiver must create it first");
            }
            creation.checkAccess(name, mailslot, writes);
            checkSharing(name, mailslot, writes, options.shareWrite());
            int index = handles.table().firstFree();
            kernel.markDirty(1);
            long sender = objects.createSender(mailslot, writes, writes && !options.shareWrite(), timeoutMs);
            FaultPoint.OPEN_OBJECT_MADE.reached();
            long entry = HandleEntry.of(sender, rights, options.inheritable());
            return handles.add(index, entry, FaultPoint.OPEN_HANDLE_STORED);
        });
    }

    private static Set<AccessRight> rights(OpenOptions options) {
        Set<AccessRight> rights = EnumSet.of(AccessRight.SYNCHRONIZE);
        rights.addAll(options.access());
        if (!EnumSet.of(AccessRight.READ, AccessRight.WRITE, AccessRight.SYNCHRONIZE)
                .containsAll(rights)) {
            throw new InvalidArgumentException("a mailslot cannot be opened with the rights " + options.access()
                    + "; READ and WRITE are possible");
        }
        return rights;
    }

    /** A sender to nothing: it has neither a mailslot nor a name. */
    private int openDevice(OpenOptions options) {
        Set<AccessRight> rights = rights(options);
        return kernel.change(section -> {
            int index = handles.table().firstFree();
            kernel.markDirty(1);
            long device = objects.createSender(0, false, false, 0);
            FaultPoint.OPEN_OBJECT_MADE.reached();
            long entry = HandleEntry.of(device, rights, options.inheritable());
            return handles.add(index, entry, FaultPoint.OPEN_HANDLE_STORED);
        });
    }

    private static boolean isDevice(Region sender) {
        return sender.getLong(ObjectEntry.MAILSLOT_OFFSET) == 0 && !NameIndex.isNamed(sender);
    }

    /** Always possible: whether anybody listens is seen at each write. */
    private int openNameBound(MailslotName name, Set<AccessRight> rights, boolean inheritable, int timeoutMs) {
        return kernel.change(section -> {
            int index = handles.table().firstFree();
            kernel.markDirty(1);
            long sender = objects.createNameBoundSender(name, timeoutMs);
            FaultPoint.OPEN_OBJECT_MADE.reached();
            return handles.add(index, HandleEntry.of(sender, rights, inheritable), FaultPoint.OPEN_HANDLE_STORED);
        });
    }

    private void checkSharing(MailslotName name, long mailslot, boolean writes, boolean shares) {
        Region entry = kernel.objects().require(mailslot);
        int writers = entry.getInt(ObjectEntry.WRITERS_OFFSET);
        int exclusive = entry.getInt(ObjectEntry.EXCLUSIVE_WRITERS_OFFSET);
        if (writes && (exclusive > 0 || (!shares && writers > 0))) {
            String others = writers == 1 ? "a writing sender" : writers + " writing senders";
            throw new SharingViolationException(
                    "the mailslot '" + name.text() + "' has " + others
                            + (exclusive > 0
                                    ? ", which shares write access with nobody; wait until it is closed"
                                    : ", and this open shares write access with nobody; share it, or wait until they are closed"));
        }
    }

    /** A view of an open receiver handle. */
    public Receiver receiver(int handle) {
        if (kernel.objects().type(HandleEntry.objectId(handles.entry(handle))) == ObjectEntry.TYPE_SENDER) {
            throw notReadable(handle);
        }
        long entry = handles.entry(handle, ObjectEntry.TYPE_RECEIVER);
        long objectId = HandleEntry.objectId(entry);
        ReceiverEnd end = end(handle, objectId, ends::receiver);
        return new ReceiverView(handles, handle, objectId, end, waits);
    }

    /** The handle may have been closed, and what this process had open of it with it, just before an end was opened. */
    private <E extends SlotEnd> E end(int handle, long objectId, LongFunction<E> open) {
        try {
            E end = open.apply(objectId);
            if (!handles.names(handle, objectId)) {
                handles.noteClosed(objectId);
            }
            handles.requireOpen(handle, objectId);
            return end;
        } catch (ReceiverGoneException gone) {
            handles.requireOpen(handle, objectId);
            throw gone;
        }
    }

    /** A view of an open sender handle. */
    public Sender sender(int handle) {
        if (kernel.objects().type(HandleEntry.objectId(handles.entry(handle))) == ObjectEntry.TYPE_RECEIVER) {
            throw new InsufficientRightsException("handle " + handle
                    + " names a receiver, which cannot be written to; open the mailslot by its name to write");
        }
        long entry = handles.entry(handle, ObjectEntry.TYPE_SENDER);
        long objectId = HandleEntry.objectId(entry);
        Region object = kernel.objects().find(objectId);
        boolean device = object != null && isDevice(object);
        String name = object != null && NameIndex.isNamed(object) ? NameIndex.read(object) : null;
        int timeoutMs = object == null ? 0 : object.getInt(ObjectEntry.WRITE_TIMEOUT_OFFSET);
        handles.requireOpen(handle, objectId); // only now it is known that all this was the sender's
        if (device) {
            return new DeviceView(handles, handle, objectId);
        }
        if (name != null) {
            return new NameBoundSenderView(handles, handle, objectId, MailslotName.parse(name), timeoutMs, ends);
        }
        SenderEnd end = end(handle, objectId, ends::sender);
        return new SenderView(handles, handle, objectId, end, timeoutMs);
    }

    /** A mailslot is one-way: a sender cannot read, and read access does not change that. */
    private MailslotException notReadable(int handle) {
        Region sender = kernel.objects().find(HandleEntry.objectId(handles.entry(handle)));
        if (sender != null && isDevice(sender)) {
            return DeviceView.refusal(handle);
        }
        String message = "handle " + handle
                + " names a sender, which cannot be read from: create the mailslot to have a receiver, a mailslot is one-way";
        return HandleEntry.allows(handles.entry(handle), AccessRight.READ)
                ? new InvalidArgumentException(message)
                : new InsufficientRightsException(message);
    }

    /** Lets go of files that idle ends keep open though nobody needs them; to be called now and then. */
    public void letGo() {
        ends.letGo();
    }

    /**
     * At the end of the JVM: lets nobody begin to read or write any more.
     *
     * @param deadline how long to wait for those who are at it, by {@link System#nanoTime}
     * @return whether nobody is
     */
    public boolean stop(long deadline) {
        return ends.stop(deadline);
    }

    /** Closes what this JVM has open of mailslots; their handles are closed already or will be. */
    public void close() {
        ends.close();
    }
}
