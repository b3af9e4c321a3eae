package io.mailslot.internal.sync;

import io.mailslot.api.AccessRight;
import io.mailslot.api.Event;
import io.mailslot.internal.layout.ObjectEntry;

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
        if (!isManual()) {
            update(value -> SET);
        }
    }

    @Override
    long taken(long value) {
        return isManual() ? value : RESET;
    }

    private boolean isManual() {
        return entry.getInt(ObjectEntry.MANUAL_RESET_OFFSET) != 0;
    }
}
