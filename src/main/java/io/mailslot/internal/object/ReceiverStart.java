package io.mailslot.internal.object;

import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;

/**
 * Where a receiver begins to read.
 *
 * @param cursor of the first message for it
 * @param released position of the arena below which it needs nothing
 * @param passed messages that were appended before the cursor
 */
public record ReceiverStart(long cursor, long released, long passed) {
    /** Where a receiver is that nobody uses. */
    static ReceiverStart of(Region receiver) {
        return new ReceiverStart(
                receiver.getLong(ObjectEntry.CURSOR_OFFSET),
                receiver.getLong(ObjectEntry.RELEASED_OFFSET),
                receiver.getLong(ObjectEntry.PASSED_OFFSET));
    }

    /** Writes it into a receiver; of a published one, in an order in which it never seems to need less than it does. */
    public void store(Region receiver) {
        receiver.putLongVolatile(ObjectEntry.PASSED_OFFSET, passed);
        receiver.putLongVolatile(ObjectEntry.CURSOR_OFFSET, cursor);
        receiver.putLongVolatile(ObjectEntry.RELEASED_OFFSET, released);
    }
}
