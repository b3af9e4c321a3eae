package io.mailslot.internal.slot;

import io.mailslot.api.InvalidArgumentException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What one append writes: the content of a record, and how to put it where it belongs. Reused from append to append;
 * belongs to one writer.
 */
abstract class Body {
    /** Bytes to write. */
    abstract int length();

    /** Bytes of all payloads. */
    int payloadBytes() {
        return length();
    }

    /** How many messages it is. */
    int messages() {
        return 1;
    }

    /** The kind of record if it lies in the arena. */
    int arenaKind() {
        return RecordHeader.KIND_ARENA;
    }

    /** Whether it goes to the arena whatever its length. */
    boolean needsArena() {
        return false;
    }

    /** Copies a part to where the whole is to begin. */
    abstract void copy(long address, int from, int length);

    /** Fills its place in the arena, for bodies that are not copied. */
    void fill(ByteBuffer place) {
        throw new UnsupportedOperationException();
    }

    /** A message in an array. */
    static final class OfArray extends Body {
        private byte[] source;
        private int offset;
        private int length;

        OfArray of(byte[] message, int start, int bytes) {
            Objects.checkFromIndexSize(start, bytes, message.length);
            source = message;
            offset = start;
            length = bytes;
            return this;
        }

        @Override
        int length() {
            return length;
        }

        @Override
        void copy(long address, int from, int bytes) {
            Payload.write(address + from, source, offset + from, bytes);
        }
    }

    /** A message in a buffer, from its position to its limit; neither is moved. */
    static class OfBuffer extends Body {
        private ByteBuffer source;

        OfBuffer of(ByteBuffer message) {
            source = message;
            return this;
        }

        @Override
        int length() {
            return source.remaining();
        }

        @Override
        void copy(long address, int from, int bytes) {
            Payload.write(address + from, source, source.position() + from, bytes);
        }
    }

    /** Many messages, as they lie in the arena, in a buffer. */
    static final class OfBatch extends OfBuffer {
        private int messages;
        private int payloadBytes;

        OfBatch of(ByteBuffer records, int count, int bytes) {
            of(records);
            messages = count;
            payloadBytes = bytes;
            return this;
        }

        @Override
        int messages() {
            return messages;
        }

        @Override
        int payloadBytes() {
            return payloadBytes;
        }

        @Override
        int arenaKind() {
            return RecordHeader.KIND_BATCH;
        }

        @Override
        boolean needsArena() {
            return true;
        }
    }

    /** A message that its sender writes where it is to lie. */
    static final class OfFiller extends Body {
        private final int length;
        private final Consumer<ByteBuffer> filler;

        OfFiller(int length, Consumer<ByteBuffer> filler) {
            this.length = length;
            this.filler = filler;
        }

        /** Fails if there is nothing to fill, or nobody to do it: later it would look like a fault of the log. */
        static void require(int length, Consumer<ByteBuffer> filler) {
            Objects.requireNonNull(filler, "filler");
            if (length < 0) {
                throw new InvalidArgumentException("no message has " + length + " bytes; ask for 0 or more");
            }
        }

        @Override
        int length() {
            return length;
        }

        @Override
        boolean needsArena() {
            return true;
        }

        @Override
        void copy(long address, int from, int bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        void fill(ByteBuffer place) {
            filler.accept(place);
        }
    }
}
