package io.mailslot.remote;

import io.mailslot.remote.internal.nats.NatsSettings;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** What of {@link BridgeOptions} the link has to know. */
final class LinkSettings {
    private LinkSettings() {}

    static NatsSettings of(BridgeOptions options) {
        Optional<NatsSettings.Tls> tls = options.tls()
                ? Optional.of(new NatsSettings.Tls(
                        options.tlsKey().orElseThrow(),
                        options.tlsTrust().orElseThrow(),
                        options.tlsPasswordFile().orElseThrow()))
                : Optional.empty();
        Optional<NatsSettings.Login> login = options.user()
                .map(user -> new NatsSettings.Login(user, options.passwordFile().orElseThrow()));
        return new NatsSettings(
                options.name().toLowerCase(Locale.ROOT),
                options.domain().toLowerCase(Locale.ROOT),
                options.servers().stream().map(URI::toString).toList(),
                tls,
                login,
                options.expire(),
                options.storageReplicas(),
                options.storageMaxBytes());
    }
}
