package io.mailslot.internal.log;

import io.mailslot.internal.layout.RunTail;
import net.openhft.chronicle.core.Memory;

/**
 * Goes over the records of a run. Where it stands is its own; what it finds may be garbage if somebody else has taken
 * the messages meanwhile and the room is used again, so each header is bounded by the run's end, and whoever uses
 * what was found proves afterwards that the cursor is where it was. Allocates nothing.
 */
final class RunWalk {
    /** What lies at a place of a run. */
    enum Found {
        /** A message. */
        MESSAGE,
        /** Nothing yet: the run is open. */
        NOTHING,
        /** The run's end: go on with the next document. */
        END,
        /** What cannot be: the room is used again. */
        GARBAGE
    }

    private static final Memory MEMORY = ChronicleSettings.memory();

    private long records;
    private int bytes;
    private int message;
    private int offset;
    private int length;

    /** Sum of the lengths of the messages before. */
    private int passed;

    /** A tail of the run, where to go on although what lies before it cannot be walked over; 0 for none. */
    private long known;

    /** Stands before the first record of a run. */
    void begin(long address, int runBytes) {
        records = address;
        bytes = runBytes;
        known = 0;
        restart();
    }

    /** Has a tail of the run for where what lies before it is damaged; false if that cannot be one. */
    boolean know(long tail) {
        if (tail == 0 || RunTail.offset(tail) + RunRecord.END_BYTES > bytes) {
            return false;
        }
        known = tail;
        return true;
    }

    /** How many messages lie before the tail that is known; 0 if none is. */
    int known() {
        return RunTail.messages(known);
    }

    private void restart() {
        message = 0;
        offset = 0;
        passed = 0;
    }

    /** Looks at a message, by its number in the run. */
    Found at(int wanted) {
        if (wanted < message) {
            restart();
        }
        if (message < known() && known() <= wanted) {
            message = known();
            offset = RunTail.offset(known);
            passed = RunTail.bytes(known);
        }
        Found found = look();
        while (message < wanted && found == Found.MESSAGE) {
            int behind = offset + RunRecord.bytes(length); // nothing may end the stack between the changes
            passed += length;
            offset = behind;
            message++;
            found = look();
        }
        return found;
    }

    private Found look() {
        int header = MEMORY.readVolatileInt(records + offset);
        if (header == RunRecord.NOTHING) {
            return Found.NOTHING;
        }
        if (header == RunRecord.SEALED) {
            return Found.END;
        }
        if (!RunRecord.isMessage(header, bytes - offset)) {
            return Found.GARBAGE;
        }
        length = RunRecord.messageBytes(header);
        return Found.MESSAGE;
    }

    /** Which message it stands at, or would be the next. */
    int message() {
        return message;
    }

    /** Where the message lies, from the first record on. */
    int offset() {
        return offset + RunRecord.FRAME_BYTES;
    }

    int length() {
        return length;
    }

    /** Bytes of the messages before. */
    int bytesPassed() {
        return passed;
    }
}
