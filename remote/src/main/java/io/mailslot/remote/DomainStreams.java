package io.mailslot.remote;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.WaitInterruptedException;
import io.mailslot.remote.internal.config.Names;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.nats.NatsLinks;
import java.util.Collection;
import java.util.List;

/**
 * The streams of a domain, in which a server keeps what is on its way: one for each machine, and one for all. Where machines may
 * not make their own, as a server is told by {@link ServerConfig#text}, somebody who may does it for them, once, and again
 * for a new machine. What is stored stays when it is done again.
 *
 * <pre>{@code
 * BridgeOptions maker = BridgeOptions.load(Path.of("/etc/mailslot/maker.properties")); // name = maker
 * DomainStreams.make(maker, List.of("A", "B"));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class DomainStreams {
    private DomainStreams() {}

    /**
     * Makes those that are missing, and gives all of them the limits of the options.
     *
     * @param options who does it: name and certificate, servers, domain, and what holds for each stream: {@code expire},
     *     {@code storage.replicas}, {@code storage.max-bytes}; bridges that may make no stream have no say in that
     * @param machines the machines' names
     * @throws BridgeException if something is missing in the options or does not go together (87), a file is not there (2) or cannot
     *     be read (5); if the server does not let us in (5, 1326), or does not permit it (5), does not answer (121), has no room (1816), or
     *     cannot do it (1): the message has its words. Those that were made before stay
     * @throws InvalidArgumentException if no machine is named, or one cannot have its name (87)
     * @throws WaitInterruptedException if the thread is interrupted (995)
     */
    public static void make(BridgeOptions options, Collection<String> machines) {
        options.check();
        if (machines.isEmpty()) {
            throw new InvalidArgumentException("no machine is named; name all machines of the domain, as in A,B,C");
        }
        machines.forEach(machine -> Names.checkHost("machine", machine));
        List<String> folded = machines.stream().map(Names::fold).toList();
        try {
            NatsLinks.makeStreams(LinkSettings.of(options), folded);
        } catch (LinkException failure) {
            throw new BridgeException(code(failure), String.valueOf(failure.getMessage()), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new WaitInterruptedException("the thread was interrupted while it made the streams of the domain '"
                    + options.domain() + "'; do it again for the rest");
        }
    }

    private static ErrorCode code(LinkException failure) {
        return switch (failure.kind()) {
            case UNKNOWN -> ErrorCode.LOGON_FAILURE;
            case DENIED, REFUSED -> ErrorCode.ACCESS_DENIED;
            case SILENT -> ErrorCode.SEM_TIMEOUT;
            case FULL -> ErrorCode.NOT_ENOUGH_QUOTA;
            default -> ErrorCode.INVALID_FUNCTION;
        };
    }
}
