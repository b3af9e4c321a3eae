package io.mailslot.remote.internal.frame;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Where what lies in a frame. Numbers are big-endian.
 *
 * <pre>
 *   0  +-------------------------------+
 *      | "MSF"                         |
 *   3  +-------------------------------+
 *      | version                       |
 *   4  +-------------------------------+
 *      | flags                         |
 *   5  +-------------------------------+
 *      | identity of the outbox        |
 *  21  +-------------------------------+
 *      | number of the first message   |
 *  29  +-------------------------------+
 *      | count of messages             |
 *  33  +-------------------------------+
 *      | length | bytes of a message   |  as many as there are messages
 *      +-------------------------------+
 *      | CRC32C of all before          |
 *      +-------------------------------+
 * </pre>
 */
final class FrameLayout {
    static final byte[] MAGIC = "MSF".getBytes(StandardCharsets.US_ASCII);
    static final byte VERSION = 1;

    /** In the flags: whoever has sent the frame does not take it. */
    static final byte OTHERS_ONLY = 1;

    static final int VERSION_OFFSET = 3;
    static final int FLAGS_OFFSET = 4;
    static final int OUTBOX_OFFSET = 5;
    static final int FIRST_OFFSET = OUTBOX_OFFSET + 2 * Long.BYTES;
    static final int COUNT_OFFSET = FIRST_OFFSET + Long.BYTES;
    static final int MESSAGES_OFFSET = COUNT_OFFSET + Integer.BYTES;
    static final int CHECKSUM_BYTES = Integer.BYTES;

    private FrameLayout() {}

    /** The checksum of the first bytes. */
    static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
