package io.mailslot.remote.internal.nats;

import static io.mailslot.remote.internal.nats.Links.MOMENT;
import static io.mailslot.remote.internal.nats.Links.PATIENCE;
import static io.mailslot.remote.internal.nats.Links.bytes;
import static io.mailslot.remote.internal.nats.Links.failure;
import static io.mailslot.remote.internal.nats.Links.next;
import static io.mailslot.remote.internal.nats.Links.numbered;
import static io.mailslot.remote.internal.nats.Links.open;
import static io.mailslot.remote.internal.nats.Links.plain;
import static io.mailslot.remote.internal.nats.Links.store;
import static io.mailslot.remote.internal.nats.Links.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException.Kind;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Servers and machines that die, stand still and come back. */
@NeedsNatsServer
class NatsRestartTest {
    private static final Address TO_B = new Address("b", "a", "orders");
    private static final Duration SOON = Duration.ofSeconds(4);

    /** A busy machine may be late now and then. */
    private static final int ATTEMPTS = 3;

    private NatsServer server;

    @BeforeEach
    void startServer() {
        server = NatsServer.start();
    }

    @AfterEach
    void endServer() {
        server.close();
    }

    @Test
    void whatAKilledServerHasStoredIsThereWhenItIsBackAndLinksGoOnByThemselves() throws Exception {
        try (Link a = open("a", server);
                Link b = open("b", server);
                Link.Inflow inflow = b.open("orders", false)) {
            for (String frame : numbered(0, 20)) {
                store(a, TO_B, frame);
            }
            assertThat(take(inflow, 5)).isEqualTo(numbered(0, 5));

            server.kill();
            await().atMost(PATIENCE).until(() -> !a.state().connected());
            assertThat(failure(() -> a.store(TO_B, bytes("not stored"), MOMENT)).kind())
                    .isEqualTo(Kind.SILENT);
            assertThat(inflow.next(MOMENT))
                    .as("nothing comes, and nothing fails")
                    .isNull();
            assertThat(a.state().problem()).isNotEmpty();

            server.restart();
            store(a, TO_B, "frame 20");
            assertThat(a.state().problem()).isEmpty();
            assertThat(a.state().reconnects()).isOne();
            // What was stored is there. What was taken a moment before may be there again: the server had not written
            // that.
            List<String> rest = new ArrayList<>();
            while (!rest.contains("frame 20")) {
                rest.add(take(inflow));
            }
            int first = 21 - rest.size();
            assertThat(first).isBetween(0, 5);
            assertThat(rest).isEqualTo(numbered(first, 21));
        }
    }

    @Test
    void aServerThatIsNotThereYetIsFoundWhenItIs() throws Exception {
        List<Duration> took = new ArrayList<>();
        do {
            server.kill();
            took.add(storedAfterRestart());
        } while (took.get(took.size() - 1).compareTo(SOON) >= 0 && took.size() < ATTEMPTS);
        assertThat(took.get(took.size() - 1)).as("the last of %s", took).isLessThan(SOON);
    }

    /** Returns how long after the server's start something was stored. */
    private Duration storedAfterRestart() throws Exception {
        try (Link a = open("a", server)) {
            assertThat(a.state().connected()).isFalse();
            assertThat(a.state().problem())
                    .contains("the server at " + server.url() + " cannot be reached", "Connection refused");

            server.restart();
            long began = System.nanoTime();
            store(a, TO_B, "tea");
            return Duration.ofNanos(System.nanoTime() - began);
        }
    }

    @Test
    void theSecondServerIsUsedIfTheFirstIsDead() throws Exception {
        try (NatsServer other = NatsServer.start();
                Link a = Links.open(plain("a", other.url(), server.url()))) {
            String first = a.state().server();
            (first.contains(server.url()) ? server : other).kill();
            await().atMost(PATIENCE)
                    .until(() -> a.state().connected() && !a.state().server().equals(first));
        }
    }

    @Test
    @Tag("long")
    void aServerThatStandsStillIsNoticedAndGoesOnAfterwards() throws Exception {
        try (Link a = open("a", server);
                Link b = open("b", server);
                Link.Inflow inflow = b.open("orders", false)) {
            store(a, TO_B, "frame 0");
            server.stop();
            try {
                assertThat(failure(() -> a.store(TO_B, bytes("frame 1"), Duration.ofSeconds(1)))
                                .kind())
                        .isEqualTo(Kind.SILENT);
                await().atMost(PATIENCE).until(() -> !a.state().connected());
            } finally {
                server.resume();
            }
            store(a, TO_B, "frame 1");
            assertThat(take(inflow, 2)).isEqualTo(numbered(0, 2));
        }
    }

    @Test
    void whatAKilledMachineHasNotTakenComesToTheNextAtOnce() throws Exception {
        kill(false);
    }

    @Test
    void whatIsForAllAndAKilledMachineHasNotTakenComesToTheNextAtOnce() throws Exception {
        kill(true);
    }

    private void kill(boolean forAll) throws Exception {
        List<Duration> took = new ArrayList<>();
        do {
            took.add(killOnce(forAll, "orders" + took.size()));
        } while (took.get(took.size() - 1).compareTo(SOON) >= 0 && took.size() < ATTEMPTS);
        assertThat(took.get(took.size() - 1)).as("the last of %s", took).isLessThan(SOON);
    }

    /** Returns how long after the kill the next one had what was not taken. */
    @SuppressWarnings("serial") // what the child runs is this package's own
    private Duration killOnce(boolean forAll, String slot) throws Exception {
        Address address = new Address(forAll ? Address.ALL : "b", "a", slot);
        String url = server.url();
        try (Jvms jvms = Jvms.open();
                Link a = open("a", server)) {
            Child child = jvms.start();
            child.begin(context -> Victim.run(context, url, slot, forAll));
            child.awaitPoint("open");
            for (String frame : numbered(0, 30)) {
                store(a, address, frame);
            }
            child.awaitPoint("has the eleventh frame");
            child.expectEnd().killNow();

            long began = System.nanoTime();
            try (Link b = open("b", server);
                    Link.Inflow inflow = b.open(slot, forAll)) {
                assertThat(take(inflow)).isEqualTo("frame 10");
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                assertThat(take(inflow, 19)).isEqualTo(numbered(11, 30));
                assertThat(inflow.next(MOMENT)).isNull();
                return took;
            }
        }
    }

    /** The machine that is killed. */
    public static final class Victim {
        private Victim() {}

        /** Takes ten frames, and dies with the eleventh. */
        public static void run(ChildContext context, String url, String slot, boolean forAll) throws Exception {
            Link link = Links.open(plain("b", url));
            Link.Inflow inflow = link.open(slot, forAll);
            context.reached("open");
            take(inflow, 10);
            next(inflow);
            context.hold("has the eleventh frame");
        }
    }
}
