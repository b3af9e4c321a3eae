package io.mailslot.internal.slot;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.ReceiverGoneException;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.log.MessageLog;
import io.mailslot.internal.log.WriterTurn;
import io.mailslot.internal.memory.JvmEnd;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ReceiverWords;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.wait.Lookout;
import io.mailslot.internal.wait.WaitNotes;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this JVM has open of mailslots: one message log for each mailslot, one end for each receiver or sender object,
 * shared by all handles to it. Thread-safe.
 */
final class SlotEnds {
    private static final Logger LOG = LoggerFactory.getLogger(SlotEnds.class);

    private static final long SWEEP_MS = 50;

    private final SharedKernel kernel;
    private final ProcessRef self;
    private final WaitStrategy strategy;
    private final Lookout lookout;
    private final WaitNotes notes;
    private final LongPredicate hasHandle;
    private final Map<Long, SlotEnd> ends = new HashMap<>();

    /** The second ends of senders that are bound to a name: those of the outbox for other machines. */
    private final Map<Long, SlotEnd> outboxes = new HashMap<>();

    /** Set once there was an end: without one there is no reason to load Chronicle in order to clean up after it. */
    private volatile boolean usedChronicle;

    private final Map<Long, SharedLog> logs = new HashMap<>();

    /** The locks of senders, by mailslot; an entry goes some time after its last sender. */
    private final Map<Long, WeakReference<WriterTurn>> writerLocks = new HashMap<>();

    private int writerLocksToLookAt = 64;

    /** Whether the JVM is about to end, and nobody is to begin anything any more. */
    private volatile boolean stopped;

    /** Whether the process leaves the home: nobody would close an end that is made from now on. Set under the lock of this. */
    private volatile boolean closed;

    /**
     * For one process.
     *
     * @param strategy what threads do while they wait for messages
     * @param lookout looks after threads that sleep
     * @param hasHandle whether the process has a handle to an object
     */
    SlotEnds(SharedKernel kernel, ProcessRef self, WaitStrategy strategy, Lookout lookout, LongPredicate hasHandle) {
        this.kernel = kernel;
        this.self = self;
        this.notes = new WaitNotes(kernel.processes().record(self.index()));
        this.strategy = strategy;
        this.lookout = lookout;
        this.hasHandle = hasHandle;
    }

    /** What threads do while they wait for messages. */
    WaitStrategy strategy() {
        return strategy;
    }

    /** Where it is noted what threads wait for. */
    WaitNotes notes() {
        return notes;
    }

    /** Looks after threads that sleep. */
    Lookout lookout() {
        return lookout;
    }

    synchronized ReceiverEnd receiver(long objectId) {
        return end(
                ReceiverEnd.class,
                objectId,
                (all, receiver) -> new ReceiverEnd(all, new ReceiverWords(receiver, objectId)));
    }

    synchronized SenderEnd sender(long objectId) {
        return end(
                SenderEnd.class,
                objectId,
                (all, sender) -> new SenderEnd(all, sender.getLong(ObjectEntry.MAILSLOT_OFFSET)));
    }

    /**
     * The end through which a sender that is bound to a name writes to the mailslot of that name at this time.
     *
     * @throws ReceiverGoneException if the mailslot is gone meanwhile
     */
    SenderEnd sender(long objectId, long mailslotId) {
        return sender(ends, objectId, mailslotId);
    }

    /** As {@link #sender(long, long)}, to the outbox that takes messages of that name to other machines. */
    SenderEnd outbox(long objectId, long mailslotId) {
        return sender(outboxes, objectId, mailslotId);
    }

    private SenderEnd sender(Map<Long, SlotEnd> known, long objectId, long mailslotId) {
        SlotEnd outdated;
        synchronized (this) {
            checkOpen();
            SlotEnd last = known.get(objectId);
            if (last != null && last.mailslotId() == mailslotId) {
                return (SenderEnd) last;
            }
            outdated = known.put(objectId, new SenderEnd(this, mailslotId));
            usedChronicle = true;
        }
        if (outdated != null) {
            outdated.close();
        }
        return sender(known, objectId, mailslotId);
    }

    private <E extends SlotEnd> E end(Class<E> type, long objectId, BiFunction<SlotEnds, Region, E> newEnd) {
        checkOpen();
        SlotEnd end = ends.computeIfAbsent(objectId, id -> newEnd.apply(this, requireEntry(id)));
        usedChronicle = true;
        if (!type.isInstance(end)) {
            throw kernel.objects().damaged("object 0x" + Long.toHexString(objectId) + " has changed its type");
        }
        return type.cast(end);
    }

    /** Fails once the process leaves the home. */
    void checkOpen() {
        if (closed) {
            throw new InvalidHandleException(
                    "this process leaves the home " + kernel.home().root() + "; attach again");
        }
    }

    private Region requireEntry(long objectId) {
        Region entry = kernel.objects().find(objectId);
        if (entry == null) {
            throw gone("(destroyed)");
        }
        return entry;
    }

    /** The process whose ends these are. */
    ProcessRef self() {
        return self;
    }

    SharedKernel kernel() {
        return kernel;
    }

    static ReceiverGoneException gone(String name) {
        JvmEnd.holdBack();
        if (MailslotName.isWindowsForm(name)) {
            return new ReceiverGoneException(
                    ErrorCode.NETNAME_DELETED,
                    "nothing can be sent to '" + name
                            + "' any more: its mailslot in this home was deleted, as the bridge does"
                            + " when its configuration does not let it be sent to; put it there again, then open it again");
        }
        return new ReceiverGoneException("the last receiver of the mailslot '" + name
                + "' is gone, and the mailslot with it; open it again once a" + " receiver has created it anew");
    }

