package io.mailslot.it.harness;

import io.mailslot.api.Sender;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;

/**
 * A message that proves itself: check word, sender, sequence number, then filler whose length depends on both. A torn,
 * mixed or foreign message does not parse.
 *
 * @param sender who wrote it
 * @param sequence its number among that sender's messages, from 0
 */
public record NumberedMessage(int sender, int sequence) {
    /** Slow enough for readers to empty the mailslot again and again. */
    private static final long TRICKLE_NANOS = 50_000;

    private static final int HEADER_LENGTH = Integer.BYTES * 3;
    private static final int FILLER_LENGTHS = 97;

    public byte[] toBytes() {
        byte[] bytes = new byte[HEADER_LENGTH + (sender * 31 + sequence) % FILLER_LENGTHS];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        buffer.putInt(Integer.BYTES, sender).putInt(Integer.BYTES * 2, sequence);
        for (int i = HEADER_LENGTH; i < bytes.length; i++) {
            bytes[i] = (byte) (sender + sequence + i);
        }
        buffer.putInt(0, checkWord(bytes));
        return bytes;
    }

    public static NumberedMessage parse(byte[] bytes) {
        if (bytes.length < HEADER_LENGTH) {
            throw new AssertionError("a torn message of " + bytes.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        NumberedMessage message = new NumberedMessage(buffer.getInt(Integer.BYTES), buffer.getInt(Integer.BYTES * 2));
        int expectedLength = message.toBytes().length;
        if (buffer.getInt(0) != checkWord(bytes) || bytes.length != expectedLength) {
            throw new AssertionError(message + " is torn: " + bytes.length + " of " + expectedLength + " bytes");
        }
        return message;
    }

    /** Sends so many of a sender, which may be in a child. */
    public static void send(Sender to, int sender, int count) {
        for (int i = 0; i < count; i++) {
            to.write(new NumberedMessage(sender, i).toBytes());
        }
    }

    /** As {@link #send}, with a pause behind each. */
    public static void trickle(Sender to, int sender, int count) {
        for (int i = 0; i < count; i++) {
            to.write(new NumberedMessage(sender, i).toBytes());
            LockSupport.parkNanos(TRICKLE_NANOS);
        }
    }

    private static int checkWord(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, Integer.BYTES, bytes.length - Integer.BYTES);
        return (int) crc.getValue();
    }
}
