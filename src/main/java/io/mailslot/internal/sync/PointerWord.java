package io.mailslot.internal.sync;

import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.ProcessTable;
import io.mailslot.internal.object.TaggedWord;

/**
 * The pointer of a file: a single {@link TaggedWord}, so that one compare-and-set changes it and nobody who dies leaves
 * half of a change, or who is late changes another object. Whoever looks fails with error 6 once the object is gone.
 *
 * <pre>
 *  63 62        58 57         48 47                                     0
 * +--+------------+-------------+----------------------------------------+
 * |L | generation | record      |  where the next read or write begins   |
 * +--+------------+-------------+----------------------------------------+
 *  L: somebody writes to the file at its pointer
 *  record, generation: the process that does, so that its reaper can unlock; of the generation the lowest bits
 * </pre>
 *
 * <p>The generation is there because a thread may lock the pointer while its process leaves the home, and its JVM may be
 * killed before it unlocks it: no reaper comes then, and the record may be another process's. Five bits are what there is
 * room for. Only the 32nd process after the one that left would be waited for in its place, while it lives.
 */
public final class PointerWord {
    private static final long LOCKED = 1L << 63;
    private static final int LOCKER_SHIFT = 48;
    private static final long LOCKER_MASK = 0x7FFFL << LOCKER_SHIFT;
    private static final int RECORD_BITS = 10;
    private static final int GENERATION_BITS = 5;
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

    /** How the word names a process that has it locked. */
    public static int locker(ProcessRef process) {
        return process.generationBits(GENERATION_BITS) << RECORD_BITS | process.index();
    }

    /** The record of a process that the word names. */
    public static int record(int locker) {
        return locker & (1 << RECORD_BITS) - 1;
    }

    /** The process that the word names; null if it is gone. */
    public static ProcessRef process(int locker, ProcessTable processes) {
        return processes.holder(record(locker), locker >>> RECORD_BITS, GENERATION_BITS);
    }

    /** Who has it locked; -1 if nobody has. */
    public int locker() {
        long word = word();
        return isLocked(word) ? locker(word) : -1;
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
        return isLocked(word) && locker(word) == locker && tagged.change(word, word & VALUE_MASK);
    }

    /** Unlocks the word, with the value that it has, if a process of that record has it locked. */
    boolean unlockForRecord(int record) {
        int locker = locker();
        return locker >= 0 && record(locker) == record && unlockFor(locker);
    }

    private static int locker(long word) {
        return (int) ((word & LOCKER_MASK) >>> LOCKER_SHIFT);
    }

    private static boolean isLocked(long word) {
        return (word & LOCKED) != 0;
    }

    private long word() {
        return tagged.value();
    }
}
