package io.mailslot.internal.slot;

import io.mailslot.api.AlreadyExistsException;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectNotFoundException;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.SharingViolationException;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.log.LogReader;
import io.mailslot.internal.log.LogSettings;
import io.mailslot.internal.log.MessageLog;
import io.mailslot.internal.log.WriterTurn;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.object.Cursors;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ReceiverWords;
import io.mailslot.internal.object.SharedKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mailslots that stay, with what is unread, when nobody uses them: each of their cursors is a receiver with a name, which
 * is opened again by it. They go when somebody deletes them. Thread-safe.
 */
public final class DurableMailslots {
    private static final Logger LOG = LoggerFactory.getLogger(DurableMailslots.class);

    /** The mailslot has no such cursor, and may have one more. */
    private static final int NO_CURSOR = -1;

    private static final int GONE = 0;

    /** How long the kernel lock is waited for by who keeps others from writing to a mailslot. */
    private static final long BRIEF_MS = 200;

    private final SharedKernel kernel;
    private final OwnHandles handles;
    private final Runnable reapDead;
    private final Creation creation;
    private final SlotEnds ends;

    DurableMailslots(SharedKernel kernel, OwnHandles handles, Runnable reapDead, Creation creation, SlotEnds ends) {
        this.kernel = kernel;
        this.handles = handles;
        this.reapDead = reapDead;
        this.creation = creation;
        this.ends = ends;
    }

    /** Opens the cursor that the options name; makes it, and the mailslot, if they are missing. Returns a handle. */
    int attach(MailslotName name, MailslotOptions options, int timeoutMs, LogSettings settings) {
        try {
            return attachOrCreate(name, options, timeoutMs, settings);
        } catch (SharingViolationException | AlreadyExistsException maybeOfTheDead) {
            reapDead.run();
            return attachOrCreate(name, options, timeoutMs, settings);
        }
    }

    /** Others may create and delete it at the same time: then it takes another round. */
    private int attachOrCreate(MailslotName name, MailslotOptions options, int timeoutMs, LogSettings settings) {
        while (true) {
            long mailslot = kernel.change(section -> kernel.names().find(name));
            int handle = GONE;
            try {
                if (mailslot != 0) {
                    handle = open(mailslot, name, options, timeoutMs);
                }
                if (handle == NO_CURSOR) {
                    handle = creation.join(mailslot, name, options, timeoutMs);
                }
            } catch (ReceiverGoneException tooLate) {
                kernel.requireHome();
            }
            if (mailslot == 0) {
                handle = create(name, options, timeoutMs, settings);
            }
            if (handle != GONE) {
                return handle;
            }
        }
    }

    private int create(MailslotName name, MailslotOptions options, int timeoutMs, LogSettings settings) {
        try {
            return creation.create(name, options, timeoutMs, settings);
        } catch (AlreadyExistsException tooLate) {
            kernel.requireHome();
            return GONE;
        }
    }

    /** Opens a cursor that exists, where it was left; its entry has all there is to know. */
    private int open(long mailslot, MailslotName name, MailslotOptions options, int timeoutMs) {
        return kernel.change(section -> {
            if (kernel.names().find(name) != mailslot) {
                return GONE;
            }
            creation.checkAccess(name, mailslot, true);
            Region entry = kernel.objects().require(mailslot);
            requireDurable(entry, name);
            long cursor = kernel.cursors().find(entry, options.cursor());
            if (cursor == 0) {
                refuseSecondCursor(entry, name);
                return NO_CURSOR;
            }
            refuseInUse(cursor, name);
            ReceiverWords words = new ReceiverWords(kernel.objects().require(cursor), cursor);
            int index = handles.table().firstFree();
            kernel.markDirty();
            words.readTimeoutMs().set(timeoutMs);
            return creation.addReceiver(index, cursor, options);
        });
    }

    private void requireDurable(Region mailslot, MailslotName name) {
        boolean broadcast = mailslot.getInt(ObjectEntry.BROADCAST_OFFSET) != 0;
        if (broadcast != name.isBroadcast()) {
            throw Creation.otherKind(name, broadcast);
        }
        if (kernel.cursors().of(mailslot).isEmpty()) {
            throw new AlreadyExistsException("a mailslot named '" + name.text()
                    + "' exists already and is not durable; close its receivers first, or create without a cursor");
        }
    }

