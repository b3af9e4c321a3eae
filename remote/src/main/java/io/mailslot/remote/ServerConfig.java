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
 * The configuration of a NATS server for the machines of a domain: TLS both ways, a store, and one user a machine, who is known by the
 * name in its certificate and may do what is its own and nothing else.
 *
 * @since 0.1.0
 */
public final class ServerConfig {
    private static final String WHOLE = """
            # A server for the domain %s, by mailslot bridge nats-config.
            # For a cluster of three: the same on each, with server_name and cluster, as nats-server's documentation has it.
            listen: "0.0.0.0:4222"

            # What is stored for machines that are away. Bridges keep to storage.max-bytes for each machine.
            jetstream {
              store_dir: "/var/lib/nats"
            }

            # Whoever connects shows a certificate that is signed by this CA, which signs for this domain and nothing else.
            tls {
              cert_file: "/etc/nats/server.pem"
              key_file: "/etc/nats/server.key"
              ca_file: "/etc/nats/ca.pem"
              verify_and_map: true
              timeout: 5
            }

            # The subject of a machine's certificate is its user: CN=machine, and no more. Each may send as itself, take what is for
            # itself, and nothing else. Add no "accounts" and no "no_auth_user".
            authorization {
              users: [
            %s  ]
            }
            """;

    private static final String USER = """
                {
                  user: "CN=%s"
                  permissions: {
                    publish: %s
                    subscribe: %s
                    allow_responses: true
                  }
                }
            """;

    private ServerConfig() {}

    /**
     * The text of a configuration file. Addresses and paths in it are to be made right by whoever runs the server.
     *
     * @param domain the domain's name
     * @param machines the names of its machines, each as the {@code CN} of its certificate has it
     * @return lines, each with its end
     * @throws InvalidArgumentException if a name is none, or two of them are the same one (87)
     */
    public static String text(String domain, Collection<String> machines) {
        Names.checkHost("domain", domain);
        if (machines.isEmpty()) {
            throw new InvalidArgumentException(
                    "a server for no machine lets nobody in; name the machines of the domain");
        }
        Set<String> seen = new HashSet<>();
        for (String machine : machines) {
            Names.checkHost("machine", machine);
            if (!seen.add(Names.fold(machine))) {
                throw new InvalidArgumentException("the machine '" + machine
                        + "' is there twice, and case does not count; name each machine once");
            }
        }
        String users = machines.stream().map(machine -> user(domain, machine)).collect(Collectors.joining());
        return String.format(Locale.ROOT, WHOLE, domain, users);
    }

    private static String user(String domain, String machine) {
        NatsPermissions permissions = NatsPermissions.of(domain, machine);
        return String.format(Locale.ROOT, USER, machine, list(permissions.publish()), list(permissions.subscribe()));
    }

    private static String list(List<String> subjects) {
        return subjects.stream()
                .map(subject -> "\n          \"" + subject + "\"")
                .collect(Collectors.joining("", "[", "\n        ]"));
    }
}
