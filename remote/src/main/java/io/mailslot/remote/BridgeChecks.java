package io.mailslot.remote;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.remote.internal.config.Amounts;
import io.mailslot.remote.internal.config.NamePatterns;
import io.mailslot.remote.internal.config.Names;
import io.mailslot.remote.internal.config.Servers;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What {@link BridgeOptions} may be, each alone and all together. */
final class BridgeChecks {
    /** Where a bridge is asked; what lies below is its own, too. */
    private static final String BRIDGE = "bridge";

    /** A frame is to be a small part of it. */
    static final long MIN_STORAGE = 16L << 20;

    static final long MAX_STORAGE = 1L << 50;

    private static final Duration MIN_EXPIRE = Duration.ofSeconds(1);
    private static final Duration MAX_EXPIRE = Duration.ofDays(3650);

    /** As many as a server can make. */
    private static final int MAX_REPLICAS = 5;

    private BridgeChecks() {}

    static void checkSize(String what, long bytes, long least, long most) {
        if (bytes < least || bytes > most) {
            throw new InvalidArgumentException("the " + what + " cannot be " + Amounts.text(bytes) + "; use "
                    + Amounts.text(least) + " to " + Amounts.text(most));
        }
    }

    static void checkExpire(Duration time) {
        if (time.compareTo(MIN_EXPIRE) < 0 || time.compareTo(MAX_EXPIRE) > 0) {
            throw new InvalidArgumentException("messages cannot expire after " + Amounts.text(time) + "; use "
                    + Amounts.text(MIN_EXPIRE) + " to " + Amounts.text(MAX_EXPIRE));
        }
    }

    static void checkReplicas(int copies) {
        if (copies < 1 || copies > MAX_REPLICAS) {
            throw new InvalidArgumentException(
                    copies + " copies are not possible; use 1 for one server, 3 or " + MAX_REPLICAS + " for a cluster");
        }
    }

    static void checkUser(String user) {
        if (user.isBlank()) {
            throw new InvalidArgumentException("the user's name is empty; leave it out if the server knows no users");
        }
    }

    /** Whether a mailslot is one of the bridge itself, to which no other machine may write. */
    static boolean isOwn(String name) {
        String folded = Names.fold(name);
        return folded.equals(BRIDGE) || folded.startsWith(BRIDGE + "/");
    }

    static void checkAccept(NamePatterns accept) {
        for (String pattern : accept.texts()) {
            String name = pattern.substring(pattern.indexOf('/') + 1);
            if (isOwn(name)) {
                throw new InvalidArgumentException(
                        "the pattern '" + pattern + "' means a mailslot of the bridge itself,"
                                + " to which no other machine may write; use a name other than '" + BRIDGE + "'");
            }
        }
    }

    static void check(BridgeOptions options) {
        checkNames(options);
        if (options.servers().isEmpty()) {
            throw missing("servers", "servers = tls://host:4222");
        }
        if (options.tls()) {
            checkTls(options);
        } else {
            checkPlain(options);
        }
        // a mailslot takes messages of up to three quarters of its capacity
        long most = options.outboxCapacity() / 4 * 3 - 16;
        if (options.outboxMaxMessage() > most) {
            throw invalid("outbox.max-message of " + Amounts.text(options.outboxMaxMessage()) + " is more than "
                    + Amounts.text(most) + ", which is what an outbox.capacity of "
                    + Amounts.text(options.outboxCapacity()) + " can take; make one smaller or the other larger");
        }
    }

    private static void checkNames(BridgeOptions options) {
        if (options.domain().isEmpty()) {
            throw missing("domain", "domain = shop");
        }
        if (Names.fold(options.name()).equals(Names.fold(options.domain()))) {
            throw invalid("name and domain are both '" + options.name()
                    + "', and nobody could tell the machine from the domain; give one of them another name");
        }
    }

    private static void checkTls(BridgeOptions options) {
        for (URI server : options.servers()) {
            if (!server.getScheme().equals(Servers.TLS)) {
                throw invalid("the server " + server + " is to be spoken to in plain text; write " + Servers.TLS + "://"
                        + server.getAuthority() + ", or tls = off if the server is on this machine");
            }
        }
        if (options.user().isPresent()) {
            throw invalid("user is '" + options.user().get() + "', but with TLS a machine is known by its certificate;"
                    + " leave out user and password-file, or write tls = off if the server is on this machine");
        }
        checkFile("tls.key", options.tlsKey());
        checkFile("tls.trust", options.tlsTrust());
        checkFile("tls.password-file", options.tlsPasswordFile());
    }

    private static void checkPlain(BridgeOptions options) {
        for (URI server : options.servers()) {
            if (!Servers.isLoopback(server)) {
                throw invalid(
                        "tls is off, and the server " + server + " is at no loopback address; set tls.key, tls.trust"
                                + " and tls.password-file, or use a server at 127.0.0.1");
            }
            if (!server.getScheme().equals(Servers.PLAIN)) {
                throw invalid("tls is off, and the server " + server + " is to be spoken to by TLS; write "
                        + Servers.PLAIN + "://" + server.getAuthority() + ", or leave out tls = off");
            }
        }
        if (options.tlsKey().isPresent()
                || options.tlsTrust().isPresent()
                || options.tlsPasswordFile().isPresent()) {
            throw invalid("tls is off, and there are files for it; leave out tls = off,"
                    + " or tls.key, tls.trust and tls.password-file");
        }
        if (options.user().isPresent() || options.passwordFile().isPresent()) {
            if (options.user().isEmpty()) {
                throw missing("user", "user = till-1, or leave out password-file");
            }
            checkFile("password-file", options.passwordFile());
        }
    }

    private static void checkFile(String key, Optional<Path> file) {
        if (file.isEmpty()) {
            throw missing(key, key + " = /etc/mailslot/FILE");
        }
        Path path = file.get();
        if (!Files.exists(path)) {
            throw new BridgeException(
                    ErrorCode.FILE_NOT_FOUND, key + " is " + path + ", and there is no such file; correct the path");
        }
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new BridgeException(
                    ErrorCode.ACCESS_DENIED,
                    key + " is " + path + ", which cannot be read by " + System.getProperty("user.name")
                            + "; make it a file that this user may read");
        }
    }

    private static BridgeException missing(String key, String example) {
        return invalid(key + " is missing; write for instance: " + example);
    }

    private static BridgeException invalid(String message) {
        return new BridgeException(ErrorCode.INVALID_PARAMETER, message);
    }
}
