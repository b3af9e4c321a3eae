package io.mailslot.remote.internal.bridge;

import io.mailslot.Kernel;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.remote.internal.link.Link;
import org.jspecify.annotations.Nullable;

/**
 * Shows whoever looks at the home how the link is, without being asked: an event that is set while the engine can be reached, and one
 * that is there and set while the servers are old. Used by one thread.
 */
final class Sign implements AutoCloseable {
    /** Of the event. */
    static final String NAME = "bridge/connected";

    /** Of the other one, which most homes never have. */
    static final String OLD_SERVERS = "bridge/old-servers";

    private final Kernel kernel;
    private final Event connected;
    private @Nullable Event old;

    Sign(Kernel kernel) {
        this.kernel = kernel;
        connected = event(NAME);
        connected.reset(); // the one that was killed may have left it
    }

    private Event event(String name) {
        return kernel.synchronization()
                .createEvent(EventOptions.defaults().withName(name).withManualReset(true));
    }

    void show(Link.State link) {
        show(connected, link.connected());
        boolean isOld = !link.oldServers().isEmpty();
        if (old == null && isOld) {
            old = event(OLD_SERVERS);
        }
        if (old != null) {
            show(old, isOld);
        }
    }

    private static void show(Event event, boolean set) {
        if (set) {
            event.set();
        } else {
            event.reset();
        }
    }

    @Override
    public void close() {
        connected.reset();
        connected.close();
        if (old != null) {
            old.reset();
            old.close();
        }
    }
}
