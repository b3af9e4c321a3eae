package io.mailslot.benchmarks.transport;

import java.nio.ByteBuffer;

/** What is done with a message. */
@FunctionalInterface
public interface Arrival {
    /**
     * A message has come.
     *
     * @param memory private to this JVM; holds the message until this method returns
     * @param offset where it begins
     * @param length its size in bytes
     */
    void message(ByteBuffer memory, int offset, int length);
}
