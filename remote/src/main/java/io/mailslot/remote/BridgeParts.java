package io.mailslot.remote;

import io.mailslot.remote.internal.config.NamePatterns;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link BridgeOptions} are made of, while a copy is being changed. */
final class BridgeParts {
    /** Empty for the host's short name. */
    String name = "";

    String domain = "";
    List<URI> servers = List.of();
    boolean tlsOff;

    @Nullable
    Path tlsKey;

    @Nullable
    Path tlsTrust;

    @Nullable
    Path tlsPasswordFile;

    @Nullable
    String user;

    @Nullable
    Path passwordFile;

    NamePatterns send = NamePatterns.none();
    NamePatterns accept = NamePatterns.none();
    long outboxCapacity = 64L << 20;
    int outboxMaxMessage = BridgeOptions.DEFAULT_MAX_MESSAGE;
    Duration expire = Duration.ofDays(7);
    int storageReplicas = 1;
    long storageMaxBytes = 1L << 30;

    BridgeParts copy() {
        BridgeParts copy = new BridgeParts();
        copy.name = name;
        copy.domain = domain;
        copy.servers = servers;
        copy.tlsOff = tlsOff;
        copy.tlsKey = tlsKey;
        copy.tlsTrust = tlsTrust;
        copy.tlsPasswordFile = tlsPasswordFile;
        copy.user = user;
        copy.passwordFile = passwordFile;
        copy.send = send;
        copy.accept = accept;
        copy.outboxCapacity = outboxCapacity;
        copy.outboxMaxMessage = outboxMaxMessage;
        copy.expire = expire;
        copy.storageReplicas = storageReplicas;
        copy.storageMaxBytes = storageMaxBytes;
        return copy;
    }

    /** All of them, to be compared and shown. */
    List<@Nullable Object> values() {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(name);
        values.add(domain);
        values.add(servers);
        values.add(tlsOff ? "tls off" : "tls");
        values.add(tlsKey);
        values.add(tlsTrust);
        values.add(tlsPasswordFile);
        values.add(user);
        values.add(passwordFile);
        values.add(send);
        values.add(accept);
        values.add(outboxCapacity);
        values.add(outboxMaxMessage);
        values.add(expire);
        values.add(storageReplicas);
        values.add(storageMaxBytes);
        return values;
    }
}
