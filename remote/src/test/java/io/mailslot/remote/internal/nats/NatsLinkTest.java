package io.mailslot.remote.internal.nats;

import static io.mailslot.remote.internal.nats.Links.MOMENT;
import static io.mailslot.remote.internal.nats.Links.PATIENCE;
import static io.mailslot.remote.internal.nats.Links.bytes;
import static io.mailslot.remote.internal.nats.Links.failure;
import static io.mailslot.remote.internal.nats.Links.next;
import static io.mailslot.remote.internal.nats.Links.numbered;
import static io.mailslot.remote.internal.nats.Links.open;
import static io.mailslot.remote.internal.nats.Links.store;
import static io.mailslot.remote.internal.nats.Links.take;
import static io.mailslot.remote.internal.nats.Links.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Storing and taking, with a server that stays up. Each test has slots of its own. */
@NeedsNatsServer
class NatsLinkTest {
    private static NatsServer server;
    private Link a;
    private Link b;

    @BeforeAll
    static void startServer() {
        server = NatsServer.start();
    }

    @AfterAll
    static void endServer() {
        server.close();
    }

    @BeforeEach
    void openLinks() throws Exception {
        a = open("a", server);
        b = open("b", server);
    }

    @AfterEach
    void closeLinks() {
        a.close();
        b.close();
    }

    private static Address toB(String slot) {
        return new Address("b", "a", slot);
    }

    private static Address toAll(String from, String slot) {
        return new Address(Address.ALL, from, slot);
    }

    @Test
    void framesComeInTheOrderInWhichTheyWereStored() throws Exception {
        for (String frame : numbered(0, 100)) {
            store(a, toB("ordered"), frame);
        }
        assertThat(b.stored()).containsEntry("ordered", 100L);

        try (Link.Inflow inflow = b.open("ordered", false)) {
            Link.Delivery first = next(inflow);
            assertThat(first.address()).isEqualTo(toB("ordered"));
            assertThat(text(first)).isEqualTo("frame 0");
            first.taken();
            assertThat(take(inflow, 99)).isEqualTo(numbered(1, 100));
            assertThat(inflow.next(MOMENT)).isNull();
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(b.stored()).doesNotContainKey("ordered"));
    }

    @Test
    void whatNoBridgeHasSentHoldsNothingUp() throws Exception {
        b.open("strange", false).close(); // so that there is a stream
        Connection other = Nats.connect(server.url());
        try {
            other.jetStream().publish("ms.shop.to.b.X.strange", bytes("of nobody"));
        } finally {
            other.close();
        }
        store(a, toB("strange"), "tea");

        try (Link.Inflow inflow = b.open("strange", false)) {
            assertThat(take(inflow)).isEqualTo("tea");
        }
    }

