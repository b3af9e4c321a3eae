package io.mailslot.internal.log;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * What one append writes: the content of a record, and how to put it where it belongs. Reused from append to append;
 * belongs to one writer.
 */
public abstract class Body {
    /** Bytes to write. */
    public abstract int length();

    /** Bytes of all payloads. */
    int payloadBytes() {
        return length();
    }

    /** How many messages it is. */
    public int messages() {
        return 1;
    }

    /** The kind of record if it lies in the arena. */
    RecordKind arenaKind() {
        return RecordKind.ARENA;
    }

    /** Whether it goes to the arena whatever its length. */
    boolean needsArena() {
        return false;
    }

    /** Copies a part to where the whole is to begin. */
    abstract void copy(long address, int from, int length);

    /** A message in an array. */
    public static final class OfArray extends Body {
        private byte[] source;
        private int offset;
        private int length;

        public OfArray of(byte[] message, int start, int bytes) {
            Objects.checkFromIndexSize(start, bytes, message.length);
            source = message;
            offset = start;
            length = bytes;
            return this;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        void copy(long address, int from, int bytes) {
            Payload.write(address + from, source, offset + from, bytes);
        }
    }

    /** A message in a buffer, from its position to its limit; neither is moved. */
    public static class OfBuffer extends Body {
        private ByteBuffer source;

        public OfBuffer of(ByteBuffer message) {
            source = message;
            return this;
        }

        @Override
        public int length() {
            return source.remaining();
        }

        @Override
        void copy(long address, int from, int bytes) {
            Payload.write(address + from, source, source.position() + from, bytes);
        }
    }

    /** Many messages, as they lie in the arena, in a buffer. */
    public static final class OfBatch extends OfBuffer {
        private int messages;
        private int payloadBytes;

        public OfBatch of(ByteBuffer records, int count, int bytes) {
            of(records);
            messages = count;
            payloadBytes = bytes;
            return this;
        }

        @Override
        public int messages() {
            return messages;
        }

        @Override
        int payloadBytes() {
            return payloadBytes;
        }

        @Override
        RecordKind arenaKind() {
            return RecordKind.BATCH;
        }

        @Override
        boolean needsArena() {
            return true;
        }
    }
}
