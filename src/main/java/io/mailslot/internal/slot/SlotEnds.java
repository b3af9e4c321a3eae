package io.mailslot.internal.slot;

import io.mailslot.api.ReceiverGoneException;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ObjectTable;
import io.mailslot.internal.object.SharedKernel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What this JVM has open of mailslots: one message log for each mailslot, one end for each receiver or sender object,
 * shared by all handles to it. Thread-safe.
 */
final class SlotEnds {
    private final SharedKernel kernel;
    private final Map<Long, SlotEnd> ends = new HashMap<>();
    private final Map<Long, SharedLog> logs = new HashMap<>();

    SlotEnds(SharedKernel kernel) {
        this.kernel = kernel;
    }

    /** What a log is opened with; every process derives it from the maximum in the mailslot's object. */
    static LogSettings settings(int maxMessageSize) {
        return new LogSettings(largestMessage(maxMessageSize));
    }

    /** The largest message that a mailslot really takes; 0 and -1 ask for the largest possible. */
    static int largestMessage(int maxMessageSize) {
        long possible = MessageLog.maxInlineBytes();
        return (int) (maxMessageSize <= 0 ? possible : Math.min(maxMessageSize, possible));
    }

    synchronized ReceiverEnd receiver(long objectId) {
        return end(ReceiverEnd.class, objectId, ReceiverEnd::new);
    }

    synchronized SenderEnd sender(long objectId) {
        return end(SenderEnd.class, objectId, SenderEnd::new);
    }

    private <E extends SlotEnd> E end(Class<E> type, long objectId, BiFunction<SlotEnds, Region, E> newEnd) {
        SlotEnd end = ends.computeIfAbsent(objectId, id -> newEnd.apply(this, requireEntry(id)));
        if (!type.isInstance(end)) {
            throw kernel.objects().damaged("object 0x" + Long.toHexString(objectId) + " has changed its type");
        }
        return type.cast(end);
    }

    private Region requireEntry(long objectId) {
        Region entry = kernel.objects().find(objectId);
        if (entry == null) {
            throw gone("(destroyed)");
        }
        return entry;
    }

    SharedKernel kernel() {
        return kernel;
    }

    static ReceiverGoneException gone(String name) {
        return new ReceiverGoneException("the last receiver of the mailslot '" + name
                + "' is gone, and the mailslot with it; open it again once a" + " receiver has created it anew");
    }

    /** Opens the log of a mailslot, or shares it; to be given back with {@link #release}. */
    synchronized MessageLog acquire(long mailslotId, String name) {
        SharedLog shared = logs.get(mailslotId);
        if (shared == null) {
            Region mailslot = kernel.objects().find(mailslotId);
            if (mailslot == null) {
                throw gone(name);
            }
            LogSettings settings = settings(mailslot.getInt(ObjectEntry.MAX_MESSAGE_OFFSET));
            Path folder = kernel.usage().folder(mailslotId, mailslot);
            shared = new SharedLog(open(folder, settings, mailslot, mailslotId, name));
            logs.put(mailslotId, shared);
        }
        shared.users++;
        return shared.log;
    }

    private static MessageLog open(Path folder, LogSettings settings, Region mailslot, long id, String name) {
        try {
            return MessageLog.open(folder, settings);
        } catch (RuntimeException e) {
            if (!ObjectTable.isLive(mailslot, id)) {
                throw gone(name);
            }
            throw SlotFailures.translate("open the queue of the mailslot '" + name + "'", folder, e);
        }
    }

    synchronized void release(long mailslotId) {
        SharedLog shared = logs.get(mailslotId);
        if (--shared.users == 0) {
            logs.remove(mailslotId);
            shared.log.close();
        }
    }

    /** Closes what belongs to an object that this process has no handle to any more. */
    void drop(long objectId) {
        SlotEnd end;
        synchronized (this) {
            end = ends.remove(objectId);
        }
        if (end != null) {
            end.close();
        }
    }

    /** Closes everything. */
    void close() {
        Map<Long, SlotEnd> open;
        synchronized (this) {
            open = new HashMap<>(ends);
            ends.clear();
        }
        open.values().forEach(SlotEnd::close);
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
