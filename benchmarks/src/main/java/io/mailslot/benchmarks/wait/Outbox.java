package io.mailslot.benchmarks.wait;

import java.nio.ByteBuffer;

/** Where messages go, for one thread. */
@FunctionalInterface
interface Outbox {
    /** Sends the whole buffer. */
    void send(ByteBuffer message);
}
