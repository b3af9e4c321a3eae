package io.mailslot.remote.harness;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Messages that say who wrote them, and which they are, and are whole or seen not to be. */
public final class Numbered {
    /** The smallest one. */
    public static final int LEAST = 16;

    private static final int SUM = 12;

    private Numbered() {}

    /**
     * Makes one.
     *
     * @param writer whose it is
     * @param number from 0 on
     * @param size at least {@link #LEAST} bytes
     */
    public static byte[] message(int writer, long number, int size) {
        ByteBuffer message = ByteBuffer.allocate(size).putInt(writer).putLong(number);
        Arrays.fill(message.array(), LEAST, size, (byte) number);
        return message.putInt(sum(message)).array();
    }

    static int writer(byte[] message) {
        return ByteBuffer.wrap(message).getInt();
    }

    static long number(byte[] message) {
        return ByteBuffer.wrap(message).getLong(Integer.BYTES);
    }

    static boolean isWhole(byte[] message) {
        return message.length >= LEAST && ByteBuffer.wrap(message).getInt(SUM) == sum(ByteBuffer.wrap(message));
    }

    /** Of everything but itself. */
    private static int sum(ByteBuffer message) {
        CRC32C sum = new CRC32C();
        sum.update(message.array(), 0, SUM);
        sum.update(message.array(), LEAST, message.capacity() - LEAST);
        return (int) sum.getValue();
    }
}
