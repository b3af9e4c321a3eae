package io.mailslot.api;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a mailslot holds, as {@code GetMailslotInfo} tells it.
 *
 * @param name the name as it was created
 * @param maxMessageSize the largest message in bytes as asked for at creation; 0 means the largest possible
 * @param nextMessageSize the size in bytes of the oldest unread message; empty if there is none (an empty message is 0)
 * @param messageCount the number of unread messages
 * @param readTimeout how long a read waits; {@link Timeouts#FOREVER} for no limit
 */
public record MailslotInfo(
        String name, int maxMessageSize, OptionalInt nextMessageSize, long messageCount, Duration readTimeout) {

    /**
     * Checks the parts.
     *
     * @param name the name as it was created
     * @param maxMessageSize the largest message in bytes
     * @param nextMessageSize the size of the oldest unread message
     * @param messageCount the number of unread messages
     * @param readTimeout how long a read waits
     */
    public MailslotInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(nextMessageSize, "nextMessageSize");
        Objects.requireNonNull(readTimeout, "readTimeout");
    }
}
