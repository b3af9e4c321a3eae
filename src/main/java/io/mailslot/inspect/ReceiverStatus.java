package io.mailslot.inspect;

import java.util.Optional;

/**
 * One receiver of a mailslot; who holds a handle to it is told by the handles that have its identity.
 *
 * @since 0.1.0
 */
public interface ReceiverStatus {
    /** {@return its identity, as in {@link io.mailslot.api.HandleInfo#objectId()}} */
    long objectId();

    /** {@return the name of its cursor, if its mailslot is durable} */
    Optional<String> cursor();

    /** {@return whether any process has a handle to it} */
    boolean open();

    /** {@return messages that it has not read; -1 if the queue cannot be read} */
    long messageCount();

    /** {@return what was dropped before it had read it} */
    long missedMessages();
}
