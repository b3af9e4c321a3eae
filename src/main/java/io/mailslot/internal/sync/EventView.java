package io.mailslot.internal.sync;

import io.mailslot.api.AccessRight;
import io.mailslot.api.Event;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.Region;

/** A handle to an event. */
final class EventView extends SyncView implements Event {
    static final long RESET = 0;
    static final long SET = 1;

    EventView(OpenObject object) {
        super(object);
    }

    @Override
    public void set() {
        check(AccessRight.MODIFY_STATE);
        update(value -> SET);
    }

    @Override
    public void reset() {
        check(AccessRight.MODIFY_STATE);
        update(value -> RESET);
    }

    @Override
    boolean isSignaled(long value) {
        return value == SET;
    }

    @Override
    public void putBack(Take take) {
        if (!isManual(entry)) {
            update(value -> SET);
        }
    }

    @Override
    long taken(long value, int process, long threadId) {
        return taken(entry, value);
    }

    /** What a take leaves of the value of the event in an entry. */
    static long taken(Region event, long value) {
        return isManual(event) ? value : RESET;
    }

    private static boolean isManual(Region event) {
        return event.getInt(ObjectEntry.MANUAL_RESET_OFFSET) != 0;
    }
}
