package io.mailslot.internal.sync;

import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.TaggedWord;
import io.mailslot.internal.wait.JointTakes;
import io.mailslot.internal.wait.Taker;

/**
 * The state of one synchronisation object: a single {@link TaggedWord}, so that one compare-and-set changes it and
 * nobody who dies leaves half of a change, or who is late changes another object.
 *
 * <pre>
 *  63 62                                                     0
 * +--+--------------------------------------------------------+
 * |0 |  value                                                 |
 * +--+------------+----------------------+--------------------+
 * |1 |  locker    |  number              |  value             |    of EVENT and SEMAPHORE; of MUTEX 1 for
 * +--+------------+----------------------+--------------------+    abandoned, else 0
 *  63 62        53 52                  32 31                 0
 *  locker, number: the process that waits for all of several objects, and which of its attempts; {@link JointTakes}
 *  tells whether that has taken, and whoever wants the word settles it
 *
 *  EVENT      0 or 1, set
 *  SEMAPHORE  the count
 *  MUTEX      0 if nobody owns it, else its owner, a {@link Taker}: one whose process is gone has abandoned it
 * </pre>
 */
final class StateWord {
    private static final long LOCKED = 1L << 63;
    private static final int LOCKER_SHIFT = 53;
    private static final int LOCKER_MASK = (1 << Long.SIZE - 1 - LOCKER_SHIFT) - 1;
    private static final int NUMBER_SHIFT = LOCKER_SHIFT - JointTakes.NUMBER_BITS;
    private static final int NUMBER_MASK = (1 << JointTakes.NUMBER_BITS) - 1;
    private static final long VALUE_MASK = (1L << NUMBER_SHIFT) - 1;
    private static final long ABANDONED = VALUE_MASK;

    private final TaggedWord tagged;

    /** The word of an object that lives, or has lived, in an entry of the object table. */
    StateWord(Region entry, long objectId) {
        this.tagged = new TaggedWord(entry, objectId, ObjectEntry.STATE_OFFSET);
    }

    /**
     * The word as it is.
     *
     * @throws io.mailslot.api.InvalidHandleException if the object is gone
     */
    long read() {
        return tagged.value();
    }

    /** Whether the object is there. */
    boolean isCurrent() {
        return tagged.isCurrent();
    }

    /** Changes the word, a value or a locked one, if it is the expected one. */
    boolean change(long expected, long word) {
        return tagged.change(expected, word);
    }

    static boolean isLocked(long word) {
        return word < 0;
    }

    /** The value in a word, as it was before somebody locked it. */
    static long value(long word) {
        if (!isLocked(word)) {
            return word;
        }
        long value = word & VALUE_MASK;
        return value == ABANDONED ? Taker.GONE : value;
    }

    /** The process that has locked a word. */
    static int locker(long word) {
        return (int) (word >>> LOCKER_SHIFT) & LOCKER_MASK;
    }

    /** Which attempt of that process. */
    static int number(long word) {
        return (int) (word >>> NUMBER_SHIFT) & NUMBER_MASK;
    }

    /** A value from which a wait can take, locked; a mutex that has an owner can be taken if that one is gone. */
    static long locked(long value, int locker, int number) {
        long kept = value > VALUE_MASK ? ABANDONED : value;
        return LOCKED | (long) locker << LOCKER_SHIFT | (long) number << NUMBER_SHIFT | kept;
    }
}
