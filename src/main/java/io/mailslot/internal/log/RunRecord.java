package io.mailslot.internal.log;

/**
 * The records of a run, which lie in its place in the arena one behind the other.
 *
 * <pre>
 *  | header 4 | (unused) 4 | message | padding to 8 |
 * </pre>
 *
 * <p>The header is 0 while nothing is there yet, the length of the message plus 1 once it is, and {@link #SEALED} behind
 * the last message of a run that gets no more. It is stored with release order after its message, and after the next
 * record's header was cleared: so whoever loads it with acquire order sees the message, and never what lay there before.
 */
final class RunRecord {
    /** Bytes before the message. */
    static final int FRAME_BYTES = 8;

    /** What a run has room for behind its last record: one more header. */
    static final int END_BYTES = 8;

    /** No message yet. */
    static final int NOTHING = 0;

    /** No more messages: go on with the next document. */
    static final int SEALED = -1;

    private RunRecord() {}

    static int header(int messageBytes) {
        return messageBytes + 1;
    }

    static int messageBytes(int header) {
        return header - 1;
    }

    /** Whether a header tells of a message that can be, where so many bytes are left of the run. */
    static boolean isMessage(int header, long left) {
        return header > NOTHING && messageBytes(header) <= left - FRAME_BYTES - END_BYTES;
    }

    /** Whether a run can have such a length: one that has room for a header, and ends with a whole one. */
    static boolean isRunLength(int length) {
        return length >= END_BYTES && length % END_BYTES == 0;
    }

    /** Bytes of a record with a message of so many. */
    static int bytes(int messageBytes) {
        return FRAME_BYTES + (messageBytes + 7 & -8);
    }
}
