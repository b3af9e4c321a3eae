package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;

/** Makes links. */
public final class NatsLinks {
    private NatsLinks() {}

    /**
     * Opens a link. It waits for one try at each server; if none can be reached it goes on to try.
     *
     * @param settings servers, files and limits
     * @return a link, connected or not
     * @throws LinkException {@code REFUSED} if a server does not let this machine in, or the files of TLS cannot be used
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Link open(NatsSettings settings) throws LinkException, InterruptedException {
        NatsLink link = new NatsLink(settings);
        try {
            link.start();
            return link;
        } catch (LinkException | InterruptedException | RuntimeException e) {
            link.close();
            throw e;
        }
    }
}