    /** The one lock of all senders to a mailslot. */
    synchronized WriterTurn writerLock(long mailslotId) {
        WeakReference<WriterTurn> known = writerLocks.get(mailslotId);
        WriterTurn lock = known == null ? null : known.get();
        if (lock == null) {
            lock = new WriterTurn();
            if (writerLocks.size() >= writerLocksToLookAt) {
                writerLocks.values().removeIf(reference -> reference.get() == null);
                writerLocksToLookAt = 2 * writerLocks.size() + 64;
            }
            writerLocks.put(mailslotId, new WeakReference<>(lock));
        }
        return lock;
    }

    /** Opens the log of a mailslot, or shares it; to be given back with {@link #release}. */
    synchronized MessageLog acquire(long mailslotId, String name) {
        SharedLog shared = logs.get(mailslotId);
        if (shared == null) {
            Region mailslot = kernel.objects().find(mailslotId);
            if (mailslot == null) {
                throw gone(name);
            }
            shared = new SharedLog(open(mailslot, mailslotId, name));
            logs.put(mailslotId, shared);
            MessageLog.forgetEndedThreads();
        }
        shared.users++;
        return shared.log;
    }

    private MessageLog open(Region mailslot, long id, String name) {
        Path folder = kernel.usage().folder(id, mailslot);
        Path aside = kernel.home().process(self.index(), self.generation());
        MessageLog log;
        try {
            log = MessageLog.open(folder, aside, new Receivers(kernel, id, mailslot), new WriterLiveness(kernel, self));
        } catch (RuntimeException e) {
            if (isGone(id)) {
                sweep(folder, id);
                throw gone(name);
            }
            throw SlotFailures.translate("open the queue of the mailslot '" + name + "'", folder, e);
        }
        if (isGone(id)) {
            log.close();
            sweep(folder, id);
            throw gone(name);
        }
        return log;
    }

    private boolean isGone(long mailslotId) {
        return kernel.objects().find(mailslotId) == null;
    }

    /**
     * Deletes the folder of a mailslot that is gone: Chronicle makes folder and files anew when they vanish while it
     * opens them. No other mailslot will ever have this folder. If somebody stands still in the control plane it stays
     * for a repair: who writes or reads does not wait for that.
     */
    void sweep(Path folder, long mailslotId) {
        if (Files.notExists(folder)) {
            return;
        }
        try {
            kernel.change(Patience.of(SWEEP_MS, TimeUnit.MILLISECONDS), section -> {
                if (isGone(mailslotId)) {
                    section.deleteLater(folder);
                }
                return null;
            });
        } catch (HomeException held) {
            if (held.errorCode() != ErrorCode.LOCK_VIOLATION) {
                throw held;
            }
        }
    }

    synchronized void release(long mailslotId) {
        SharedLog shared = logs.get(mailslotId);
        if (--shared.users == 0) {
            logs.remove(mailslotId);
            shared.log.close();
            MessageLog.forgetEndedThreads();
        }
    }

    /** Closes what belongs to an object if this process has no handle to it any more: a new one would be given the same end. */
    void drop(long objectId) {
        SlotEnd end = null;
        SlotEnd outbox = null;
        synchronized (this) {
            boolean any = ends.containsKey(objectId) || outboxes.containsKey(objectId);
            if (any && !hasHandle.test(objectId)) {
                end = ends.remove(objectId);
                outbox = outboxes.remove(objectId);
            }
        }
        if (end != null) {
            end.close();
        }
        if (outbox != null) {
            outbox.close();
        }
    }

    private synchronized List<SlotEnd> all() {
        List<SlotEnd> all = new ArrayList<>(ends.values());
        all.addAll(outboxes.values());
        return all;
    }

    /** Lets go of the files of segments that nobody needs, and of mailslots that are gone, which idle ends keep open. */
    void letGo() {
        for (SlotEnd end : all()) {
            try {
                end.letGo();
                MappedFaults.throwNow(); // while it is known whose fault it is
            } catch (RuntimeException | InternalError damaged) {
                LOG.debug("cannot let go of files: {}", damaged.toString()); // of one mailslot; the others are not
            }
        }
    }

    /**
     * At the end of the JVM: lets nobody begin to read or write any more.
     *
     * @param deadline how long to wait for those who are at it
     * @return whether nobody is
     */
    boolean stop(long deadline) {
        List<SlotEnd> open;
        synchronized (this) {
            stopped = true;
            open = all();
        }
        boolean quiet = true;
        for (SlotEnd end : open) {
            quiet &= end.stop(deadline);
        }
        return quiet;
    }

    boolean isStopped() {
        return stopped;
    }

    /** Closes everything, for good. */
    void close() {
        List<SlotEnd> open;
        synchronized (this) {
            closed = true;
            open = all();
            ends.clear();
            outboxes.clear();
        }
        open.forEach(SlotEnd::close);
        if (usedChronicle) {
            MessageLog.forgetEndedThreads();
        }
    }

    /** A log and how many ends use it. */
    private static final class SharedLog {
        private final MessageLog log;
        private int users;

        SharedLog(MessageLog log) {
            this.log = log;
        }
    }
}