    /** Or whoever asks could have a machine publish in its own name. */
    @Test
    void whoIsThereIsToldToInboxesOnly() throws Exception {
        Connection other = Nats.connect(server.url());
        try {
            Subscription forged = other.subscribe("ms.shop.to.c.b.orders");
            other.publish("ms.shop.hello", "ms.shop.to.c.b.orders", new byte[0]);
            other.flush(PATIENCE);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(a.computers(Duration.ofSeconds(1)))
                            .extracting(Link.Computer::name)
                            .contains("b")); // which has seen the other question by now
            assertThat(forged.nextMessage(MOMENT)).isNull();
        } finally {
            other.close();
        }
    }

    @Test
    void whatIsStoredWhileSomebodyWaitsComesAtOnce() throws Exception {
        try (Link.Inflow inflow = b.open("awaited", false)) {
            assertThat(inflow.next(Duration.ofMillis(50))).isNull();
            store(a, toB("awaited"), "tea");
            assertThat(take(inflow)).isEqualTo("tea");
        }
    }

    @Test
    void aFrameThatWasNotTakenComesAgainBeforeAllOthers() throws Exception {
        Links.requireWithin(Duration.ofSeconds(4), attempt -> {
            String slot = "again" + attempt;
            store(a, toB(slot), "frame 0");
            store(a, toB(slot), "frame 1");
            try (Link.Inflow inflow = b.open(slot, false)) {
                assertThat(text(next(inflow))).isEqualTo("frame 0");
                assertThat(inflow.next(MOMENT)).as("one frame at a time").isNull();
            }

            try (Link.Inflow inflow = b.open(slot, false)) {
                assertThat(take(inflow, 2)).containsExactly("frame 0", "frame 1");
            }
        });
    }

    @Test
    @Tag("long")
    void whoIsWorkingIsNotSentTheFrameAgain() throws Exception {
        store(a, toB("working"), "slow");
        try (Link.Inflow inflow = b.open("working", false)) {
            Link.Delivery slow = next(inflow);
            long end = System.nanoTime() + Duration.ofSeconds(7).toNanos();
            while (System.nanoTime() < end) {
                slow.working();
                assertThat(inflow.next(Duration.ofSeconds(1))).isNull();
            }
            slow.taken();
            assertThat(inflow.next(MOMENT)).isNull();
        }
    }

    @Test
    void aFullSubjectRefusesAndTakesAgainWhenSomethingWasTaken() throws Exception {
        int stored = 0;
        Kind kind = null;
        while (kind == null) {
            try {
                store(a, toB("full"), "frame " + stored);
                stored++;
            } catch (LinkException e) {
                kind = e.kind();
                assertThat(e).hasMessageContaining("maximum messages per subject");
            }
        }
        assertThat(kind).isEqualTo(Kind.FULL);
        assertThat(stored).isEqualTo(128);
        store(a, toB("not-full"), "others go on");

        try (Link.Inflow inflow = b.open("full", false)) {
            assertThat(take(inflow)).isEqualTo("frame 0");
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                store(a, toB("full"), "frame 128");
                return true;
            });
            assertThat(take(inflow, 128)).isEqualTo(numbered(1, 129));
        }
    }

    @Test
    void oneSlotThatStandsStillHoldsUpNoOther() throws Exception {
        store(a, toB("slow"), "stays");
        try (Link.Inflow slow = b.open("slow", false);
                Link.Inflow fast = b.open("fast", false)) {
            next(slow);
            for (String frame : numbered(0, 20)) {
                store(a, toB("fast"), frame);
            }
            assertThat(take(fast, 20)).isEqualTo(numbered(0, 20));
        }
    }

    @Test
    void aMachineThatWasNeverThereFindsWhatWasStoredForIt() throws Exception {
        store(a, new Address("newcomer", "a", "early"), "waits");

        try (Link newcomer = open("newcomer", server);
                Link.Inflow inflow = newcomer.open("early", false)) {
            assertThat(take(inflow)).isEqualTo("waits");
        }
    }

    @Test
    void anyNameIsGoodForAMailslot() throws Exception {
        String slot = "größe/2 * > . _x 注文";
        store(a, toB(slot), "tea");
        assertThat(b.stored()).containsEntry(slot, 1L);
        try (Link.Inflow inflow = b.open(slot, false)) {
            Link.Delivery delivery = next(inflow);
            assertThat(delivery.address()).isEqualTo(toB(slot));
            delivery.taken();
        }
    }

    @Test
    void whatIsForAllComesToEveryMachineOnce() throws Exception {
        try (Link c = open("c", server);
                Link.Inflow atA = a.open("news", true);
                Link.Inflow atB = b.open("news", true);
                Link.Inflow atC = c.open("news", true)) {
            for (String frame : numbered(0, 10)) {
                store(a, toAll("a", "news"), frame);
            }
            for (Link.Inflow each : new Link.Inflow[] {atA, atB, atC}) {
                assertThat(take(each, 10)).isEqualTo(numbered(0, 10));
                assertThat(each.next(MOMENT)).isNull();
            }
        }
        assertThat(b.stored()).as("not counted").doesNotContainKey("news");
    }

    @Test
    void whatWasForAllBeforeAMachineListenedDoesNotComeToIt() throws Exception {
        store(a, toAll("a", "late"), "before");
        try (Link.Inflow inflow = b.open("late", true)) {
            store(a, toAll("a", "late"), "after");
            assertThat(take(inflow)).isEqualTo("after");
        }
    }

    @Test
    void whatIsForAllWaitsForAMachineThatIsAwayAndGoesOnWhereItWas() throws Exception {
        Links.requireWithin(Duration.ofSeconds(4), attempt -> {
            String slot = "pause" + attempt;
            try (Link.Inflow inflow = b.open(slot, true)) {
                for (String frame : numbered(0, 3)) {
                    store(a, toAll("a", slot), frame);
                }
                assertThat(take(inflow)).isEqualTo("frame 0");
                assertThat(text(next(inflow))).isEqualTo("frame 1");
            }
            b.close();
            store(a, toAll("a", slot), "frame 3");

            b = open("b", server);
            try (Link.Inflow inflow = b.open(slot, true)) {
                assertThat(take(inflow, 3)).containsExactly("frame 1", "frame 2", "frame 3");
            }
        });
    }

    @Test
    void aSlowMachineStopsNobodyWhoSendsToAll() throws Exception {
        try (Link.Inflow inflow = b.open("flood", true)) {
            for (String frame : numbered(0, 1_100)) {
                store(a, toAll("a", "flood"), frame);
            }
            assertThat(take(inflow)).as("the oldest that is still kept").isEqualTo("frame 76");
        }
    }

    @Test
    void machinesTellTheirNamesAndSlots() throws Exception {
        try (Link.Inflow one = b.open("shop/orders", false);
                Link.Inflow two = b.open("news", true)) {
            assertThat(one.next(Duration.ofMillis(1))).isNull();
            assertThat(two.next(Duration.ofMillis(1))).isNull();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(a.computers(Duration.ofSeconds(1)))
                            .extracting(Link.Computer::name, Link.Computer::slots)
                            .contains(tuple("a", List.of()), tuple("b", List.of("news", "shop/orders"))));
        }
        assertThat(a.computers(Duration.ofSeconds(1)))
                .allSatisfy(
                        computer -> assertThat(computer.roundTripMicros()).isBetween(1L, PATIENCE.toNanos() / 1_000));
    }

    @Test
    void aFrameThatTheServerDoesNotTakeIsToldWithItsBound() {
        assertThat(failure(() -> a.store(toB("large"), new byte[(1 << 20) + 1], PATIENCE)))
                .hasMessage(
                        "a frame of 1048577 bytes is longer than the server's max_payload, 1048576; raise that, or lower"
                                + " 'outbox.max-message'")
                .extracting(LinkException::kind)
                .isEqualTo(Kind.TOO_LARGE);
        assertThat(a.maxFrameBytes()).isEqualTo(1 << 20);
    }

    @Test
    void theLongestFrameOfAServerThatIsToldNothingComesUnchanged() throws Exception {
        byte[] frame = new byte[1 << 20];
        new Random(7).nextBytes(frame);
        a.store(toB("longest"), frame, PATIENCE);
        try (Link.Inflow inflow = b.open("longest", false)) {
            Link.Delivery delivery = next(inflow);
            assertThat(delivery.frame()).isEqualTo(frame);
            delivery.taken();
        }
    }

    @Test
    void whatTheLinkTellsOfItself() {
        Link.State state = a.state();
        assertThat(state.connected()).isTrue();
        assertThat(state.server()).contains(server.name(), server.url(), "version 2.");
        assertThat(state.reconnects()).isZero();
        assertThat(state.problem()).isEmpty();
    }

    @Test
    void nothingIsLeftOfAClosedLink() {
        b.close();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.matches("mailslot-bridge-(link|nats)-b.*")));
        assertThat(failure(() -> b.stored()).kind()).isEqualTo(Kind.SILENT);
        assertThat(b.state().connected()).isFalse();
    }

    @Test
    void theLinkMakesNoThreadForEachFrame() throws Exception {
        store(a, toB("threads"), "first");
        long before = threads();
        for (String frame : numbered(0, 100)) {
            store(a, toB("threads"), frame);
        }
        assertThat(threads()).isLessThanOrEqualTo(before);
        assertThat(b.stored()).containsEntry("threads", 101L);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mailslot-bridge-"))
                .count();
    }
}
