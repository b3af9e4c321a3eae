package io.mailslot.internal.slot;

import io.mailslot.api.Receiver;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** What the C-shaped facade needs of a receiver: outcomes that are common in C must not cost an exception. */
public interface BufferReader extends Receiver, CachedView {
    /** There is no message. */
    int NONE = -1;

    /** The read timeout in force, in unsigned milliseconds. */
    int readTimeoutMs();

    /**
     * Takes the oldest message into a buffer, as {@link #read(ByteBuffer)} does.
     *
     * @return its size, {@link #NONE} if none came before the read timeout ran out
     */
    int readInTime(ByteBuffer buffer);

    /**
     * Takes the oldest message into a buffer if there is one, as {@link #poll(ByteBuffer)} does.
     *
     * @return its size, or {@link #NONE}
     */
    int take(ByteBuffer buffer);

    /**
     * Reads the oldest message into a buffer as soon as there is one, as {@link #readAsync(Executor)} does.
     *
     * @param buffer not to be used before the future is done
     * @return the message's size to come; it fails with code 122, and the message stays, if the buffer is too small
     */
    CompletableFuture<Integer> readAsync(ByteBuffer buffer, Executor executor);
}
