package io.mailslot.internal.log;

import io.mailslot.api.MessageBatch;
import io.mailslot.internal.memory.CallerBuffers;
import io.mailslot.internal.memory.MappedFaults;
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

    /** Whether it may lie in a run, among others. */
    boolean mayShare() {
        return true;
    }

    /** The size of the largest message in it. */
    public int largestMessage() {
        return length();
    }

    /** Copies all of it to an address: a few bytes. */
    abstract void copy(long address);

    /** Copies a part of it into a buffer, at an index at which the whole is to begin. */
    abstract void copy(ByteBuffer target, int at, int from, int length);

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
        void copy(long address) {
            Payload.write(address, source, offset, length);
        }

        @Override
        void copy(ByteBuffer target, int at, int from, int bytes) {
            target.put(at + from, source, offset + from, bytes);
        }
    }

    /** A message in a buffer, from its position to its limit; neither is moved. */
    public static class OfBuffer extends Body {
        private ByteBuffer source;

        /** Asked for once: a caller who moves them meanwhile must not have more written than there is room for. */
        private int start;

        private int length;

        public OfBuffer of(ByteBuffer message) {
            source = message;
            start = message.position();
            length = message.limit() - start;
            if (length < 0) {
                throw new IllegalArgumentException("the buffer is changed by another thread while it is written");
            }
            return this;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        void copy(long address) {
            try {
                Payload.write(address, source, start, length);
                MappedFaults.throwNowOf(source);
            } catch (RuntimeException e) {
                throw CallerBuffers.unusable(e);
            }
        }

        @Override
        void copy(ByteBuffer target, int at, int from, int bytes) {
            try {
                target.put(at + from, source, start + from, bytes);
                MappedFaults.throwNowOf(source);
            } catch (RuntimeException e) {
                throw CallerBuffers.unusable(e);
            }
        }
    }

    /** Many messages, as they lie in the arena, in a buffer. One alone is a message like others, in its own document. */
    public static final class OfBatch extends OfBuffer {
        private int messages;
        private int payloadBytes;
        private int largestMessage;

        public OfBatch of(MessageBatch batch) {
            ByteBuffer records = batch.records();
            messages = batch.size();
            payloadBytes = batch.messageBytes();
            largestMessage = batch.largestMessage();
            of(isOne() ? records.position(Integer.BYTES).limit(Integer.BYTES + payloadBytes) : records);
            return this;
        }

        private boolean isOne() {
            return messages == 1;
        }

        @Override
        public int largestMessage() {
            return largestMessage;
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
            return isOne() ? RecordKind.ARENA : RecordKind.BATCH;
        }

        @Override
        boolean needsArena() {
            return !isOne();
        }

        @Override
        boolean mayShare() {
            return false;
        }
    }
}
