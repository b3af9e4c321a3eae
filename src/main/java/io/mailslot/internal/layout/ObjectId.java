package io.mailslot.internal.layout;

/**
 * Identifies one kernel object among all that ever lived in a home: where its entry lies and which generation of that
 * entry it is.
 *
 * <pre>
 *  63        44 43                       16 15                0
 * +------------+---------------------------+-------------------+
 * |     0      |  generation (from 1 up)   |  index of entry   |
 * +------------+---------------------------+-------------------+
 * </pre>
 */
public final class ObjectId {
    /** Bits that hold the index. */
    public static final int INDEX_BITS = 16;
    /** Bits that hold the generation. */
    public static final int GENERATION_BITS = 28;
    /** Masks an id within a wider word. */
    public static final long MASK = (1L << (INDEX_BITS + GENERATION_BITS)) - 1;

    private ObjectId() {}

    public static long of(int index, int generation) {
        return ((long) generation << INDEX_BITS) | index;
    }

    public static int index(long id) {
        return (int) id & ((1 << INDEX_BITS) - 1);
    }

    public static int generation(long id) {
        return (int) ((id & MASK) >>> INDEX_BITS);
    }

    /** The generation that follows; it skips 0, so that no id is 0. */
    public static int nextGeneration(int generation) {
        int next = (generation + 1) & ((1 << GENERATION_BITS) - 1);
        return next == 0 ? 1 : next;
    }
}
