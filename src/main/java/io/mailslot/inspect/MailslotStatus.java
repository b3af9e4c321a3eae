package io.mailslot.inspect;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * One mailslot of a home.
 *
 * @param name the name as it was created
 * @param broadcast whether each receiver gets every message; what is told of messages holds for the one that lags most
 * @param maxMessageSize the largest message in bytes as asked for at creation; 0 means the largest possible
 * @param readTimeout how long its reads wait
 * @param messageCount unread messages; -1 if the queue cannot be read
 * @param nextMessageSize bytes of the oldest unread message; empty if there is none
 * @param receiverProcessIds the processes that hold a receiver handle
 * @param senders how many senders are open
 * @param allocatedBytes what the queue's files take on the file system; they are sparse. -1 where it cannot be told
 * @param apparentBytes how long the queue's files are; -1 if they cannot be looked at
 * @param capacity bytes that the queue's files may take; -1 if it cannot be read
 * @param missedMessages what the receiver that lags most has not read because the mailslot dropped it
 * @param cursors its cursors, by name; none if it goes with its last receiver
 */
public record MailslotStatus(
        String name,
        boolean broadcast,
        int maxMessageSize,
        Duration readTimeout,
        long messageCount,
        OptionalInt nextMessageSize,
        List<Long> receiverProcessIds,
        int senders,
        long allocatedBytes,
        long apparentBytes,
        long capacity,
        long missedMessages,
        List<CursorStatus> cursors) {
    /**
     * Copies the lists.
     *
     * @param name the name
     * @param broadcast whether each receiver gets every message
     * @param maxMessageSize the largest message in bytes
     * @param readTimeout how long its reads wait
     * @param messageCount unread messages
     * @param nextMessageSize bytes of the oldest unread message
     * @param receiverProcessIds the processes that hold a receiver handle
     * @param senders how many senders are open
     * @param allocatedBytes what the files take
     * @param apparentBytes how long the files are
     * @param capacity bytes that the files may take
     * @param missedMessages what was dropped unread
     * @param cursors its cursors
     */
    public MailslotStatus {
        receiverProcessIds = List.copyOf(receiverProcessIds);
        cursors = List.copyOf(cursors);
    }

    /**
     * Whether it stays when nobody has it open.
     *
     * @return true if it has a cursor
     */
    public boolean durable() {
        return !cursors.isEmpty();
    }
}
