package io.mailslot.internal.sync;

import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.TaggedWord;

/**
 * The pointer of a file: a single {@link TaggedWord}, so that one compare-and-set changes it and nobody who dies leaves
 * half of a change, or who is late changes another object. Whoever looks fails with error 6 once the object is gone.
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

    private final TaggedWord tagged;

    /** The word of a file object that lives, or has lived, in an entry of the object table. */
    public PointerWord(Region entry, long objectId) {
        this.tagged = new TaggedWord(entry, objectId, ObjectEntry.POINTER_OFFSET);
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
        return tagged.change(expected, value);
    }

    /** Locks the word; false if it is locked, or changed at this moment. */
    public boolean lock(int locker) {
        long word = word();
        return !isLocked(word) && tagged.change(word, word | LOCKED | (long) locker << LOCKER_SHIFT);
    }

    /** Unlocks the word with a new value; false if it is not the caller's to unlock any more, or has another value. */
    public boolean unlock(int locker, long expected, long value) {
        long locked = LOCKED | (long) locker << LOCKER_SHIFT | expected;
        return tagged.change(locked, value);
    }

    /** Unlocks the word, with the value that it has, if that process has it locked. */
    public boolean unlockFor(int locker) {
        long word = word();
        return isLocked(word)
                && (word & LOCKER_MASK) >>> LOCKER_SHIFT == locker
                && tagged.change(word, word & VALUE_MASK);
    }

    private static boolean isLocked(long word) {
        return (word & LOCKED) != 0;
    }

    private long word() {
        return tagged.value();
    }
}
