package io.mailslot.internal.slot;

import io.mailslot.api.AccessRight;
import io.mailslot.api.AlreadyExistsException;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.internal.home.FolderAccess;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.log.LogSettings;
import io.mailslot.internal.log.MessageLog;
import io.mailslot.internal.log.ReceiverStart;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.FileTrees;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.object.ObjectFactory;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ReceiverWords;
import io.mailslot.internal.object.SharedKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Makes mailslots and receivers for one process. Thread-safe. */
final class Creation {
    private final SharedKernel kernel;
    private final OwnHandles handles;
    private final ProcessRef self;
    private final SlotEnds ends;
    private final ObjectFactory objects;
    private final AtomicLong built = new AtomicLong();

    Creation(SharedKernel kernel, OwnHandles handles, ProcessRef self, SlotEnds ends) {
        this.kernel = kernel;
        this.handles = handles;
        this.self = self;
        this.ends = ends;
        this.objects = new ObjectFactory(kernel);
    }

    /**
     * Makes a mailslot with its receiver, durable if the options name a cursor.
     *
     * @return the receiver's handle
     * @throws AlreadyExistsException if the name is taken
     */
    int create(MailslotName name, MailslotOptions options, int timeoutMs, LogSettings settings) {
        Path built = build(settings, options);
        try {
            return kernel.change(section -> {
                if (kernel.names().find(name) != 0) {
                    throw new AlreadyExistsException("a mailslot named '" + name.text()
                            + "' was created at the same time; open it to write to it");
                }
                int index = handles.table().firstFree();
                makeParents(name);
                kernel.markDirty(2);
                ReceiverStart first = new ReceiverStart(MessageLog.firstCursor(), 0, 0);
                long receiver = objects.createMailslot(name, options.maxMessageSize(), timeoutMs, first);
                FaultPoint.CREATE_OBJECTS_MADE.reached();
                moveIntoPlace(built, objects.folder(receiver));
                FaultPoint.CREATE_FOLDER_NAMED.reached();
                makeCursor(receiver, options);
                return addReceiver(index, receiver, options);
            });
        } catch (MailslotException e) {
            discard(built, e);
            throw e;
        }
    }

    /**
     * Adds a receiver that begins behind what was written so far, a cursor if the options name one.
     *
     * @return its handle; 0 if the mailslot is gone meanwhile, or has the cursor
     * @throws io.mailslot.api.ReceiverGoneException if it is gone already
     */
    int join(long mailslot, MailslotName name, MailslotOptions options, int timeoutMs) {
        MessageLog log = ends.acquire(mailslot, name.text());
        try {
            // Opening a log takes long, so it is done without the lock.
            return kernel.change(section -> {
                if (kernel.names().find(name) != mailslot || hasCursor(mailslot, options)) {
                    return 0;
                }
                int index = handles.table().firstFree();
                kernel.markDirty(1);
                long receiver = objects.createReceiver(mailslot, timeoutMs, log.start());
                FaultPoint.JOIN_LINKED.reached();
                // Until now senders did not know of it, and may have given away what it began with.
                new ReceiverWords(kernel.objects().require(receiver), receiver).start(log.start());
                // What it had to begin with is room now, which no read will tell of.
                ObjectTable.roomWord(kernel.objects().require(mailslot)).signal();
                FaultPoint.JOIN_OBJECT_MADE.reached();
                makeCursor(receiver, options);
                return addReceiver(index, receiver, options);
            });
        } finally {
            ends.release(mailslot);
        }
    }

    private boolean hasCursor(long mailslot, MailslotOptions options) {
        return !options.cursor().isEmpty()
                && kernel.cursors().find(kernel.objects().require(mailslot), options.cursor()) != 0;
    }

    /** Only now, where all that belongs to it is complete: from here on nobody clears it away. */
    private void makeCursor(long receiver, MailslotOptions options) {
        if (!options.cursor().isEmpty()) {
            kernel.cursors().make(receiver, options.cursor());
            FaultPoint.CURSOR_MADE.reached();
        }
    }

    /** Opens a receiver; the dirty mark is set. */
    int addReceiver(int index, long receiver, MailslotOptions options) {
        Set<AccessRight> rights = EnumSet.of(AccessRight.READ, AccessRight.SYNCHRONIZE);
        long entry = HandleEntry.of(receiver, rights, options.inheritable());
        return handles.add(index, entry, FaultPoint.CREATE_HANDLE_STORED);
    }

