package io.mailslot.inspect;

/**
 * One cursor of a durable mailslot: a place up to which it is read, which stays when nobody has it open.
 *
 * @since 0.1.0
 */
public interface CursorStatus {
    /** {@return its name} */
    String name();

    /** {@return whether any process has a receiver handle to it} */
    boolean open();

    /** {@return messages that are unread there; -1 if the queue cannot be read} */
    long messageCount();

    /** {@return what was dropped before it was read there} */
    long missedMessages();
}