    private void refuseSecondCursor(Region mailslot, MailslotName name) {
        if (!name.isBroadcast()) {
            throw new AlreadyExistsException("the durable mailslot '" + name.text() + "' has the cursor "
                    + names(kernel, mailslot) + " and, not being for broadcast, no other; use that one");
        }
    }

    /** The names of a mailslot's cursors, for people; empty if it is not durable. Needs no lock. */
    static String names(SharedKernel kernel, Region mailslot) {
        return kernel.cursors().receivers(mailslot).stream()
                .map(kernel.objects()::find)
                .filter(receiver -> receiver != null && Cursors.isCursor(receiver))
                .map(receiver -> "'" + Cursors.name(receiver) + "'")
                .collect(Collectors.joining(", "));
    }

    private void refuseInUse(long receiver, MailslotName name) {
        if (kernel.cursors().users(receiver) > 0) {
            Region entry = kernel.objects().require(receiver);
            String what = Cursors.isCursor(entry) ? "the cursor '" + Cursors.name(entry) + "'" : "a receiver";
            throw new SharingViolationException(what + " of the mailslot '" + name.text() + "' is open in process "
                    + holder(receiver) + "; inherit or duplicate its handle to share it, or close it first");
        }
    }

    private String holder(long receiver) {
        for (ProcessRef process : kernel.processes().inUse()) {
            try {
                if (kernel.tables().get(process).names(receiver)) {
                    return String.valueOf(
                            kernel.processes().record(process.index()).getLong(ProcessRecord.PID_OFFSET));
                }
            } catch (IOException | MailslotException unreadable) {
                LOG.debug("cannot look for the holder of a cursor: {}", unreadable.toString());
            }
        }
        return "(unknown)";
    }

    /** Deletes a durable mailslot that nobody receives from; if an id is given, no other one. */
    public void deleteMailslot(String text, OptionalLong id) {
        MailslotName name = MailslotName.parse(text);
        reapDead.run();
        delete(name, id, Patience.forLock());
    }

    /**
     * As {@link #deleteMailslot}, unless something in it is unread. Nobody can write to it between the look and the end: who was
     * about to is told that it is gone.
     *
     * @return whether it is deleted
     */
    public boolean deleteIfEmpty(String text, long id) {
        MailslotName name = MailslotName.parse(text);
        reapDead.run();
        OptionalLong meant = OptionalLong.of(id);
        kernel.change(section -> requireMailslot(name, meant));
        WriterTurn turn = ends.writerLock(id);
        try {
            turn.take(false, kernel::requireHome);
            try {
                return deleteIfEmpty(name, id, turn);
            } finally {
                turn.unlock();
            }
        } catch (ReceiverGoneException gone) {
            throw another(name);
        } catch (RuntimeException failure) {
            Path folder = kernel.usage().folder(id, name.text());
            throw SlotFailures.translate("delete the mailslot '" + name.text() + "'", folder, failure);
        }
    }

    private boolean deleteIfEmpty(MailslotName name, long id, WriterTurn turn) {
        MessageLog log = ends.acquire(id, name.text());
        try {
            boolean[] empty = new boolean[1];
            log.writer().alone(turn, () -> {
                empty[0] = isEmpty(id, log);
                if (empty[0]) {
                    FaultPoint.DURABLE_FOUND_EMPTY.reached();
                    // whoever stands still in the control plane is not waited for: who writes to this one would wait,
                    // too
                    delete(name, OptionalLong.of(id), Patience.of(BRIEF_MS, TimeUnit.MILLISECONDS));
                }
            });
            return empty[0];
        } finally {
            ends.release(id);
        }
    }

