package io.mailslot.internal.log;

/**
 * What lies between a message and the end of its log, that message included.
 *
 * @param messages how many; 1 at least
 * @param bytes of their payloads
 */
public record Unread(long messages, long bytes) {
    /**
     * Of the low halves of what was counted before the message and at the end: what is unread is less than half of what
     * they count to. The end may be one before the message: it is looked for first, and the message may be a later one.
     */
    static Unread between(int messagesBefore, int bytesBefore, int size, Appended end) {
        int messages = (int) end.messages() - messagesBefore;
        int bytes = (int) end.bytes() - bytesBefore;
        return messages < 1 ? new Unread(1, size) : new Unread(messages, Math.max(size, bytes));
    }

    /** The same with so many empty messages before it. */
    Unread behind(long empty) {
        return new Unread(empty + messages, bytes);
    }
}
