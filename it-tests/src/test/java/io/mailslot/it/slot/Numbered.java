package io.mailslot.it.slot;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * A message that tells which stream it belongs to, which number it has there, and whether it is whole.
 *
 * <pre>
 *  | stream 4 | number 4 | check 4 | filling |
 * </pre>
 */
public final class Numbered {
    public static final int LEAST_BYTES = 12;

    private static final int CHECK_OFFSET = 8;

    private Numbered() {}

    /** Fills a buffer from its position to its limit with a message; neither is moved. */
    public static void fill(ByteBuffer target, int stream, int number) {
        int start = target.position();
        target.putInt(start, stream).putInt(start + 4, number);
        int filling = stream * 31 + number;
        int at = start + LEAST_BYTES;
        for (; at + Long.BYTES <= target.limit(); at += Long.BYTES) {
            filling = filling * 1664525 + 1013904223;
            target.putLong(at, filling);
        }
        for (; at < target.limit(); at++) {
            target.put(at, (byte) filling);
        }
        target.putInt(start + CHECK_OFFSET, check(target));
    }

    public static int stream(ByteBuffer message) {
        return message.getInt(message.position());
    }

    public static int number(ByteBuffer message) {
        return message.getInt(message.position() + 4);
    }

    /** Fails if not every byte from position to limit is as it was written; neither is moved. */
    public static void requireWhole(ByteBuffer message, String what) {
        boolean whole = message.remaining() >= LEAST_BYTES
                && message.getInt(message.position() + CHECK_OFFSET) == check(message);
        if (!whole) {
            throw new AssertionError("torn: " + what + " of " + message.remaining()
                    + " bytes, which claims to be number "
                    + (message.remaining() < LEAST_BYTES ? "?" : number(message) + " of stream " + stream(message)));
        }
    }

    private static int check(ByteBuffer message) {
        CRC32 sum = new CRC32();
        ByteBuffer part = message.duplicate();
        int start = message.position();
        sum.update(part.limit(start + CHECK_OFFSET));
        sum.update(part.limit(message.limit()).position(start + LEAST_BYTES));
        return (int) sum.getValue();
    }
}
