package io.mailslot.remote.internal.config;

import io.mailslot.api.InvalidArgumentException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Addresses of servers. */
public final class Servers {
    /** An address of a server that is spoken to by TLS only. */
    public static final String TLS = "tls";
    /** An address of a server that is spoken to in plain text. */
    public static final String PLAIN = "nats";

    private static final int DEFAULT_PORT = 4222;
    private static final int MAX_PORT = 65_535;

    private Servers() {}

    /**
     * Reads addresses.
     *
     * @param texts one or more, each {@code tls://host:port} or {@code nats://host:port}
     * @return them, each with its port
     */
    public static List<URI> parse(Collection<String> texts) {
        if (texts.isEmpty()) {
            throw new InvalidArgumentException("no server is named" + example());
        }
        return texts.stream().map(Servers::parse).toList();
    }

    private static URI parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new InvalidArgumentException(
                    "'" + Names.printable(text) + "' is no address of a server" + example(), e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals(TLS) && !scheme.equals(PLAIN)) {
            throw new InvalidArgumentException(
                    "the address '" + Names.printable(text) + "' does not begin with tls:// or nats://" + example());
        }
        if (uri.getUserInfo() != null) {
            // the address is not told: it may have a password in it
            throw new InvalidArgumentException("the address of the server " + uri.getHost()
                    + " has a user in it; name the user by the keys user and password-file");
        }
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > MAX_PORT || hasMore(uri)) {
            throw new InvalidArgumentException("'" + Names.printable(text) + "' is no address of a server" + example());
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return URI.create(scheme + "://" + uri.getHost() + ":" + port);
    }

    private static boolean hasMore(URI uri) {
        return uri.getQuery() != null
                || uri.getFragment() != null
                || !(uri.getPath().isEmpty() || uri.getPath().equals("/"));
    }

    /** {@return whether a server is on this machine for sure: a loopback address, or the name {@code localhost}} */
    public static boolean isLoopback(URI server) {
        String host = server.getHost().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    private static String example() {
        return "; write tls://host:4222, with a comma between the servers of a cluster";
    }
}
