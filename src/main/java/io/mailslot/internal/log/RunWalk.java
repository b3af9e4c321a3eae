package io.mailslot.internal.log;

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

    /** Stands before the first record of a run. */
    void begin(long address, int runBytes) {
        records = address;
        bytes = runBytes;
        restart();
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
        Found found = look();
        while (message < wanted && found == Found.MESSAGE) {
            passed += length;
            offset += RunRecord.bytes(length);
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
