package io.mailslot.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Messages to be written at once: all of them appear in the mailslot, next to each other, or none does. To write many
 * small messages so costs a fraction of writing each of them. A batch may be used again and again; it allocates only
 * when it grows. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class MessageBatch {
    /** The most messages that a batch takes. */
    public static final int MAX_MESSAGES = 4096;

    private static final int INITIAL_BYTES = 4096;
    private static final int MAX_BYTES = 1 << 28;

    /** Each message behind an int with its length, padded to a multiple of 4; as it lies in the mailslot. */
    private ByteBuffer records = allocate(INITIAL_BYTES);

    private ByteBuffer view = records.asReadOnlyBuffer();

    private int size;
    private int messageBytes;
    private int largestMessage;

    /** Makes an empty batch. */
    public MessageBatch() {}

    /**
     * Adds a message.
     *
     * @param message copied
     * @return this
     * @throws InvalidArgumentException if the batch has {@link #MAX_MESSAGES} already, or 256 MiB (87)
     */
    public MessageBatch add(byte[] message) {
        return add(message, 0, message.length);
    }

    /**
     * Adds a message from a part of an array.
     *
     * @param source holds the message; copied
     * @param offset index of its first byte
     * @param length its size in bytes
     * @return this
     * @throws IndexOutOfBoundsException if the part lies outside of the array
     * @throws InvalidArgumentException if the batch has {@link #MAX_MESSAGES} already, or 256 MiB (87)
     */
    public MessageBatch add(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        int start = begin(length);
        records.put(start, source, offset, length);
        return end(start, length);
    }

    /**
     * Adds what remains in a buffer as one message and moves the buffer's position to its limit.
     *
     * @param message copied; of any kind
     * @return this
     * @throws InvalidArgumentException if the batch has {@link #MAX_MESSAGES} already, or 256 MiB, or if the buffer's memory
     *     cannot be read: its arena is closed, or another thread's (87)
     */
    public MessageBatch add(ByteBuffer message) {
        int length = message.remaining();
        int start = begin(length);
        try {
            records.put(start, message, message.position(), length);
        } catch (RuntimeException unreadable) {
            throw new InvalidArgumentException("the memory of the message cannot be read: " + unreadable.getMessage()
                    + "; keep its arena open, and use it in the thread that it belongs to");
        }
        message.position(message.limit());
        return end(start, length);
    }

    /** Makes room for a message; returns where it goes. Until it is ended the batch is as before. */
    private int begin(int length) {
        if (size == MAX_MESSAGES) {
            throw new InvalidArgumentException(
                    "the batch has " + size + " messages, and more are not possible; write it and clear it");
        }
        long needed = (long) records.position() + Integer.BYTES + length + Integer.BYTES;
        if (needed > MAX_BYTES) {
            throw new InvalidArgumentException("a message of " + length + " bytes does not fit into a batch that has "
                    + records.position() + " of " + MAX_BYTES + " bytes; write it and clear it");
        }
        if (needed > records.capacity()) {
            ByteBuffer larger = allocate((int) Math.min(MAX_BYTES, Math.max(needed, 2L * records.capacity())));
            records = larger.put(records.flip());
            view = records.asReadOnlyBuffer();
        }
        return records.position() + Integer.BYTES;
    }

    private MessageBatch end(int start, int length) {
        records.putInt(length).position(start + length + 3 & ~3);
        size++;
        messageBytes += length;
        largestMessage = Math.max(largestMessage, length);
        return this;
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /**
     * How many messages it has.
     *
     * @return 0 to {@link #MAX_MESSAGES}
     */
    public int size() {
        return size;
    }

    /**
     * Whether it has no message.
     *
     * @return true if writing it would write nothing
     */
    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * The size of all its messages together.
     *
     * @return bytes, without what separates them
     */
    public int messageBytes() {
        return messageBytes;
    }

    /**
     * The size of its largest message.
     *
     * @return bytes, 0 if it has none
     */
    public int largestMessage() {
        return largestMessage;
    }

    /**
     * The messages as a mailslot keeps them: each behind an int with its length in the machine's byte order, padded to
     * a multiple of 4.
     *
     * @return a read-only view, always the same one, valid until the batch is changed
     */
    public ByteBuffer records() {
        return view.clear().limit(records.position());
    }

    /**
     * Takes all messages out, to begin anew.
     *
     * @return this
     */
    public MessageBatch clear() {
        records.clear();
        size = 0;
        messageBytes = 0;
        largestMessage = 0;
        return this;
    }
}
