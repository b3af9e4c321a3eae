package io.mailslot.benchmarks.transport;

import java.nio.ByteBuffer;

/** Where messages go, for one thread. */
@FunctionalInterface
public interface Outbox {
    /**
     * Sends a message at once; waits while there is no room.
     *
     * @param message the whole buffer, whatever its position; it is free again afterwards
     */
    void send(ByteBuffer message);

    /**
     * Adds a message to a batch. Transports that know no batches send it.
     *
     * @param message the whole buffer, whatever its position; it is free again afterwards
     */
    default void add(ByteBuffer message) {
        send(message);
    }

    /** Sends the batch that was added. */
    default void flush() {}
}
