package io.mailslot.internal.log;

import io.mailslot.internal.layout.RunTail;
import net.openhft.chronicle.core.Memory;

/** Goes from message to message of a {@link LogRecord}. Belongs to a reader, and has no objects to make. */
final class MessageWalk {
    private static final Memory MEMORY = ChronicleSettings.memory();

    private final LogRecord record;
    private final RunWalk run = new RunWalk();

    /** Which message of the record it is, where it begins in the content, and what precedes it in bytes. */
    private int message;

    private int offset;
    private int size;
    private int bytesPassed;

    /** Whether there is no telling where the messages lie. */
    private boolean garbled;

    MessageWalk(LogRecord record) {
        this.record = record;
    }

    /** Goes to the first message. */
    void begin() {
        garbled = !record.hasContent();
        message = 0;
        bytesPassed = 0;
        offset = 0;
        size = garbled ? 0 : record.length();
        if (!garbled && record.kind() == RecordKind.BATCH) {
            enter(0);
        }
        if (record.isRun()) {
            run.begin(record.content(), record.length());
        }
    }

    /** Goes to a message of a run, which may not be there. Its pages may be given back if the run is left. */
    RunWalk.Found goToInRun(int wanted) {
        return found(wanted, record.hasContent() ? run.at(wanted) : RunWalk.Found.GARBAGE);
    }

    /**
     * As {@link #goToInRun}, where no way leads to the message: what is damaged ends at the run's tail, where its writer goes on.
     *
     * @param tail of the run, which its writer keeps elsewhere
     */
    RunWalk.Found goToInDamagedRun(int wanted, long tail) {
        if (!run.know(tail) || wanted < run.known()) {
            return found(wanted, RunWalk.Found.GARBAGE);
        }
        RunWalk.Found found = run.at(wanted);
        if (found != RunWalk.Found.MESSAGE) { // what else lies behind the tail says nothing until it is written over
            found = RunTail.isOpen(tail) ? RunWalk.Found.NOTHING : RunWalk.Found.END;
        }
        return found(wanted, found);
    }

    private RunWalk.Found found(int wanted, RunWalk.Found found) {
        message = wanted;
        garbled = found == RunWalk.Found.GARBAGE;
        offset = run.offset();
        size = garbled ? 0 : run.length();
        bytesPassed = run.bytesPassed();
        return found;
    }

    /** Whether a message of a run was found out not to be there any more. */
    boolean isLost(int wanted) {
        return wanted < run.known();
    }

    /** How many messages of the record are behind whoever passes over one that is garbled. */
    int behindGarbled() {
        return record.isRun() && run.known() > message ? run.known() : Cursor.MAX_MESSAGES;
    }

    /** Goes to a message of the record, which is no run. */
    RunWalk.Found goTo(int wanted) {
        if (wanted != message || garbled) {
            walkTo(wanted);
        }
        return garbled ? RunWalk.Found.GARBAGE : RunWalk.Found.MESSAGE;
    }

    private void walkTo(int wanted) {
        if (wanted < message || garbled) {
            begin();
        }
        garbled |= wanted >= record.messages();
        while (message < wanted && !garbled) {
            bytesPassed += size;
            enter(behind());
            message++;
        }
        if (garbled) {
            message = wanted;
            size = 0;
        }
    }

    int message() {
        return message;
    }

    /**
     * Copies the found message and those behind it in the record.
     *
     * @param most how many at most
     * @return how many
     */
    int copy(Portion portion, int most) {
        portion.add(address(), size);
        return record.isRun() ? copyRun(portion, most) : copyBatch(portion, most);
    }

    /**
     * That the run has its room still was asked when the first message was found. If that is used again by now, what lies there
     * is bounded by the run's end, and whoever copies it cannot move the cursor.
     */
    private int copyRun(Portion portion, int most) {
        long content = record.content();
        int copied = 1;
        while (copied < most
                && message + copied < record.messages()
                && run.at(message + copied) == RunWalk.Found.MESSAGE
                && portion.hasRoom(run.length())) {
            portion.add(content + run.offset(), run.length());
            copied++;
        }
        return copied;
    }

    private int copyBatch(Portion portion, int most) {
        int copied = 1;
        while (copied < most && message + 1 < record.messages() && portion.hasRoom(lengthAt(behind()))) {
            goTo(message + 1);
            if (garbled) {
                break;
            }
            portion.add(address(), size);
            copied++;
        }
        return copied;
    }

    /** Address of the message. */
    long address() {
        return record.content() + offset;
    }

    int size() {
        return size;
    }

    /** Bytes of the payloads before the message. */
    int bytesPassed() {
        return bytesPassed;
    }

    boolean isGarbled() {
        return garbled;
    }

    /** Reads the length of a batch's message at an offset. */
    private void enter(int at) {
        int length = lengthAt(at);
        garbled |= length < 0 || length > record.length() - at - Integer.BYTES;
        offset = garbled ? 0 : at + Integer.BYTES;
        size = garbled ? 0 : length;
    }

    /** Where the next message of a batch begins. */
    private int behind() {
        return Sizes.behindInBatch(offset, size);
    }

    private int lengthAt(int at) {
        return at + Integer.BYTES <= record.length() ? MEMORY.readInt(record.content() + at) : -1;
    }
}