    /** The failure to report when a name is taken by that mailslot. Waits for nobody. */
    AlreadyExistsException taken(MailslotName name, long mailslot) {
        boolean broadcast = isBroadcast(mailslot);
        if (broadcast != name.isBroadcast()) {
            return otherKind(name, broadcast);
        }
        String cursors = isDurable(mailslot) ? cursors(mailslot) : "";
        String wayOut = cursors.isEmpty() ? "or close its receiver first" : "or name its cursor to read on: " + cursors;
        return new AlreadyExistsException(
                "a mailslot named '" + name.text() + "' exists already; open it to write to it, " + wayOut);
    }

    /** Under one name there is a mailslot for broadcast, or another one, never both. */
    static AlreadyExistsException otherKind(MailslotName name, boolean existingIsBroadcast) {
        String taken = "the name '" + name.text() + "' is taken by a mailslot that is ";
        return new AlreadyExistsException(
                existingIsBroadcast
                        ? taken + "for broadcast; join it as '" + name.broadcastForm() + "', or use another name"
                        : taken + "not for broadcast; use another name, or close its receiver first");
    }

    boolean isBroadcast(long mailslot) {
        Region entry = kernel.objects().find(mailslot);
        return entry != null && entry.getInt(ObjectEntry.BROADCAST_OFFSET) != 0;
    }

    private boolean isDurable(long mailslot) {
        Region entry = kernel.objects().find(mailslot);
        return entry != null && entry.getInt(ObjectEntry.DURABLE_OFFSET) != 0;
    }

    /** The names of a mailslot's cursors, as far as they can be told while others may change them. */
    private String cursors(long mailslot) {
        Region entry = kernel.objects().find(mailslot);
        return entry == null ? "" : DurableMailslots.names(kernel, entry);
    }

    /** Builds the queue under a name of its own, outside of the critical section, because that takes milliseconds. */
    private Path build(LogSettings settings, MailslotOptions options) {
        kernel.requireHome(); // in another that lies there now, the same name is somebody else's
        Path folder = kernel.home().building(self.index(), self.generation(), built.incrementAndGet());
        try {
            FileTrees.makeFolders(kernel.home().root(), folder);
            FileTrees.requireFolders(kernel.home().root(), MessageLog.controlFile(folder));
            restrict(folder, options);
            MessageLog.create(folder, settings);
            restrict(folder, options);
            FaultPoint.CREATE_QUEUE_BUILT.reached();
            return folder;
        } catch (IOException | RuntimeException e) {
            discard(folder, e);
            kernel.requireHome(); // that it is gone explains every other failure
            throw SlotFailures.translate("create a mailslot's queue", folder, e);
        }
    }

    /** Before the files are made, so that nobody opens them meanwhile; after it for systems that need to be told. */
    private static void restrict(Path folder, MailslotOptions options) throws IOException {
        if (!options.permissions().isEmpty()) {
            FolderAccess.set(folder, options.permissions());
        }
    }

    /** Before the first write, because a full file system or a folder of another user's keeps them from being made. */
    private void makeParents(MailslotName name) {
        Path parent = kernel.home().mailslots().resolve(name.folder());
        try {
            FileTrees.makeFolders(kernel.home().root(), parent);
        } catch (IOException e) {
            throw IoFailures.translate("make the mailslot's folder", parent, e);
        }
    }

    private void moveIntoPlace(Path built, Path folder) {
        try {
            FileTrees.requireFolders(kernel.home().root(), folder);
            Files.move(built, folder);
        } catch (IOException e) {
            throw IoFailures.translate("name the mailslot's folder", folder, e);
        }
    }

    private static void discard(Path folder, Exception why) {
        try {
            FileTrees.delete(folder);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** Fails if the operating system will not let this user have the files of the mailslot. */
    void checkAccess(MailslotName name, long mailslot, boolean writes) {
        Path folder = kernel.usage().folder(mailslot, kernel.objects().require(mailslot));
        if (!(writes ? Files.isWritable(folder) : Files.isExecutable(folder)) && Files.exists(folder)) {
            throw new InsufficientRightsException("the mailslot '" + name.text() + "' is not for this user: "
                    + FolderAccess.describe(folder)
                    + "; have its creator grant more with MailslotOptions.withPermissions");
        }
    }
}
