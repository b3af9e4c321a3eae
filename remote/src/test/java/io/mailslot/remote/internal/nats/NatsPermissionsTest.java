package io.mailslot.remote.internal.nats;

import static io.mailslot.remote.internal.nats.Links.MOMENT;
import static io.mailslot.remote.internal.nats.Links.bytes;
import static io.mailslot.remote.internal.nats.Links.failure;
import static io.mailslot.remote.internal.nats.Links.numbered;
import static io.mailslot.remote.internal.nats.Links.secure;
import static io.mailslot.remote.internal.nats.Links.store;
import static io.mailslot.remote.internal.nats.Links.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailslot.remote.LinkOptions;
import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.mailslot.remote.server.ServerSetup;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the strict permissions allow is enough, and no more. */
@NeedsNatsServer
class NatsPermissionsTest {
    private static final Duration SHORT = Duration.ofSeconds(30);

    private static final List<String> FORBIDDEN = List.of(
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
            "$JS.API.STREAM.CREATE.mine",
            "$JS.API.STREAM.CREATE.ms__shop__to__c",
            "$JS.API.STREAM.UPDATE.ms__shop__to__c",
            "$JS.API.STREAM.CREATE.ms__shop__to__b",
            "$JS.API.STREAM.CREATE.ms__shop__all",
            "$JS.API.CONSUMER.NAMES.ms__shop__to__b",
            "$JS.API.STREAM.NAMES");

    private static NatsServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = NatsServer.start(ServerSetup.strict(Links.DOMAIN, "a", "a", "b", "c"));
        NatsLinks.makeStreams(LinkOptions.of(secure("a", server)), List.of("a", "b", "c"));
    }

    @AfterAll
    static void endServer() {
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
            await().atMost(Links.PATIENCE)
                    .untilAsserted(() -> assertThat(b.computers(Duration.ofSeconds(1)))
                            .extracting(Link.Computer::name)
                            .containsExactly("a", "b"));
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

    @Test
    void nobodyReadsOrRemovesWhatIsForAnother() throws Exception {
        NatsSettings settings = LinkOptions.of(secure("c", server));
        try (Dialer dialer = new Dialer(settings, new Subjects(Links.DOMAIN, "c"))) {
            Session session = dialer.dial();
            try {
                assertThat(FORBIDDEN)
                        .allSatisfy(subject -> assertThat(failure(() -> session.ask("x", subject, bytes("{}"), SHORT))
                                        .kind())
                                .isEqualTo(Kind.DENIED));
            } finally {
                dialer.hangUp(session);
            }
        }
    }

    /** Who may make a consumer may have it deliver to any subject: the server keeps the subject under which it was sent. */
    @ParameterizedTest
    @ValueSource(strings = {"ms.shop.to.b.a.genuine", "$JS.API.STREAM.PURGE.ms__shop__to__b"})
    void nobodyForgesOrRemovesByAConsumerOfHisOwn(String target) throws Exception {
        try (Link b = Links.open(secure("b", server));
                Link a = Links.open(secure("a", server))) {
            store(a, new Address("b", "a", "genuine"), "genuine");
            deliverFromC(target);
            try (Link.Inflow inflow = b.open("genuine", false)) {
                assertThat(take(inflow)).isEqualTo("genuine");
                assertThat(inflow.next(MOMENT)).isNull();
            }
        }
    }

    /** Has a consumer of its own deliver to a subject, as a program of bad will does. */
    private static void deliverFromC(String target) throws Exception {
        NatsSettings settings = LinkOptions.of(secure("c", server));
        String stream = "ms__shop__to__c";
        String subject = "ms.shop.to.c.c." + Token.encode(target);
        ConsumerConfiguration evil = ConsumerConfiguration.builder()
                .durable(Token.encode(target))
                .filterSubject(subject)
                .deliverSubject(target)
                .ackPolicy(AckPolicy.Explicit)
                .build();
        try (Dialer dialer = new Dialer(settings, new Subjects(Links.DOMAIN, "c"))) {
            Session session = dialer.dial();
            try {
                session.manage("consumer", () -> session.management().addOrUpdateConsumer(stream, evil));
                session.ask("store", subject, new byte[0], SHORT);
            } finally {
                dialer.hangUp(session);
            }
        }
    }

    @Test
    void whatIsForAMachineWithoutAStreamWaitsWithTheSender() throws Exception {
        try (NatsServer other = NatsServer.start(ServerSetup.strict(Links.DOMAIN, "c", "a", "b", "c"));
                Link a = Links.open(secure("a", other))) {
            assertThat(a.state().problem()).contains("stream 'ms__shop__to__a' cannot be made");
            for (int i = 0; i < 2; i++) {
                LinkException failure = failure(() -> store(a, new Address("b", "a", "orders"), "tea"));
                assertThat(failure.kind()).isEqualTo(Kind.FULL);
                assertThat(failure)
                        .hasMessage(
                                "a frame for 'orders' of machine 'b' cannot be stored: nothing is stored for it before"
                                        + " it was connected for the first time");
            }
            NatsLinks.makeStreams(LinkOptions.of(secure("c", other)), List.of("A", "B"));
            store(a, new Address("b", "a", "orders"), "tea");
            await().atMost(Links.PATIENCE)
                    .untilAsserted(() -> assertThat(a.state().problem()).isEmpty());
            try (Link b = Links.open(secure("b", other));
                    Link.Inflow inflow = b.open("orders", false)) {
                assertThat(take(inflow)).isEqualTo("tea");
            }
        }
    }
}
