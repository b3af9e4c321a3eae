package io.mailslot.remote;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.remote.internal.config.Names;
import io.mailslot.remote.internal.nats.NatsPermissions;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The configuration of a NATS server for a domain, as {@code mailslot bridge nats-config} prints it: TLS in both directions, each
 * machine known by its certificate, and each allowed to send in its own name and to read what is for it, and nothing else. Whoever
 * may make a stream can have it copy what is in any other one; so one user alone may, see {@link DomainStreams}.
 *
 * @since 0.1.0
 */
public final class ServerConfig {
    /** With the domain, gibibytes for all that is stored, and who makes streams. */
    private static final String HEAD = """
            # nats-server for the domain '%s', by mailslot bridge nats-config. Change the paths; then: nats-server -c FILE
            # For a cluster of three: the same on each, with a server_name of its own and a cluster, see nats-server's documentation.
            server_name: "mailslot-1"
            listen: "0.0.0.0:4222"

            # The largest message of an outbox ('outbox.max-message'), with 4 KiB for what is around it.
            max_payload: 8MB

            # 'storage.max-bytes' (1 GiB if not set) for each machine, once for what is for all of them, and some to spare:
            # machines that come for the first time at the same moment each ask for the latter.
            jetstream {
              store_dir: "/var/lib/nats/jetstream"
              max_file_store: %dGB
            }

            # Whoever connects shows a certificate that is signed by this CA, which signs for this domain and nothing else.
            tls {
              cert_file: "/etc/nats/server.pem"
              key_file: "/etc/nats/server.key"
              ca_file: "/etc/nats/ca.pem"
              verify_and_map: true
              timeout: 5
            }

            # The subject of a machine's certificate is its user: CN=machine, and no more. Each may send as itself, and take what is for
            # itself or for all. Add no "accounts" and no "no_auth_user".
            %s
            authorization {
              users: [
            """;

    private static final String BY_ONE = """
            # Nobody may make a stream but CN=%s, who is trusted by all: mailslot bridge make-streams, once, and for each new machine.""";

    private static final String BY_EACH = """
            # Each makes its own stream, and could have it copy what is for another one: all of them have to trust each other.""";

    /** With the machine, and what it may publish and subscribe to. */
    private static final String USER = """
                {
                  user: "CN=%s"
                  permissions: {
                    publish: [
            %s
                    ]
                    subscribe: [
            %s
                    ]
                    allow_responses: true
                  }
                }
            """;

    private static final int SPARE = 2;

    private static final String INDENT = "          ";

    private ServerConfig() {}

    /**
     * Writes one for machines that need not trust each other.
     *
     * @param domain the domain's name, as {@link BridgeOptions#withDomain}
     * @param machines the names of its machines, each as it stands in the subject of the machine's certificate, {@code CN=name}
     * @param maker the name in the certificate of who makes the streams of all, by {@link DomainStreams#make}: a person's, or that of
     *     one of the machines, whom all others trust then
     * @return the text of a file for {@code nats-server -c}, in which the paths are examples
     * @throws InvalidArgumentException if there is no machine, a name is not possible or there twice, or one is that of the domain
     *     (87)
     */
    public static String text(String domain, Collection<String> machines, String maker) {
        check(domain, machines);
        Names.checkHost("maker of streams", maker);
        if (Names.fold(maker).equals(Names.fold(domain))) {
            throw new InvalidArgumentException(
                    "the maker of streams has the name of the domain, '" + domain + "'; give one of them another name");
        }
        StringBuilder users = new StringBuilder();
        boolean isMachine = false;
        for (String machine : machines) {
            boolean makes = Names.fold(machine).equals(Names.fold(maker));
            isMachine |= makes;
            users.append(
                    makes
                            ? user(machine, NatsPermissions.ofMaker(domain, machine, machines))
                            : user(machine, NatsPermissions.strict(domain, machine)));
        }
        if (!isMachine) {
            users.append(user(maker, NatsPermissions.ofMaker(domain, maker, machines)));
        }
        return text(domain, machines, String.format(Locale.ROOT, BY_ONE, maker), users);
    }

    /**
     * Writes one for machines that trust each other: each makes its own stream, and nobody has to do so for it.
     *
     * @param domain as for {@link #text}
     * @param machines as for {@link #text}
     * @return the text of a file for {@code nats-server -c}, in which the paths are examples
     * @throws InvalidArgumentException as {@link #text}
     */
    public static String trusting(String domain, Collection<String> machines) {
        check(domain, machines);
        StringBuilder users = new StringBuilder();
        machines.forEach(machine -> users.append(user(machine, NatsPermissions.of(domain, machine))));
        return text(domain, machines, BY_EACH, users);
    }

    private static String text(String domain, Collection<String> machines, String makers, CharSequence users) {
        return String.format(Locale.ROOT, HEAD, domain, machines.size() + SPARE, makers) + users + "  ]\n}\n";
    }

    private static void check(String domain, Collection<String> machines) {
        Names.checkHost("domain", domain);
        if (machines.isEmpty()) {
            throw new InvalidArgumentException("no machine is named; name all machines of the domain, as in A,B,C");
        }
        Set<String> known = new HashSet<>();
        known.add(Names.fold(domain));
        for (String machine : machines) {
            Names.checkHost("machine", machine);
            if (!known.add(Names.fold(machine))) {
                throw new InvalidArgumentException("the name '" + machine
                        + "' is there twice, or is the domain's, where the case of letters does not count; give each machine"
                        + " a name of its own");
            }
        }
    }

    private static String user(String name, NatsPermissions permissions) {
        return String.format(Locale.ROOT, USER, name, lines(permissions.publish()), lines(permissions.subscribe()));
    }

    private static String lines(List<String> subjects) {
        return subjects.stream().map(subject -> INDENT + '"' + subject + '"').collect(Collectors.joining("\n"));
    }
}
