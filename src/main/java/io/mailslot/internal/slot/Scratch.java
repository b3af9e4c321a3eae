package io.mailslot.internal.slot;

import io.mailslot.api.InvalidArgumentException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Buffers for messages that foreign code fills or reads while nothing is locked. One is kept and used again; who comes
 * meanwhile, as from within that code, gets another one. Thread-safe.
 */
final class Scratch {
    /** A larger one is not kept. */
    static final int KEPT_BYTES = 1 << 20;

    private static final int SMALLEST_BYTES = 1 << 10;

    private final AtomicReference<ByteBuffer> spare = new AtomicReference<>();

    /** Fails if there is nothing to fill, or nobody to do it. */
    static void require(int length, Consumer<ByteBuffer> filler) {
        Objects.requireNonNull(filler, "filler");
        if (length < 0) {
            throw new InvalidArgumentException("no message has " + length + " bytes; ask for 0 or more");
        }
    }

    /**
     * Has a message filled by code that may do whatever it likes.
     *
     * @return the message, to be given back
     */
    ByteBuffer fill(int length, Consumer<ByteBuffer> filler) {
        ByteBuffer message = take(length);
        ByteBuffer place = message.slice();
        boolean filled = false;
        try {
            filler.accept(place);
            filled = true;
            return message;
        } finally {
            place.limit(0);
            if (!filled) {
                giveBack(message);
            }
        }
    }

    /** A buffer of so many bytes, of any content. */
    ByteBuffer take(int length) {
        ByteBuffer kept = spare.getAndSet(null);
        ByteBuffer buffer = kept != null && kept.capacity() >= length
                ? kept
                : ByteBuffer.allocate(Math.max(length, SMALLEST_BYTES));
        return buffer.clear().limit(length);
    }

    /** Whoever has taken a buffer does not use it any more. */
    void giveBack(ByteBuffer buffer) {
        if (buffer.capacity() <= KEPT_BYTES) {
            spare.set(buffer);
        }
    }
}
