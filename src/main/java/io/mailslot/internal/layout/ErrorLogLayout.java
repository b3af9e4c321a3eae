package io.mailslot.internal.layout;

/**
 * The layout of {@code errors.dat}, which remembers each kind of error of a home once. All integers are in the machine's
 * byte order. A record is claimed by a compare-and-set of its length, the negative of which is stored, and published by a
 * release store of the length: who dies in between leaves a record of known length that nobody reads. Nothing is ever
 * removed.
 *
 * <pre>
 *     0 +-------------------------------+
 *       | magic "MSERRORS"           8  |
 *     8 | layout version             4  |  stored last: the file is ready
 *    12 | (unused)                   4  |
 *    16 | errors without room        8  |  added to atomically
 *       | (unused)                      |
 *    64 +-------------------------------+
 *       | records                       |  one behind the other, up to the first length of 0
 * 65536 +-------------------------------+
 *
 *     0 +-------------------------------+
 *       | length of the record       4  |  0: none; below 0: claimed; stored last. A multiple of 8
 *     4 | hash                       4  |  of all that makes an error a kind of its own
 *     8 | how often                  8  |  added to atomically
 *    16 | first, epoch ms            8  |
 *    24 | last, epoch ms             8  |  raised by compare-and-set
 *    32 | pid of who met it last     8  |
 *    40 | Win32 error number         4  |  0 for none
 *    44 | bytes of the type          4  |
 *    48 | bytes of the place         4  |
 *    52 | bytes of the message       4  |
 *    56 | type, place, message       n  |  UTF-8
 *       +-------------------------------+
 * </pre>
 */
public final class ErrorLogLayout {
    /** "MSERRORS" in ASCII. */
    public static final long MAGIC = 0x4D53_4552_524F_5253L;
    /** The layout this library reads and writes. */
    public static final int VERSION = 1;

    public static final int MAGIC_OFFSET = 0;
    public static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
    public static final int DROPPED_OFFSET = VERSION_OFFSET + 2 * Integer.BYTES;
    public static final int HEADER_LENGTH = 64;

    /** Length of the file, in which it never grows. */
    public static final int LENGTH = 64 << 10;

    /** Of a record, from its start, as are all that follow. */
    public static final int LENGTH_OFFSET = 0;

    public static final int HASH_OFFSET = LENGTH_OFFSET + Integer.BYTES;
    public static final int COUNT_OFFSET = HASH_OFFSET + Integer.BYTES;
    public static final int FIRST_OFFSET = COUNT_OFFSET + Long.BYTES;
    public static final int LAST_OFFSET = FIRST_OFFSET + Long.BYTES;
    public static final int PID_OFFSET = LAST_OFFSET + Long.BYTES;
    public static final int CODE_OFFSET = PID_OFFSET + Long.BYTES;
    public static final int TYPE_LENGTH_OFFSET = CODE_OFFSET + Integer.BYTES;
    public static final int PLACE_LENGTH_OFFSET = TYPE_LENGTH_OFFSET + Integer.BYTES;
    public static final int MESSAGE_LENGTH_OFFSET = PLACE_LENGTH_OFFSET + Integer.BYTES;
    public static final int TEXTS_OFFSET = MESSAGE_LENGTH_OFFSET + Integer.BYTES;

    /** Records begin at multiples of this. */
    private static final int ALIGNMENT = Long.BYTES;

    private ErrorLogLayout() {}

    /** Bytes of a record with so many bytes of texts. */
    public static int recordLength(int texts) {
        return (TEXTS_OFFSET + texts + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Whether a record may begin there: there is room for one without texts. */
    public static boolean isPlace(int offset) {
        return offset <= LENGTH - TEXTS_OFFSET;
    }

    /** Whether a record that begins there may have that length. */
    public static boolean isPossible(int offset, int length) {
        return length >= TEXTS_OFFSET && length % ALIGNMENT == 0 && length <= LENGTH - offset;
    }
}
