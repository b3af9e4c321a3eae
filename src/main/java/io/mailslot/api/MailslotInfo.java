package io.mailslot.api;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What a mailslot holds, as {@code GetMailslotInfo} tells it. Made by the library only; equal to another one with the same
 * parts.
 *
 * @since 0.1.0
 */
public interface MailslotInfo {
    /**
     * {@return the bare form of the name, with the letters as it was created: {@code news} also if that was done as {@code
     * \\*\mailslot\news}; of an outbox the Windows form, {@code \\computer\mailslot\news}}
     */
    String name();

    /** {@return the largest message in bytes as asked for at creation; 0 means the largest possible} */
    int maxMessageSize();

    /**
     * {@return the size in bytes of the oldest unread message; empty if there is none (an empty message is 0, and so is one
     * that cannot be read)}
     */
    OptionalInt nextMessageSize();

    /** {@return the number of unread messages} */
    long messageCount();

    /** {@return how long a read waits; {@link Timeouts#FOREVER} for no limit} */
    Duration readTimeout();

    /** {@return the size of the unread messages in bytes, modulo 2^32} */
    long messageBytes();

    /** {@return bytes that the mailslot's files may take, the room of unread messages included} */
    long capacity();

    /** {@return what becomes of a message for which there is no room} */
    WhenFull whenFull();

    /**
     * {@return how many messages went unread because the mailslot was full and {@link WhenFull#DROP_OLDEST}; while one is
     * being taken, and for each reader that was killed in that instant until the next read, one too many}
     */
    long missedMessages();
}
