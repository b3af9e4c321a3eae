package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import java.util.Collection;
import java.util.Locale;

/** Makes links. */
public final class NatsLinks {
    private NatsLinks() {}

    /**
     * Opens a link. It waits for one try at each server; if none can be reached it goes on to try.
     *
     * @param settings servers, files and limits
     * @return a link, connected or not
     * @throws LinkException {@code UNKNOWN} or {@code REFUSED} if a server does not let this machine in, or the files of TLS cannot be used
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

    /**
     * Makes the stream of each machine, and that of all, for machines that may not make their own: {@link NatsPermissions#strict}.
     * Existing ones are given the limits of the settings, and keep what is in them.
     *
     * @param settings servers, files and limits; their user is as {@link NatsPermissions#ofMaker} says
     * @param machines their names
     * @throws LinkException why it cannot be done; those before are made
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static void makeStreams(NatsSettings settings, Collection<String> machines)
            throws LinkException, InterruptedException {
        Subjects subjects = new Subjects(settings.domain(), settings.machine());
        Streams streams = new Streams(settings, subjects);
        try (Dialer dialer = new Dialer(settings, subjects)) {
            Session session = dialer.dial();
            try {
                streams.ensureWithLimits(session, Address.ALL);
                for (String machine : machines) {
                    streams.ensureWithLimits(session, machine.toLowerCase(Locale.ROOT));
                }
            } finally {
                dialer.hangUp(session);
            }
        }
    }
}