    private boolean isEmpty(long mailslot, MessageLog log) {
        Region entry = kernel.objects().find(mailslot);
        if (entry == null) {
            return true; // to delete it tells that it is gone
        }
        try (LogReader reader = log.reader()) {
            for (long receiver : kernel.cursors().receivers(entry)) {
                Region words = kernel.objects().find(receiver);
                if (words != null && hasUnread(new ReceiverWords(words, receiver), log, reader)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean hasUnread(ReceiverWords receiver, MessageLog log, LogReader reader) {
        long cursor = receiver.cursor().read();
        boolean found = reader.find(log.isDropped(cursor) ? log.firstLeft().cursor() : cursor);
        if (found) {
            reader.release();
        }
        return found;
    }

    private void delete(MailslotName name, OptionalLong id, Patience patience) {
        List<SignalWord> waiters = kernel.change(patience, section -> {
            long mailslot = requireMailslot(name, id);
            Region entry = kernel.objects().require(mailslot);
            kernel.cursors().receivers(entry).forEach(receiver -> refuseInUse(receiver, name));
            kernel.markDirty();
            kernel.usage().deleteDurable(mailslot, section);
            return List.of(ObjectTable.word(entry), ObjectTable.roomWord(entry));
        });
        waiters.forEach(SignalWord::signal);
    }

    private static boolean isOther(long found, OptionalLong meant) {
        return meant.isPresent() && meant.getAsLong() != found;
    }

    /** Deletes a cursor that nobody has open, and so what only it had not read; if an id is given, no other one. */
    public void deleteCursor(String text, String cursor, OptionalLong id) {
        MailslotName name = MailslotName.parse(text);
        reapDead.run();
        long mailslot = kernel.change(section -> {
            long found = requireMailslot(name);
            Region entry = kernel.objects().require(found);
            long receiver = kernel.cursors().find(entry, cursor);
            if (receiver == 0) {
                throw new ObjectNotFoundException("the durable mailslot '" + name.text() + "' has no cursor '" + cursor
                        + "'; it has " + names(kernel, entry));
            }
            if (isOther(receiver, id)) {
                throw new ObjectNotFoundException("the cursor '" + cursor + "' of the mailslot '" + name.text()
                        + "' is another one by now, which was made since; nothing is deleted");
            }
            refuseInUse(receiver, name);
            if (kernel.cursors().of(entry).size() == 1) {
                throw new InvalidArgumentException("'" + cursor + "' is the last cursor of the mailslot '" + name.text()
                        + "', which is durable because of it; delete the mailslot");
            }
            kernel.markDirty();
            kernel.usage().deleteCursor(receiver, section);
            return found;
        });
        giveRoom(mailslot, name);
    }

    private long requireMailslot(MailslotName name, OptionalLong id) {
        long mailslot = requireMailslot(name);
        if (isOther(mailslot, id)) {
            throw another(name);
        }
        return mailslot;
    }

    private static MailslotNotFoundException another(MailslotName name) {
        return new MailslotNotFoundException(
                "the mailslot '" + name.text() + "' is another one by now, which was made since; nothing is deleted");
    }

    private long requireMailslot(MailslotName name) {
        long mailslot = kernel.names().find(name);
        if (mailslot == 0) {
            throw new MailslotNotFoundException("no mailslot named '" + name.text() + "' exists in "
                    + kernel.home().root() + "; nothing is deleted");
        }
        creation.checkAccess(name, mailslot, true);
        if (kernel.cursors().of(kernel.objects().require(mailslot)).isEmpty()) {
            throw new InvalidArgumentException("the mailslot '" + name.text()
                    + "' is not durable and goes with its last receiver; only durable ones can be deleted");
        }
        return mailslot;
    }

    /** What nobody needs any more goes, and senders that wait for room try again. */
    private void giveRoom(long mailslot, MailslotName name) {
        try {
            MessageLog log = ends.acquire(mailslot, name.text());
            try {
                log.reclaim();
            } finally {
                ends.release(mailslot);
            }
        } catch (MailslotException damagedOrGone) {
            LOG.debug("no room is given back in '{}': {}", name.text(), damagedOrGone.toString());
        }
        Region entry = kernel.objects().find(mailslot);
        if (entry != null) {
            ObjectTable.roomWord(entry).signal();
        }
    }
}
