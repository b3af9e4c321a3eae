package io.mailslot.internal.sync;

import io.mailslot.api.AccessRight;
import io.mailslot.api.Event;

/** A handle to an event. */
final class EventView extends SyncView implements Event {
    static final long RESET = 0;
    static final long SET = 1;

    private final boolean manual;

    EventView(OpenObject object) {
        super(object);
        this.manual = object.limit() != 0;
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
    void undo(Take take) {
        if (!manual) {
            update(value -> SET);
        }
    }

    @Override
    long taken(long value, long taker) {
        return taken(manual, value);
    }

    /** What a take leaves of the value of an event that is reset by hand, or of another one. */
    static long taken(boolean manual, long value) {
        return manual ? value : RESET;
    }
}
