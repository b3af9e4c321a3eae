package io.mailslot.it.storm;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32;

/** A message of random size and content that tells whether it is whole: its last bytes are a checksum of the others. */
final class StormMessage {
    private static final int MOST_BYTES = 200;

    private StormMessage() {}

    static byte[] random(Random random) {
        byte[] content = new byte[random.nextInt(MOST_BYTES)];
        random.nextBytes(content);
        return ByteBuffer.allocate(content.length + Integer.BYTES)
                .put(content)
                .putInt(checksum(content))
                .array();
    }

    static void requireWhole(byte[] message) {
        boolean whole = false;
        if (message.length >= Integer.BYTES) {
            ByteBuffer buffer = ByteBuffer.wrap(message);
            byte[] content = new byte[message.length - Integer.BYTES];
            whole = buffer.get(content).getInt() == checksum(content);
        }
        if (!whole) {
            throw new AssertionError("a message of " + message.length + " bytes is torn");
        }
    }

    private static int checksum(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return (int) crc.getValue();
    }
}
