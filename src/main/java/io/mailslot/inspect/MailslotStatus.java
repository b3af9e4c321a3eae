package io.mailslot.inspect;

import io.mailslot.api.WhenFull;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One mailslot of a home.
 *
 * @since 0.1.0
 */
public interface MailslotStatus {
    /** {@return the name with the letters as it was created: the bare form, of an outbox the Windows form with its computer} */
    String name();

    /** {@return its identity; no handle has it, but those of its ends lead to it} */
    long objectId();

    /** {@return whether each receiver gets every message; what is told of messages holds for the one that lags most} */
    boolean broadcast();

    /** {@return the largest message in bytes as asked for at creation; 0 means the largest possible} */
    int maxMessageSize();

    /** {@return how long its reads wait} */
    Duration readTimeout();

    /** {@return unread messages; -1 if the queue cannot be read} */
    long messageCount();

    /** {@return messages that were ever appended to it; -1 if the queue cannot be read} */
    long appendedMessages();

    /** {@return bytes of their payloads; -1 if the queue cannot be read} */
    long appendedBytes();

    /**
     * How full it is: of its capacity what cannot be used again before the oldest unread message is read, or dropped. That counts
     * what stands around messages, too, and whole pages.
     *
     * @return bytes; -1 if the queue cannot be read
     */
    long takenBytes();

    /** {@return bytes of the oldest unread message; empty if there is none} */
    OptionalInt nextMessageSize();

    /** {@return the processes that hold a receiver handle} */
    List<Long> receiverProcessIds();

    /** {@return its receivers, open or not, in the order of their identities} */
    List<ReceiverStatus> receivers();

    /** {@return how many senders are open} */
    int senders();

    /** {@return whether some sender sleeps until there is room, or all is taken, or has done so since a message last was} */
    boolean sendersWait();

    /**
     * What the queue's files take on the file system; they are sparse.
     *
     * @return bytes; -1 where it cannot be told, or was not asked for with {@link Detail#ALLOCATED_BYTES}
     */
    long allocatedBytes();

    /** {@return how long the queue's files are; -1 if they cannot be looked at} */
    long apparentBytes();

    /** {@return bytes that the queue's files may take; -1 if it cannot be read} */
    long capacity();

    /** {@return what becomes of a message for which there is no room; empty if the queue cannot be read} */
    Optional<WhenFull> whenFull();

    /** {@return what the receiver that lags most has not read because the mailslot dropped it} */
    long missedMessages();

    /** {@return its cursors, by name; none if it goes with its last receiver} */
    List<CursorStatus> cursors();

    /**
     * Whether it stays when nobody has it open.
     *
     * @return true if it has a cursor
     */
    default boolean durable() {
        return !cursors().isEmpty();
    }
}
