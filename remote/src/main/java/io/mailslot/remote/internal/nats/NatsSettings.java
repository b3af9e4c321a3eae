package io.mailslot.remote.internal.nats;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a link has to know.
 *
 * @param machine this machine's name, in lower case
 * @param domain the domain's name, in lower case
 * @param servers addresses such as {@code tls://10.0.0.1:4222}
 * @param tls empty for plain text, which the options allow on loopback only
 * @param login for servers that ask for a password
 * @param expire how long a frame is kept
 * @param replicas how many servers keep it
 * @param maxBytes how much a stream keeps
 */
public record NatsSettings(
        String machine,
        String domain,
        List<String> servers,
        Optional<Tls> tls,
        Optional<Login> login,
        Duration expire,
        int replicas,
        long maxBytes) {
    /**
     * The files of TLS.
     *
     * @param key key and certificate of this machine, PKCS #12
     * @param trust whom it believes, PKCS #12
     * @param passwordFile password of both
     */
    public record Tls(Path key, Path trust, Path passwordFile) {}

    /**
     * A user.
     *
     * @param user his name
     * @param passwordFile his password
     */
    public record Login(String user, Path passwordFile) {}
}
