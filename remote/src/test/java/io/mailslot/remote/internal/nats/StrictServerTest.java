package io.mailslot.remote.internal.nats;

import static io.mailslot.remote.internal.nats.Links.failure;
import static io.mailslot.remote.internal.nats.Links.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.remote.BridgeOptions;
import io.mailslot.remote.DomainStreams;
import io.mailslot.remote.LinkOptions;
import io.mailslot.remote.ServerConfig;
import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException.Kind;
import io.mailslot.remote.server.Certificates;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.mailslot.remote.server.PrintedConfig;
import io.nats.client.api.Mirror;
import io.nats.client.api.Source;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is configured as printed: no machine can have a stream copy what is for another one. */
@NeedsNatsServer
class StrictServerTest {
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final String OF_B = "ms__shop__to__b";

    @TempDir
    static Path store;

    private static NatsServer server;

    @BeforeAll
    static void startServer() {
        String text = ServerConfig.text(Links.DOMAIN, List.of("a", "b", "c"), "maker");
        server = NatsServer.start(PrintedConfig.of(text, store));
        DomainStreams.make(options("maker"), List.of("a", "b", "c"));
    }

    @AfterAll
    static void endServer() {
        server.close();
    }

    private static BridgeOptions options(String machine) {
        Certificates files = Certificates.get();
        return BridgeOptions.defaults()
                .withName(machine)
                .withDomain(Links.DOMAIN)
                .withServers("tls://127.0.0.1:" + server.port())
                .withTls(files.key(machine), files.trust(), files.passwordFile());
    }

    /** Of what is for b. */
    private static StreamConfiguration copy(String name, boolean mirror) {
        StreamConfiguration.Builder copy =
                StreamConfiguration.builder().name(name).storageType(StorageType.File);
        return mirror
                ? copy.mirror(Mirror.builder().sourceName(OF_B).build()).build()
                : copy.addSource(Source.builder().sourceName(OF_B).build()).build();
    }

    @Test
    void noMachineHasAStreamCopyWhatIsForAnother() throws Exception {
        try (Link b = Links.open(options("b"));
                Link a = Links.open(options("a"));
                Link.Inflow orders = b.open("orders", false)) {
            Links.store(a, new Address("b", "a", "orders"), "for b");
            for (String name : List.of("mine", "ms__shop__to__c", "ms__shop__all")) {
                for (String operation : List.of("CREATE", "UPDATE")) {
                    assertThat(denied(operation, copy(name, false))).as(name).isTrue();
                    assertThat(denied(operation, copy(name, true))).as(name).isTrue();
                }
            }
            assertThat(take(orders)).isEqualTo("for b");
        }
    }

    /** As machine c, with a program of its own. */
    private static boolean denied(String operation, StreamConfiguration wanted) throws Exception {
        NatsSettings settings = LinkOptions.of(options("c"));
        try (Dialer dialer = new Dialer(settings, new Subjects(Links.DOMAIN, "c"))) {
            Session session = dialer.dial();
            try {
                String subject = "$JS.API.STREAM." + operation + "." + wanted.getName();
                return failure(() -> session.ask("x", subject, Links.bytes(wanted.toJson()), SHORT))
                                .kind()
                        == Kind.DENIED;
            } finally {
                dialer.hangUp(session);
            }
        }
    }
}
