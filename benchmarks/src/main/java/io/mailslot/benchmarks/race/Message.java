package io.mailslot.benchmarks.race;

import java.nio.ByteBuffer;

/**
 * <pre>
 *  0 number within its sender
 *  8 kind (1 byte), sender (the rest)
 * 16 time at which it was sent, if anybody asks
 * .. zeros
 *    the number again: the last 8 bytes of a message of 32 or more
 * </pre>
 */
final class Message {
    /** Bytes of a message that is to be small. */
    static final int SMALL = 64;

    static final int WARM_UP = 0;
    static final int MEASURED = 1;
    /** The sender has warmed up and waits. */
    static final int WARM = 2;

    static final int LAST = 3;

    private static final int NUMBER = 0;
    private static final int TAG = 8;
    private static final int SENT_AT = 16;
    private static final int TWO_NUMBERS = 32;
    private static final int KIND_BITS = 8;

    private Message() {}

    static void put(ByteBuffer message, long number, int kind, int sender) {
        message.putLong(NUMBER, number).putLong(TAG, kind | (long) sender << KIND_BITS);
        if (message.capacity() >= TWO_NUMBERS) {
            message.putLong(message.capacity() - Long.BYTES, number);
        }
    }

    static void putTime(ByteBuffer message, long sentAt) {
        message.putLong(SENT_AT, sentAt);
    }

    static int kind(ByteBuffer memory, int offset) {
        return (int) memory.getLong(offset + TAG) & (1 << KIND_BITS) - 1;
    }

    static int sender(ByteBuffer memory, int offset) {
        return (int) (memory.getLong(offset + TAG) >>> KIND_BITS);
    }

    static long sentAt(ByteBuffer memory, int offset) {
        return memory.getLong(offset + SENT_AT);
    }

    /** Fails unless it is the message that must come next, whole. */
    static void check(ByteBuffer memory, int offset, int length, int size, long expected) {
        if (length != size) {
            throw new IllegalStateException(length + " bytes came, not " + size);
        }
        checkNumber(memory.getLong(offset + NUMBER), expected);
        if (size >= TWO_NUMBERS) {
            checkNumber(memory.getLong(offset + size - Long.BYTES), expected);
        }
    }

    private static void checkNumber(long number, long expected) {
        if (number != expected) {
            throw new IllegalStateException("message " + number + " came, not " + expected);
        }
    }
}
