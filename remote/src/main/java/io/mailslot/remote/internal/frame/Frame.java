package io.mailslot.remote.internal.frame;

import static io.mailslot.remote.internal.frame.FrameLayout.CHECKSUM_BYTES;
import static io.mailslot.remote.internal.frame.FrameLayout.COUNT_OFFSET;
import static io.mailslot.remote.internal.frame.FrameLayout.FIRST_OFFSET;
import static io.mailslot.remote.internal.frame.FrameLayout.FLAGS_OFFSET;
import static io.mailslot.remote.internal.frame.FrameLayout.MAGIC;
import static io.mailslot.remote.internal.frame.FrameLayout.MESSAGES_OFFSET;
import static io.mailslot.remote.internal.frame.FrameLayout.OTHERS_ONLY;
import static io.mailslot.remote.internal.frame.FrameLayout.OUTBOX_OFFSET;
import static io.mailslot.remote.internal.frame.FrameLayout.VERSION;
import static io.mailslot.remote.internal.frame.FrameLayout.VERSION_OFFSET;

import io.mailslot.api.MessageBatch;
import io.mailslot.remote.internal.frame.FrameException.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * Messages of one outbox that follow each other, as they came from another machine. Everything in it was checked. Not to be
 * used by several threads at a time.
 */
public final class Frame {
    /** The most bytes of a frame that has more than one message: 1020 KiB. A server takes 1 MiB, unless it is told otherwise. */
    public static final int MAX_BYTES = 1020 << 10;

    /** The most bytes of a message: 32 MiB. A frame that has no other may be as large as that needs. */
    public static final int MAX_MESSAGE = 32 << 20;

    /** The most messages of a frame, so that they can be written at once. */
    public static final int MAX_MESSAGES = MessageBatch.MAX_MESSAGES;

    /** What a frame of one message has besides the message. */
    public static final int OVERHEAD = MESSAGES_OFFSET + Integer.BYTES + CHECKSUM_BYTES;

    private final ByteBuffer bytes;

    private Frame(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** What is done with the messages of a frame. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Deals with a message.
         *
         * @param number its number in the outbox
         * @param source has its bytes, and others; not to be changed
         * @param offset where its bytes begin
         * @param length how many there are
         */
        void message(long number, byte[] source, int offset, int length);
    }

    /**
     * Reads a frame. Trusts nothing in it.
     *
     * @param bytes the frame; not copied
     * @return the frame
     * @throws FrameException if it cannot be used
     */
    public static Frame of(byte[] bytes) throws FrameException {
        checkKind(bytes);
        Frame frame = new Frame(bytes);
        frame.checkHeader();
        frame.checkMessages();
        return frame;
    }

    private static void checkKind(byte[] bytes) throws FrameException {
        if (bytes.length <= VERSION_OFFSET || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new FrameException(Kind.GARBAGE, bytes.length + " bytes are no frame: they do not begin as one");
        }
        int version = Byte.toUnsignedInt(bytes[VERSION_OFFSET]);
        if (version != VERSION) {
            throw new FrameException(
                    version == 0 ? Kind.GARBAGE : Kind.NEWER,
                    "the frame is of version " + version + ", and this machine knows version " + VERSION
                            + "; update its bridge");
        }
        if (bytes.length > MAX_MESSAGE + OVERHEAD) {
            throw new FrameException(
                    Kind.TOO_LARGE,
                    "the frame has " + bytes.length + " bytes, at most " + (MAX_MESSAGE + OVERHEAD) + " are possible");
        }
        int checked = bytes.length - CHECKSUM_BYTES;
        if (checked < MESSAGES_OFFSET
                || ByteBuffer.wrap(bytes).getInt(checked) != FrameLayout.checksum(bytes, checked)) {
            throw new FrameException(
                    Kind.DAMAGED, "the frame of " + bytes.length + " bytes is not as it was written: wrong checksum");
        }
    }

    private void checkHeader() throws FrameException {
        if ((flags() & ~OTHERS_ONLY) != 0) {
            throw new FrameException(
                    Kind.NEWER, "the frame has unknown flags: " + flags() + "; update this machine's bridge");
        }
        if (count() < 1 || count() > MAX_MESSAGES) {
            throw damaged("it has " + count() + " messages, 1 to " + MAX_MESSAGES + " are possible");
        }
        if (first() < 0 || first() > Long.MAX_VALUE - count()) {
            throw damaged("its first message has the impossible number " + first());
        }
        if (count() > 1 && bytes.capacity() > MAX_BYTES) {
            throw new FrameException(
                    Kind.TOO_LARGE,
                    "the frame has " + bytes.capacity() + " bytes, at most " + MAX_BYTES
                            + " are possible for more than one message");
        }
    }

    private void checkMessages() throws FrameException {
        int end = bytes.capacity() - CHECKSUM_BYTES;
        int offset = MESSAGES_OFFSET;
        for (int i = 0; i < count(); i++) {
            int left = end - offset - Integer.BYTES;
            int length = left < 0 ? -1 : bytes.getInt(offset);
            if (length < 0 || length > left) {
                throw damaged("message " + i + " of " + count() + " does not lie in it");
            }
            offset += Integer.BYTES + length;
        }
        if (offset != end) {
            throw damaged((end - offset) + " bytes lie behind its messages");
        }
    }

    private static FrameException damaged(String problem) {
        return new FrameException(Kind.DAMAGED, "the frame is not one that a bridge writes: " + problem);
    }

    /** {@return the identity of the outbox that the messages are from} */
    public UUID outbox() {
        return new UUID(bytes.getLong(OUTBOX_OFFSET), bytes.getLong(OUTBOX_OFFSET + Long.BYTES));
    }

    /** {@return whether the machine that has sent it does not take it} */
    public boolean othersOnly() {
        return (flags() & OTHERS_ONLY) != 0;
    }

    /** {@return the number of the first message} */
    public long first() {
        return bytes.getLong(FIRST_OFFSET);
    }

    /** {@return how many messages there are, 1 to {@link #MAX_MESSAGES}} */
    public int count() {
        return bytes.getInt(COUNT_OFFSET);
    }

    /** {@return the number of the message that follows the last one} */
    public long next() {
        return first() + count();
    }

    private byte flags() {
        return bytes.get(FLAGS_OFFSET);
    }

    /**
     * Hands out messages, in their order.
     *
     * @param from the lowest number to hand out
     * @param handler deals with each
     */
    public void forEach(long from, Handler handler) {
        int offset = MESSAGES_OFFSET;
        for (long number = first(); number < next(); number++) {
            int length = bytes.getInt(offset);
            offset += Integer.BYTES;
            if (number >= from) {
                handler.message(number, bytes.array(), offset, length);
            }
            offset += length;
        }
    }
}
