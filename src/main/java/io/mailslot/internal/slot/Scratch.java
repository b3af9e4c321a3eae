package io.mailslot.internal.slot;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.internal.memory.Slices;
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

    private final AtomicReference<Page> spare = new AtomicReference<>();

    /** Fails if there is nothing to fill, or nobody to do it. */
    static void require(int length, Consumer<ByteBuffer> filler) {
        Objects.requireNonNull(filler, "filler");
        if (length < 0) {
            throw new InvalidArgumentException("no message has " + length + " bytes; ask for 0 or more");
        }
    }

    /** Memory for one message. */
    static final class Page {
        private final ByteBuffer bytes;
        private final Slices places;

        private Page(int length) {
            bytes = ByteBuffer.allocate(length);
            places = new Slices(bytes.duplicate());
        }

        /** The message: what it was filled with, whatever its filler has done to the buffer that it had. */
        ByteBuffer message(int length) {
            return bytes.clear().limit(length);
        }
    }

    /**
     * Has a message filled by code that may do whatever it likes.
     *
     * @return where it is, to be given back
     */
    Page fill(int length, Consumer<ByteBuffer> filler) {
        Page page = take(length);
        ByteBuffer place = page.places.of(length);
        boolean filled = false;
        try {
            filler.accept(place);
            filled = true;
            return page;
        } finally {
            place.limit(0);
            if (!filled) {
                giveBack(page);
            }
        }
    }

    /** A page for so many bytes, of any content. */
    private Page take(int length) {
        Page kept = spare.getAndSet(null);
        return kept != null && kept.bytes.capacity() >= length ? kept : new Page(Math.max(length, SMALLEST_BYTES));
    }

    /** Whoever has a page does not use it any more. */
    void giveBack(Page page) {
        if (page.bytes.capacity() <= KEPT_BYTES) {
            spare.set(page);
        }
    }
}
