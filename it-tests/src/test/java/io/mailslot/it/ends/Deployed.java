package io.mailslot.it.ends;

import io.mailslot.Kernel;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import java.time.Duration;

/** An application: comes, waits in the thread of its container, and goes. */
public final class Deployed implements Runnable {
    private static final Duration SOON = Duration.ofMillis(20);

    @Override
    public void run() {
        try (Kernel kernel = Kernel.attach();
                Event event = kernel.synchronization().createEvent(EventOptions.defaults());
                Event other = kernel.synchronization().createEvent(EventOptions.defaults())) {
            kernel.waitFor(SOON, event.handle());
            kernel.waitForAny(SOON, event.handle(), other.handle());
        }
    }
}
