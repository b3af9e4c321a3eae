package io.mailslot.it.harness;

import java.util.zip.CRC32C;

/** Bytes of a given size that no other size shares, and their check word. */
public final class Payload {
    private Payload() {}

    public static byte[] ofSize(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + size + (i >>> 8));
        }
        return bytes;
    }

    public static long checkWord(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }
}
