package io.mailslot.internal.sync;

import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;

/**
 * The pointer of a file: a single 64-bit word, so that one compare-and-set changes it and nobody who dies leaves half of
 * a change.
 *
 * <pre>
 *  63 62            48 47                                     0
 * +--+----------------+----------------------------------------+
 * |L | locker         |  where the next read or write begins   |
 * +--+----------------+----------------------------------------+
 *  L: somebody writes to the file at its pointer; locker: the process record of who does, so that its reaper can unlock
 * </pre>
 */
public final class PointerWord {
    private static final long LOCKED = 1L << 63;
    private static final int LOCKER_SHIFT = 48;
    private static final long LOCKER_MASK = 0x7FFFL << LOCKER_SHIFT;
    private static final long VALUE_MASK = (1L << LOCKER_SHIFT) - 1;

    /** The largest value. */
    public static final long MAX_VALUE = VALUE_MASK;

    private final Region entry;

    /** The word in an entry of the object table. */
    public PointerWord(Region entry) {
        this.entry = entry;
    }

    /** The value, also while somebody has it locked. */
    public long value() {
        return word() & VALUE_MASK;
    }

    /** Whether somebody has it locked. */
    public boolean isLocked() {
        return isLocked(word());
    }

    /** The process record of who has it locked; -1 if nobody has. */
    public int locker() {
        long word = word();
        return isLocked(word) ? (int) ((word & LOCKER_MASK) >>> LOCKER_SHIFT) : -1;
    }

    /** Changes the value if it is the expected one and nobody has it locked. */
    public boolean change(long expected, long value) {
        return entry.casLong(ObjectEntry.POINTER_OFFSET, expected, value);
    }

    /** Locks the word; false if it is locked, or changed at this moment. */
    public boolean lock(int locker) {
        long word = word();
        return !isLocked(word)
                && entry.casLong(ObjectEntry.POINTER_OFFSET, word, word | LOCKED | (long) locker << LOCKER_SHIFT);
    }

    /** Unlocks the word with a new value; false if it is not the caller's to unlock any more, or has another value. */
    public boolean unlock(int locker, long expected, long value) {
        long locked = LOCKED | (long) locker << LOCKER_SHIFT | expected;
        return entry.casLong(ObjectEntry.POINTER_OFFSET, locked, value);
    }

    /** Unlocks the word, with the value that it has, if that process has it locked. */
    public boolean unlockFor(int locker) {
        long word = word();
        return isLocked(word)
                && (word & LOCKER_MASK) >>> LOCKER_SHIFT == locker
                && entry.casLong(ObjectEntry.POINTER_OFFSET, word, word & VALUE_MASK);
    }

    private static boolean isLocked(long word) {
        return (word & LOCKED) != 0;
    }

    private long word() {
        return entry.getLongVolatile(ObjectEntry.POINTER_OFFSET);
    }
}
