package io.mailslot.remote.internal.bridge;

import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;

/** Connects a bridge with the engine. */
@FunctionalInterface
public interface Connector {
    /**
     * Makes a link, which need not be connected yet.
     *
     * @return to be closed by the caller
     * @throws LinkException {@code UNKNOWN} or {@code REFUSED} if the engine does not want this machine
     * @throws InterruptedException if the thread is interrupted
     */
    Link connect() throws LinkException, InterruptedException;
}
