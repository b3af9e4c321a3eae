package io.mailslot.it.soak;

import io.mailslot.it.slot.Numbered;
import java.nio.ByteBuffer;

/**
 * A message of any size from one byte on. What is too small for {@link Numbered} is a crumb: its first byte is the tag of its
 * stream, and tells all others; crumbs are counted.
 */
final class SoakMessage {
    static final int TAGS = 256;

    private SoakMessage() {}

    static boolean isCrumb(int size) {
        return size < Numbered.LEAST_BYTES;
    }

    /** Fills a buffer from its position to its limit; neither is moved. */
    static void fill(ByteBuffer target, int stream, int number) {
        if (!isCrumb(target.remaining())) {
            Numbered.fill(target, stream, number);
            return;
        }
        for (int i = 0; i < target.remaining(); i++) {
            target.put(target.position() + i, (byte) (tag(stream) + i * i));
        }
    }

    /** The tag of the crumbs of a stream. */
    static int tag(int stream) {
        return SoakSlot.threadOf(stream) % TAGS;
    }

    /** Fails unless it is whole, and of that mailslot; returns its tag if it is a crumb, else -1. */
    static int requireWhole(ByteBuffer message, SoakSlot slot) {
        int size = message.remaining();
        if (!isCrumb(size)) {
            Numbered.requireWhole(message, "message of " + slot);
            if (SoakSlot.ofStream(Numbered.stream(message)) != slot) {
                throw new AssertionError("stream " + Numbered.stream(message) + " is in " + slot);
            }
            return -1;
        }
        int tag = size == 0 ? -1 : message.get(message.position()) & 0xFF;
        for (int i = 0; i < size; i++) {
            if (message.get(message.position() + i) != (byte) (tag + i * i)) {
                throw new AssertionError("torn: a message of " + size + " bytes of " + slot);
            }
        }
        if (size == 0) {
            throw new AssertionError("an empty message of " + slot + ", which nobody wrote");
        }
        return tag;
    }
}
