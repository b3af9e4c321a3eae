package io.mailslot.internal.object;

import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.log.ReceiverStart;
import io.mailslot.internal.memory.Region;

/**
 * What a receiver's readers and its mailslot's senders change of it without the kernel lock.
 *
 * @param entry where the receiver lives, or has lived
 * @param id the receiver
 * @param cursor of the next message
 * @param released position of the arena below which it needs nothing
 * @param passed messages that were appended before the cursor when it was last moved
 * @param missed messages that were dropped before it had read them
 * @param readTimeoutMs how long its reads wait, in unsigned milliseconds
 */
public record ReceiverWords(
        Region entry,
        long id,
        TaggedWord cursor,
        TaggedWord released,
        TaggedWord passed,
        TaggedWord missed,
        TaggedWord readTimeoutMs) {
    public ReceiverWords(Region entry, long id) {
        this(
                entry,
                id,
                new TaggedWord(entry, id, ObjectEntry.CURSOR_OFFSET),
                new TaggedWord(entry, id, ObjectEntry.RELEASED_OFFSET),
                new TaggedWord(entry, id, ObjectEntry.PASSED_OFFSET),
                new TaggedWord(entry, id, ObjectEntry.MISSED_OFFSET),
                new TaggedWord(entry, id, ObjectEntry.READ_TIMEOUT_OFFSET));
    }

    /** Writes what a receiver that is being made begins with. */
    void begin(ReceiverStart start, int readTimeoutMs) {
        begin(ObjectEntry.MISSED_OFFSET, 0);
        begin(ObjectEntry.READ_TIMEOUT_OFFSET, readTimeoutMs);
        start(start);
    }

    /** Writes a place into a receiver that nobody reads yet, in an order in which it never seems to need less than it does. */
    public void start(ReceiverStart start) {
        begin(ObjectEntry.PASSED_OFFSET, start.passed());
        begin(ObjectEntry.CURSOR_OFFSET, start.cursor());
        begin(ObjectEntry.RELEASED_OFFSET, start.released());
    }

    void begin(int offset, long value) {
        TaggedWord.begin(entry, id, offset, value);
    }

    /** The place of a receiver that nobody uses. */
    ReceiverStart place() {
        return new ReceiverStart(cursor.read(), released.read(), passed.read());
    }
}
