package io.mailslot.api;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a mailslot holds, as {@code GetMailslotInfo} tells it.
 *
 * @param name the bare form of the name, with the letters as it was created: {@code news} also if that was done as
 *     {@code \\*\mailslot\news}
 * @param maxMessageSize the largest message in bytes as asked for at creation; 0 means the largest possible
 * @param nextMessageSize the size in bytes of the oldest unread message; empty if there is none (an empty message is 0,
 *     and so is one that cannot be read)
 * @param messageCount the number of unread messages
 * @param readTimeout how long a read waits; {@link Timeouts#FOREVER} for no limit
 * @param messageBytes the size of the unread messages in bytes, modulo 2^32
 * @param capacity bytes that the mailslot's files may take, the room of unread messages included
 * @param missedMessages how many messages went unread because the mailslot was full and {@link WhenFull#DROP_OLDEST};
 *     while one is being taken, and for each reader that was killed in that instant until the next read, one too many
 */
public record MailslotInfo(
        String name,
        int maxMessageSize,
        OptionalInt nextMessageSize,
        long messageCount,
        Duration readTimeout,
        long messageBytes,
        long capacity,
        long missedMessages) {

    /**
     * Checks the parts.
     *
     * @param name the name as it was created
     * @param maxMessageSize the largest message in bytes
     * @param nextMessageSize the size of the oldest unread message
     * @param messageCount the number of unread messages
     * @param readTimeout how long a read waits
     * @param messageBytes the size of the unread messages
     * @param capacity bytes that the mailslot may take
     * @param missedMessages how many messages went unread
     */
    public MailslotInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(nextMessageSize, "nextMessageSize");
        Objects.requireNonNull(readTimeout, "readTimeout");
    }
}
