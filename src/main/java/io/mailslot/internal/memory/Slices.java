package io.mailslot.internal.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Slices of the begin of one buffer, each as large as what it is to show or to take: to be handed to foreign code, which then
 * has a buffer that begins at 0, ends where it ends, and has its own byte order. Once used they are used again for what has the
 * same size, so that they are no garbage. Belongs to one thread at a time.
 */
public final class Slices {
    /** Sizes below it never meet; of larger ones those meet that are alike in the lowest bits. */
    private static final int SIZES = 1 << 10;

    private final ByteBuffer whole;

    private ByteBuffer last;

    /** By the lowest bits of the size; null while there was only one size. */
    private ByteBuffer[] others;

    /**
     * Makes slices.
     *
     * @param whole whose position and limit do not count
     */
    public Slices(ByteBuffer whole) {
        this.whole = whole;
        this.last = whole.slice(0, 0);
    }

    /** A buffer of so many bytes, the first ones: from 0 to its limit, of big-endian order. It was given out before, mostly. */
    public ByteBuffer of(int size) {
        if (last.capacity() != size) {
            last = other(size);
        }
        return last.clear().order(ByteOrder.BIG_ENDIAN);
    }

    private ByteBuffer other(int size) {
        if (others == null) {
            others = new ByteBuffer[SIZES];
        }
        int slot = size & SIZES - 1;
        ByteBuffer known = others[slot];
        return known != null && known.capacity() == size ? known : (others[slot] = whole.slice(0, size));
    }
}
