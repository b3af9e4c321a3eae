package io.mailslot.internal.object;

import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.log.ReceiverStart;
import io.mailslot.internal.memory.Region;
import java.nio.file.Path;

/** Makes kernel objects. Needs the kernel lock with the dirty mark set; no handle names them yet. */
public final class ObjectFactory {
    private final SharedKernel kernel;
    private final ObjectTable objects;

    public ObjectFactory(SharedKernel kernel) {
        this.kernel = kernel;
        this.objects = kernel.objects();
    }

    /**
     * Makes a mailslot with its receiver.
     *
     * @param name its name, which must be free
     * @param maxMessageSize the largest message as asked for
     * @param readTimeoutMs unsigned milliseconds
     * @param start where the receiver begins to read
     * @return the receiver's id
     */
    public long createMailslot(MailslotName name, int maxMessageSize, int readTimeoutMs, ReceiverStart start) {
        long mailslotId = objects.allocate();
        Region mailslot = objects.entry(ObjectId.index(mailslotId));
        NameIndex.write(mailslot, name);
        mailslot.putInt(ObjectEntry.MAX_MESSAGE_OFFSET, maxMessageSize);
        mailslot.putInt(ObjectEntry.BROADCAST_OFFSET, name.isBroadcast() ? 1 : 0);
        objects.publish(mailslotId, ObjectEntry.TYPE_MAILSLOT);
        kernel.names().add(mailslotId);
        return createReceiver(mailslotId, readTimeoutMs, start);
    }

    /**
     * Makes a further receiver of a broadcast mailslot.
     *
     * @param mailslotId the mailslot
     * @param readTimeoutMs unsigned milliseconds
     * @param start where the receiver begins to read
     * @return the receiver's id
     */
    public long createReceiver(long mailslotId, int readTimeoutMs, ReceiverStart start) {
        long receiverId = objects.allocate();
        Region receiver = objects.entry(ObjectId.index(receiverId));
        receiver.putLong(ObjectEntry.MAILSLOT_OFFSET, mailslotId);
        new ReceiverWords(receiver, receiverId).begin(start, readTimeoutMs);
        objects.publish(receiverId, ObjectEntry.TYPE_RECEIVER);
        kernel.usage().linkReceiver(receiverId, receiver);
        return receiverId;
    }

    /** Where the queue of a receiver's mailslot lies. */
    public Path folder(long receiverId) {
        long mailslotId = objects.require(receiverId).getLong(ObjectEntry.MAILSLOT_OFFSET);
        return kernel.usage().folder(mailslotId, objects.require(mailslotId));
    }

    /**
     * Makes a sender.
     *
     * @param mailslotId the mailslot it writes to
     * @param writes whether it was opened with write access
     * @param exclusive whether it shares write access with no other sender
     * @param timeoutMs how long it waits for room, unsigned milliseconds
     * @return the sender's id
     */
    public long createSender(long mailslotId, boolean writes, boolean exclusive, int timeoutMs) {
        long senderId = objects.allocate();
        Region sender = objects.entry(ObjectId.index(senderId));
        sender.putLong(ObjectEntry.MAILSLOT_OFFSET, mailslotId);
        sender.putInt(ObjectEntry.WRITES_OFFSET, writes ? 1 : 0);
        sender.putInt(ObjectEntry.EXCLUSIVE_OFFSET, exclusive ? 1 : 0);
        sender.putInt(ObjectEntry.WRITE_TIMEOUT_OFFSET, timeoutMs);
        objects.publish(senderId, ObjectEntry.TYPE_SENDER);
        kernel.usage().linkSender(sender);
        return senderId;
    }

    /**
     * Makes a sender to whatever mailslot has a name at the time of each write.
     *
     * @param name the name
     * @param timeoutMs how long it waits for room, unsigned milliseconds
     * @return the sender's id
     */
    public long createNameBoundSender(MailslotName name, int timeoutMs) {
        long senderId = objects.allocate();
        Region sender = objects.entry(ObjectId.index(senderId));
        NameIndex.write(sender, name);
        sender.putInt(ObjectEntry.WRITE_TIMEOUT_OFFSET, timeoutMs);
        objects.publish(senderId, ObjectEntry.TYPE_SENDER);
        return senderId;
    }

    /**
     * Makes an event, semaphore or mutex.
     *
     * @param type which of them
     * @param name its name, which must be free; null for none
     * @param limit a semaphore's maximum, or whether an event is reset by hand
     * @param state what it begins with
     * @return its id
     */
    public long createSync(int type, SyncName name, int limit, long state) {
        long id = objects.allocate();
        Region entry = objects.entry(ObjectId.index(id));
        entry.putInt(ObjectEntry.MAXIMUM_OFFSET, limit);
        TaggedWord.begin(entry, id, ObjectEntry.STATE_OFFSET, state);
        TaggedWord.begin(entry, id, ObjectEntry.RECURSION_OFFSET, 0);
        if (name != null) {
            NameIndex.write(entry, name);
        }
        objects.publish(id, type);
        if (name != null) {
            kernel.names().add(id);
        }
        return id;
    }

    /**
     * Makes the object of a process; its running process counts as its first user.
     *
     * @param record the process's record
     * @param identity who it is; its pid and start time are 0 if they are not known yet
     * @return the object's id
     */
    public long createProcess(ProcessRef record, ProcessIdentity identity) {
        long id = objects.allocate();
        Region process = objects.entry(ObjectId.index(id));
        identify(process, identity);
        process.putInt(ObjectEntry.RECORD_OFFSET, record.index());
        process.putInt(ObjectEntry.USAGE_COUNT_OFFSET, 1);
        objects.publish(id, ObjectEntry.TYPE_PROCESS);
        return id;
    }

    /** Who the object of a process says that it is. */
    public static ProcessIdentity identity(Region process) {
        return new ProcessIdentity(
                process.getLong(ObjectEntry.PID_OFFSET),
                process.getLong(ObjectEntry.START_TICKS_OFFSET),
                process.getLong(ObjectEntry.PID_NAMESPACE_OFFSET));
    }

    /** Writes into the object of a process who it is. */
    public static void identify(Region process, ProcessIdentity identity) {
        process.putLong(ObjectEntry.START_TICKS_OFFSET, identity.startTicks());
        process.putLong(ObjectEntry.PID_NAMESPACE_OFFSET, identity.pidNamespace());
        process.putLong(ObjectEntry.PID_OFFSET, identity.pid());
    }
}
