package io.mailslot.benchmarks.wait;

import java.nio.ByteBuffer;

/** Where messages arrive, for one thread. */
@FunctionalInterface
interface Inbox {
    /** Waits for the next message and copies it to the start of the buffer. */
    void receive(ByteBuffer buffer);
}
