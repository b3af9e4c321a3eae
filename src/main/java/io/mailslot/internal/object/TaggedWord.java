package io.mailslot.internal.object;

import io.mailslot.api.InvalidHandleException;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.Region;

/**
 * A 64-bit word of one kernel object that any thread of any process changes without the kernel lock. The object may go
 * at any moment, and its entry be used again: the last handle to it is closed while somebody is about to change it.
 * Whoever is late must not change the object that has the entry then.
 *
 * <pre>
 *   stored = value + generation of the object's entry * STEP    (modulo 2^64)
 *
 *   read    load the word; then look whether the entry is still the object's; only then it is the object's value
 *   change  compare-and-set from a value that was read so, or from a constant
 *   begin   under the kernel lock: the generation moves on; then the words are stored; then the type
 * </pre>
 *
 * <p>The look comes after the load, so a value is never that of a later object. What a compare-and-set expects is never
 * what a later object stores: the numbers that two generations add lie at least 2^34 apart (STEP is the golden ratio of
 * 2^64, whose multiples keep furthest away from each other), so values that differ by less are never taken for one
 * another, in none of the 2^28 generations; and larger ones would have to differ by exactly what two generations differ.
 * A late compare-and-set therefore fails, or changes an object that nobody has any more.
 *
 * <p>Nothing of the 64 bits is spent on this, which cursors and states need all. {@code docs/models/tagged_word.pml} is a
 * model of it; decision 7 tells why it is done so. Thread-safe.
 */
public final class TaggedWord {
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

    private final Region entry;
    private final long objectId;
    private final int offset;
    private final long tag;

    /**
     * Refers to a word.
     *
     * @param entry the entry in which the object lives, or has lived
     * @param objectId the object
     * @param offset of the word in the entry
     */
    public TaggedWord(Region entry, long objectId, int offset) {
        this.entry = entry;
        this.objectId = objectId;
        this.offset = offset;
        this.tag = tag(objectId);
    }

    /** What is added to the values of an object. */
    static long tag(long objectId) {
        return ObjectId.generation(objectId) * STEP;
    }

    /** Stores the value of an object that is being made, or that nobody else changes. */
    public static void begin(Region entry, long objectId, int offset, long value) {
        entry.putLongVolatile(offset, value + tag(objectId));
    }

    /** Whether the entry is still the object's: what was read before is the object's then. */
    public boolean isCurrent() {
        return ObjectTable.isLive(entry, objectId);
    }

    /**
     * The value.
     *
     * @throws InvalidHandleException if the object is gone
     */
    public long value() {
        long value = read();
        if (!isCurrent()) {
            throw gone();
        }
        return value;
    }

    /** As {@link #value()}, for callers who ask {@link #isCurrent()} themselves before they use it. */
    public long read() {
        return entry.getLongVolatile(offset) - tag;
    }

    /** Changes the value if it is the expected one, and the object is there. */
    public boolean change(long expected, long value) {
        FaultPoint.WORD_LOOKED_AT.reached();
        return entry.casLong(offset, expected + tag, value + tag);
    }

    /** Raises a value that never falls; false if it is as high already, or the object is gone. */
    public boolean raise(long value) {
        for (long now = read(); now < value && isCurrent(); now = read()) {
            if (change(now, value)) {
                return true;
            }
        }
        return false;
    }

    /** Adds to the value; false if the object is gone. */
    public boolean add(long more) {
        for (long now = read(); isCurrent(); now = read()) {
            if (change(now, now + more)) {
                return true;
            }
        }
        return false;
    }

    /** Sets the value, whatever it is; false if the object is gone. */
    public boolean set(long value) {
        for (long now = read(); isCurrent(); now = read()) {
            if (now == value || change(now, value)) {
                return true;
            }
        }
        return false;
    }

    /** The failure to report when the object is gone: then no handle names it any more, also not the caller's. */
    private InvalidHandleException gone() {
        MappedFaults.throwNow(); // unless it could not be read
        return new InvalidHandleException("the handle was closed meanwhile, and object 0x" + Long.toHexString(objectId)
                + " went with its last one; open it again");
    }
}
