package io.mailslot.remote.server;

import io.mailslot.remote.internal.nats.NatsPermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a server is configured. Immutable; each {@code with…} method returns a changed copy.
 *
 * @param jetStream whether it stores anything
 * @param certificate name of the certificate that it shows, empty for plain text
 * @param users one block each
 * @param lines more lines of its configuration
 * @param place where it runs
 */
public record ServerSetup(
        boolean jetStream, Optional<String> certificate, List<String> users, List<String> lines, Place place) {
    /**
     * Where a server runs.
     *
     * @param host the address that it listens on
     * @param entrance words of a command that starts programs there; none for where the test itself runs
     */
    public record Place(String host, List<String> entrance) {
        private static final Place HERE = new Place("127.0.0.1", List.of());

        boolean isHere() {
            return entrance.isEmpty();
        }
    }

    /** {@return plain text, for everybody} */
    public static ServerSetup plain() {
        return new ServerSetup(true, Optional.empty(), List.of(), List.of(), Place.HERE);
    }

    /**
     * TLS both ways, and one user a machine, who may do what {@link NatsPermissions} says and nothing else.
     *
     * @param domain its name
     * @param machines their names
     * @return a configuration as a domain has it
     */
    public static ServerSetup secure(String domain, String... machines) {
        ServerSetup setup = new ServerSetup(true, Optional.of("server"), List.of(), List.of(), Place.HERE);
        for (String machine : machines) {
            setup = setup.withUser("user: \"CN=" + machine + "\"", NatsPermissions.of(domain, machine));
        }
        return setup;
    }

    /**
     * The same, but only one of them may make streams.
     *
     * @param domain its name
     * @param maker who may
     * @param machines all, with that one
     * @return a configuration for machines that do not trust each other
     */
    public static ServerSetup strict(String domain, String maker, String... machines) {
        ServerSetup setup = new ServerSetup(true, Optional.of("server"), List.of(), List.of(), Place.HERE);
        for (String machine : machines) {
            NatsPermissions permissions = machine.equals(maker)
                    ? NatsPermissions.ofMaker(domain, maker, List.of(machines))
                    : NatsPermissions.strict(domain, machine);
            setup = setup.withUser("user: \"CN=" + machine + "\"", permissions);
        }
        return setup;
    }

    /** {@return a changed copy, without JetStream} */
    public ServerSetup withoutJetStream() {
        return new ServerSetup(false, certificate, users, lines, place);
    }

    /**
     * Shows another certificate.
     *
     * @param name such as {@code server}, {@code impostor}
     * @return a changed copy
     */
    public ServerSetup withCertificate(String name) {
        return new ServerSetup(jetStream, Optional.of(name), users, lines, place);
    }

    /**
     * Lets a user in.
     *
     * @param who what he is known by, as the server's configuration has it
     * @param permissions what he may do
     * @return a changed copy
     */
    public ServerSetup withUser(String who, NatsPermissions permissions) {
        List<String> more = new ArrayList<>(users);
        more.add("{ " + who + ", permissions: { publish: " + quoted(permissions.publish()) + ", subscribe: "
                + quoted(permissions.subscribe()) + ", allow_responses: true } }");
        return new ServerSetup(jetStream, certificate, more, lines, place);
    }

    /**
     * Adds lines.
     *
     * @param more of the configuration
     * @return a changed copy
     */
    public ServerSetup with(String... more) {
        List<String> all = new ArrayList<>(lines);
        all.addAll(List.of(more));
        return new ServerSetup(jetStream, certificate, users, all, place);
    }

    /**
     * Has it run somewhere else.
     *
     * @param elsewhere where
     * @return a changed copy
     */
    public ServerSetup at(Place elsewhere) {
        return new ServerSetup(jetStream, certificate, users, lines, elsewhere);
    }

    private static String quoted(List<String> subjects) {
        return subjects.stream().map(each -> '"' + each + '"').collect(Collectors.joining(", ", "[", "]"));
    }

    /** All of it but where it listens and keeps its store. */
    String text() {
        List<String> text = new ArrayList<>(lines);
        certificate.ifPresent(name -> text.add(tls(name)));
        if (!users.isEmpty()) {
            text.add("authorization { users: [\n" + String.join("\n", users) + "\n] }");
        }
        return String.join("\n", text);
    }

    private String tls(String name) {
        Certificates files = Certificates.get();
        String verify = users.isEmpty() ? "verify: true" : "verify_and_map: true";
        return "tls { cert_file: \"" + files.pem(name + ".pem") + "\", key_file: \"" + files.pem(name + ".key")
                + "\", ca_file: \"" + files.pem("ca.pem") + "\", " + verify + ", timeout: 5 }";
    }
}
