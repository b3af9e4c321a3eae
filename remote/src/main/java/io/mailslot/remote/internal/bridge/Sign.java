package io.mailslot.remote.internal.bridge;

import io.mailslot.Kernel;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;

/**
 * Shows whoever looks at the home how the link is, without being asked: an event that is set while the engine can be reached. Used by
 * one thread.
 */
final class Sign implements AutoCloseable {
    /** Of the event. */
    static final String NAME = "bridge/connected";

    private final Event event;

    Sign(Kernel kernel) {
        event = kernel.synchronization()
                .createEvent(EventOptions.defaults().withName(NAME).withManualReset(true));
        event.reset(); // the one that was killed may have left it
    }

    void show(boolean connected) {
        if (connected) {
            event.set();
        } else {
            event.reset();
        }
    }

    @Override
    public void close() {
        event.reset();
        event.close();
    }
}
