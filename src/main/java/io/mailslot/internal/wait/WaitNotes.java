package io.mailslot.internal.wait;

import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.ThreadNumber;

/**
 * Where a process notes what its threads wait for while they sleep, for people who look at the home. Nobody decides anything
 * by it: what a process leaves behind that was killed goes with its record, and a thread that finds no room notes nothing.
 * Thread-safe.
 */
public final class WaitNotes {
    /** For waits that nobody is told of. */
    public static final WaitNotes NONE = new WaitNotes(null);

    /** So many of the lowest bits of a thread's number are noted. */
    public static final int THREAD_BITS = Long.SIZE - ObjectId.INDEX_BITS - ObjectId.GENERATION_BITS;

    private static final int THREAD_SHIFT = Long.SIZE - THREAD_BITS;

    private final Region record;

    /** The notes in a process's own record. */
    public WaitNotes(Region record) {
        this.record = record;
    }

    /** The object of a note. */
    public static long objectId(long note) {
        return note & ObjectId.MASK;
    }

    /** The lowest bits of the number of the thread whose note it is. */
    public static long thread(long note) {
        return note >>> THREAD_SHIFT;
    }

    /**
     * Notes that the calling thread is about to sleep until any, or all, of some objects are signaled.
     *
     * @return what to {@link #leave}, which is 0 if nothing was noted
     */
    int enter(long... objects) {
        int noted = 0;
        if (record == null || objects.length == 0) {
            return noted;
        }
        long thread = ThreadNumber.ofCurrent();
        int next = 0;
        for (int i = 0; i < ProcessRecord.WAITS && next < objects.length; i++) {
            int place = (int) (thread + i) & ProcessRecord.WAITS - 1; // most threads find their own one free
            int offset = offset(place);
            long found = record.getLongVolatile(offset);
            MappedFaults.throwNow(); // a read of a page that is gone is an exception, a compare-and-set may end the JVM
            if (found == 0 && record.casLong(offset, 0, thread << THREAD_SHIFT | objects[next])) {
                noted |= 1 << place;
                next++;
            }
        }
        FaultPoint.WAIT_NOTED.reached();
        return noted;
    }

    /** Takes the calling thread's notes back. */
    void leave(int noted) {
        long thread = ThreadNumber.ofCurrent() << THREAD_SHIFT >>> THREAD_SHIFT;
        for (int left = noted; left != 0; left &= left - 1) {
            int offset = offset(Integer.numberOfTrailingZeros(left));
            long found = record.getLongVolatile(offset);
            MappedFaults.throwNow();
            if (found != 0 && thread(found) == thread) { // else the record has become another process's
                record.casLong(offset, found, 0);
            }
        }
    }

    private static int offset(int place) {
        return ProcessRecord.WAITS_OFFSET + place * Long.BYTES;
    }
}
