package io.mailslot.remote.internal.nats;

import static io.mailslot.remote.internal.nats.Links.MOMENT;
import static io.mailslot.remote.internal.nats.Links.bytes;
import static io.mailslot.remote.internal.nats.Links.failure;
import static io.mailslot.remote.internal.nats.Links.numbered;
import static io.mailslot.remote.internal.nats.Links.secure;
import static io.mailslot.remote.internal.nats.Links.store;
import static io.mailslot.remote.internal.nats.Links.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.remote.LinkOptions;
import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.mailslot.remote.server.ServerSetup;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the listed permissions allow is enough, and no more. */
@NeedsNatsServer
class NatsPermissionsTest {
    private static final Duration SHORT = Duration.ofSeconds(10);

    private NatsServer server;

    @BeforeEach
    void startServer() {
        server = NatsServer.start(ServerSetup.secure(Links.DOMAIN, "a", "b", "c"));
    }

    @AfterEach
    void endServer() {
        server.close();
    }

    @Test
    void everythingThatALinkDoesIsAllowed() throws Exception {
        try (Link b = Links.open(secure("b", server));
                Link a = Links.open(secure("a", server));
                Link.Inflow orders = b.open("orders", false);
                Link.Inflow news = b.open("news", true)) {
            for (String frame : numbered(0, 10)) {
                store(a, new Address("b", "a", "orders"), frame);
                store(a, new Address(Address.ALL, "a", "news"), frame);
            }
            assertThat(take(orders, 10)).isEqualTo(numbered(0, 10));
            assertThat(take(news, 10)).isEqualTo(numbered(0, 10));
            assertThat(b.computers(Duration.ofSeconds(1)))
                    .extracting(Link.Computer::name)
                    .containsExactly("a", "b");
            b.stored();
            try (Link.Inflow again = b.open("news", true)) {
                assertThat(again.next(MOMENT)).isNull();
            }
            assertThat(a.state().problem()).isEmpty();
            assertThat(b.state().problem()).isEmpty();
        }
    }

    @Test
    void nobodySendsInTheNameOfAnother() throws Exception {
        try (Link b = Links.open(secure("b", server));
                Link c = Links.open(secure("c", server));
                Link.Inflow inflow = b.open("orders", false)) {
            long began = System.nanoTime();
            LinkException failure = failure(() -> c.store(new Address("b", "a", "orders"), bytes("forged"), SHORT));
            assertThat(failure.kind()).isEqualTo(Kind.DENIED);
            assertThat(failure)
                    .hasMessageStartingWith("a frame for 'orders' of machine 'b' cannot be stored")
                    .hasMessageContaining("ms.shop.to.b.a.orders");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("told at once")
                    .isLessThan(SHORT);
            assertThat(failure(() -> c.store(new Address(Address.ALL, "a", "news"), bytes("forged"), SHORT))
                            .kind())
                    .isEqualTo(Kind.DENIED);
            assertThat(inflow.next(MOMENT)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$JS.API.CONSUMER.MSG.NEXT.ms__shop__to__b.orders",
                "$JS.API.CONSUMER.CREATE.ms__shop__to__b.mine.ms.shop.to.b.*.orders",
                "$JS.API.CONSUMER.DURABLE.CREATE.ms__shop__to__b.mine",
                "$JS.API.CONSUMER.DELETE.ms__shop__to__b.orders",
                "$JS.API.STREAM.DELETE.ms__shop__to__b",
                "$JS.API.STREAM.PURGE.ms__shop__to__b",
                "$JS.API.STREAM.UPDATE.ms__shop__to__b",
                "$JS.API.STREAM.UPDATE.ms__shop__all",
                "$JS.API.STREAM.DELETE.ms__shop__all",
                "$JS.API.STREAM.MSG.GET.ms__shop__to__b",
                "$JS.API.DIRECT.GET.ms__shop__to__b",
                "$JS.API.STREAM.MSG.DELETE.ms__shop__to__b",
                "$JS.ACK.ms__shop__to__b.orders.1.1.1.0.0",
                "$JS.API.STREAM.CREATE.mine"
            })
    void nobodyReadsOrRemovesWhatIsForAnother(String subject) throws Exception {
        NatsSettings settings = LinkOptions.of(secure("c", server));
        try (Dialer dialer = new Dialer(settings, new Subjects(Links.DOMAIN, "c"))) {
            Session session = dialer.dial();
            try {
                assertThat(failure(() -> session.ask("not allowed", subject, bytes("{}"), SHORT))
                                .kind())
                        .isEqualTo(Kind.DENIED);
            } finally {
                dialer.hangUp(session);
            }
        }
    }

    @Test
    void whatIsForAMachineThatWasNeverThereWaitsWithTheSender() throws Exception {
        try (Link a = Links.open(secure("a", server))) {
            for (int i = 0; i < 2; i++) {
                LinkException failure = failure(() -> store(a, new Address("b", "a", "orders"), "tea"));
                assertThat(failure.kind()).isEqualTo(Kind.FULL);
                assertThat(failure)
                        .hasMessage(
                                "a frame for 'orders' of machine 'b' cannot be stored: nothing is stored for it before"
                                        + " it was connected for the first time");
            }
            try (Link b = Links.open(secure("b", server));
                    Link.Inflow inflow = b.open("orders", false)) {
                store(a, new Address("b", "a", "orders"), "tea");
                assertThat(take(inflow)).isEqualTo("tea");
            }
        }
    }
}
