package io.mailslot.remote.internal.nats;

import static io.mailslot.remote.internal.nats.Links.failure;
import static io.mailslot.remote.internal.nats.Links.plain;
import static io.mailslot.remote.internal.nats.Links.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.mailslot.remote.server.ServerSetup;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams that are there already, and those that do not fit. */
@NeedsNatsServer
class NatsStreamsTest {
    private NatsServer server;

    @BeforeEach
    void startServer() {
        server = NatsServer.start();
    }

    @AfterEach
    void endServer() {
        server.close();
    }

    private StreamConfiguration stream(String name) throws Exception {
        Connection connection = Nats.connect(server.url());
        try {
            return connection.jetStreamManagement().getStreamInfo(name).getConfiguration();
        } finally {
            connection.close();
        }
    }

    @Test
    void aStreamHasTheLimitsOfTheOptions() throws Exception {
        try (Link link = Links.open(
                plain("b", server.url()).withExpire(Duration.ofDays(2)).withStorageMaxBytes(50 << 20))) {
            StreamConfiguration made = stream("ms__shop__to__b");
            assertThat(link.state().problem()).isEmpty();
            assertThat(made.getMaxAge()).isEqualTo(Duration.ofDays(2));
            assertThat(made.getMaxBytes()).isEqualTo(50 << 20);
            assertThat(made.getStorageType()).isEqualTo(StorageType.File);
        }
    }

    @Test
    void anExistingStreamIsGivenOtherLimitsAndKeepsItsFrames() throws Exception {
        try (Link a = Links.open(plain("a", server.url()))) {
            store(a, new Address("b", "a", "orders"), "tea");
        }
        try (Link b = Links.open(
                        plain("b", server.url()).withExpire(Duration.ofHours(3)).withStorageMaxBytes(70 << 20));
                Link.Inflow inflow = b.open("orders", false)) {
            assertThat(stream("ms__shop__to__b").getMaxAge()).isEqualTo(Duration.ofHours(3));
            assertThat(stream("ms__shop__to__b").getMaxBytes()).isEqualTo(70 << 20);
            assertThat(Links.take(inflow)).isEqualTo("tea");
        }
    }

    @Test
    void aFullStreamRefuses() throws Exception {
        try (Link b = Links.open(plain("b", server.url()).withStorageMaxBytes(16 << 20))) {
            byte[] frame = new byte[1000 << 10];
            for (int i = 0; i < 16; i++) {
                b.store(new Address("b", "b", "orders"), frame, Links.PATIENCE);
            }
            assertThat(failure(() -> b.store(new Address("b", "b", "orders"), frame, Links.PATIENCE)))
                    .hasMessageContaining("maximum bytes exceeded")
                    .extracting(LinkException::kind)
                    .isEqualTo(Kind.FULL);
        }
    }

    @Test
    void aStreamThatTakesNoLargerFramesSaysSo() throws Exception {
        try (Link b = Links.open(plain("b", server.url()))) {
            Connection connection = Nats.connect(server.url());
            try {
                connection
                        .jetStreamManagement()
                        .updateStream(StreamConfiguration.builder(stream("ms__shop__to__b"))
                                .maximumMessageSize(1000)
                                .build());
            } finally {
                connection.close();
            }
            b.store(new Address("b", "b", "orders"), new byte[900], Links.PATIENCE);
            assertThat(failure(() -> b.store(new Address("b", "b", "orders"), new byte[1001], Links.PATIENCE)))
                    .hasMessageContaining("message size exceeds maximum allowed")
                    .extracting(LinkException::kind)
                    .isEqualTo(Kind.TOO_LARGE);
        }
    }

    @Test
    void aStreamOfAnotherKindIsTold() throws Exception {
        Connection connection = Nats.connect(server.url());
        try {
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("ms__shop__to__b")
                            .subjects("ms.shop.to.b.*.*")
                            .storageType(StorageType.Memory)
                            .build());
        } finally {
            connection.close();
        }
        try (Link b = Links.open(plain("b", server.url()))) {
            assertThat(b.state().problem())
                    .contains("the server has a stream 'ms__shop__to__b' of another kind")
                    .contains("remove it");
            assertThat(failure(() -> b.open("orders", false)).kind()).isEqualTo(Kind.FAILED);
        }
    }

    @Test
    void moreReplicasThanServersAreRefusedWithTheServersWords() throws Exception {
        try (Link b = Links.open(plain("b", server.url()).withStorageReplicas(3))) {
            assertThat(b.state().problem()).contains("replicas");
            assertThat(failure(() -> b.open("orders", false))).hasMessageContaining("replicas");
        }
    }

    @Test
    void aServerWithoutJetStreamIsTold() throws Exception {
        try (NatsServer other = NatsServer.start(ServerSetup.plain().withoutJetStream());
                Link b = Links.open(plain("b", other.url()))) {
            assertThat(b.state().connected()).isFalse();
            assertThat(b.state().problem()).contains("JetStream");
        }
    }
}
