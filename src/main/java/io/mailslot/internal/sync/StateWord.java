package io.mailslot.internal.sync;

import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;

/**
 * The state of one synchronisation object, or the pointer of a file: a single 64-bit word, so that one compare-and-set changes it and nobody who
 * dies leaves half of a change.
 *
 * <pre>
 *  63 62            48 47                                     0
 * +--+----------------+----------------------------------------+
 * |L | locker         |  value                                 |
 * +--+----------------+----------------------------------------+
 *  L: a wait for all looks at several objects at once, and nobody else takes from this one meanwhile; or somebody writes
 *  to the file at its pointer;
 *  locker: the process record of who does, so that its reaper can unlock
 *
 *  EVENT      0 or 1, set
 *  SEMAPHORE  the count
 *  FILE       where the next read or write begins
 *  MUTEX      47..33 owner's process record + 1 · 32 abandoned · 31..0 owner's thread; all 0 if nobody owns it
 * </pre>
 */
public final class StateWord {
    private static final long LOCKED = 1L << 63;
    private static final int LOCKER_SHIFT = 48;
    private static final long LOCKER_MASK = 0x7FFFL << LOCKER_SHIFT;
    private static final long VALUE_MASK = (1L << LOCKER_SHIFT) - 1;

    /** The largest value. */
    public static final long MAX_VALUE = VALUE_MASK;

    private final Region entry;

    /** The word in an entry of the object table. */
    public StateWord(Region entry) {
        this.entry = entry;
    }

    /** The value, also while somebody has it locked. */
    public long value() {
        return word() & VALUE_MASK;
    }

    /** Whether somebody has it locked. */
    public boolean isLocked() {
        return (word() & LOCKED) != 0;
    }

    /** Changes the value if it is the expected one and nobody has it locked. */
    public boolean change(long expected, long value) {
        return entry.casLong(ObjectEntry.STATE_OFFSET, expected, value);
    }

    /** Locks the word; false if it is locked, or changed at this moment. */
    public boolean lock(int locker) {
        long word = word();
        return (word & LOCKED) == 0
                && entry.casLong(ObjectEntry.STATE_OFFSET, word, word | LOCKED | (long) locker << LOCKER_SHIFT);
    }

    /** Unlocks the word with a new value; false if it is not the caller's to unlock any more, or has another value. */
    public boolean unlock(int locker, long expected, long value) {
        long locked = LOCKED | (long) locker << LOCKER_SHIFT | expected;
        return entry.casLong(ObjectEntry.STATE_OFFSET, locked, value);
    }

    /** Unlocks the word with the value it has, unless it is not the caller's to unlock any more. */
    void unlock(int locker) {
        while (isLockedBy(locker) && !unlockFor(locker)) {
            Thread.onSpinWait();
        }
    }

    /** Changes the value if it is the expected one; whoever has the word locked keeps it. */
    boolean changeThoughLocked(long expected, long value) {
        long word = word();
        return (word & VALUE_MASK) == expected
                && entry.casLong(ObjectEntry.STATE_OFFSET, word, word & ~VALUE_MASK | value);
    }

    /** Unlocks the word if that process has it locked. */
    boolean unlockFor(int locker) {
        long word = word();
        return isLockedBy(word, locker) && entry.casLong(ObjectEntry.STATE_OFFSET, word, word & VALUE_MASK);
    }

    boolean isLockedBy(int locker) {
        return isLockedBy(word(), locker);
    }

    private static boolean isLockedBy(long word, int locker) {
        return (word & LOCKED) != 0 && (word & LOCKER_MASK) >>> LOCKER_SHIFT == locker;
    }

    private long word() {
        return entry.getLongVolatile(ObjectEntry.STATE_OFFSET);
    }
}
