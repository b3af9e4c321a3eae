package io.mailslot.remote.internal.frame;

import static io.mailslot.remote.internal.frame.FrameLayout.CHECKSUM_BYTES;
import static io.mailslot.remote.internal.frame.FrameLayout.COUNT_OFFSET;
import static io.mailslot.remote.internal.frame.FrameLayout.FIRST_OFFSET;
import static io.mailslot.remote.internal.frame.FrameLayout.MAGIC;
import static io.mailslot.remote.internal.frame.FrameLayout.MESSAGES_OFFSET;
import static io.mailslot.remote.internal.frame.FrameLayout.OTHERS_ONLY;
import static io.mailslot.remote.internal.frame.FrameLayout.VERSION;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.Receiver;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * Collects messages of an outbox for a frame, as the viewer of a look: it takes those that follow each other, as many as one
 * frame holds. To be used again and again, by one thread.
 *
 * <pre>{@code
 * writer.begin(outbox, false, link.maxFrameBytes());
 * long next = receiver.look(0, Frame.MAX_MESSAGES, writer);
 * link.store(address, writer.toBytes(), timeout);
 * receiver.advance(next);
 * }</pre>
 */
public final class FrameWriter implements Receiver.Viewer {
    private static final int SMALL = 4096;

    private ByteBuffer bytes = ByteBuffer.allocate(SMALL);
    private int limit;
    private long first;
    private int count;

    /**
     * Begins a frame.
     *
     * @param outbox the outbox that the messages are from
     * @param othersOnly whether this machine does not take it
     * @param maxBytes the most bytes of a frame that has more than one message: what the engine takes; more than
     *     {@link Frame#MAX_BYTES} is as good as that
     * @return this
     */
    public FrameWriter begin(UUID outbox, boolean othersOnly, long maxBytes) {
        limit = (int) Math.min(maxBytes, Frame.MAX_BYTES);
        first = 0;
        count = 0;
        if (bytes.capacity() > Math.max(limit, SMALL)) {
            bytes = ByteBuffer.allocate(SMALL); // a large message is rare, and its room is not kept
        }
        bytes.clear()
                .put(MAGIC)
                .put(VERSION)
                .put(othersOnly ? OTHERS_ONLY : 0)
                .putLong(outbox.getMostSignificantBits())
                .putLong(outbox.getLeastSignificantBits())
                .position(MESSAGES_OFFSET);
        return this;
    }

    @Override
    public boolean view(long number, ByteBuffer message) {
        int length = message.remaining();
        if (count == 0) {
            if (length > Frame.MAX_MESSAGE) {
                throw new InvalidArgumentException("message " + number + " of the outbox has " + length
                        + " bytes, at most " + Frame.MAX_MESSAGE + " can go to another machine");
            }
            first = number;
        } else if (number != first + count || count == Frame.MAX_MESSAGES || !fits(length)) {
            return false;
        }
        ensureRoom(length);
        bytes.putInt(length).put(message);
        count++;
        return true;
    }

    private boolean fits(int length) {
        return (long) bytes.position() + Integer.BYTES + length + CHECKSUM_BYTES <= limit;
    }

    private void ensureRoom(int length) {
        int needed = bytes.position() + Integer.BYTES + length + CHECKSUM_BYTES;
        if (needed > bytes.capacity()) {
            int larger = Math.max(needed, Math.min(2 * bytes.capacity(), limit));
            bytes = ByteBuffer.allocate(larger).put(bytes.flip());
        }
    }

    /** {@return how many messages it has} */
    public int count() {
        return count;
    }

    /** {@return the number of its first message; 0 if it has none} */
    public long first() {
        return first;
    }

    /** {@return the sizes of its messages together, in bytes} */
    public int messageBytes() {
        return bytes.position() - MESSAGES_OFFSET - count * Integer.BYTES;
    }

    /**
     * The frame; this writer is then to begin another.
     *
     * @return its bytes
     * @throws IllegalStateException if it has no message
     */
    public byte[] toBytes() {
        if (count == 0) {
            throw new IllegalStateException("the frame has no message");
        }
        bytes.putLong(FIRST_OFFSET, first).putInt(COUNT_OFFSET, count);
        bytes.putInt(FrameLayout.checksum(bytes.array(), bytes.position()));
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
