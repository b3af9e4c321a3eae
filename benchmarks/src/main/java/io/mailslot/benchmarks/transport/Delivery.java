package io.mailslot.benchmarks.transport;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;

/** Copies messages out of shared memory before it hands them over. */
final class Delivery {
    Arrival to;

    private final ByteBuffer copy;

    Delivery(int size) {
        copy = ByteBuffer.allocateDirect(size);
    }

    void deliver(DirectBuffer memory, int offset, int length) {
        memory.getBytes(offset, copy, 0, length);
        to.message(copy, 0, length);
    }
}
