package io.mailslot.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.remote.harness.Bounds;
import io.mailslot.remote.harness.Cable;
import io.mailslot.remote.harness.Crew;
import io.mailslot.remote.harness.Flow;
import io.mailslot.remote.harness.Lan;
import io.mailslot.remote.harness.Machine;
import io.mailslot.remote.harness.Patience;
import io.mailslot.remote.harness.Site;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * The cable of one machine is pulled out and put in again while messages pass. {@code -Dmailslot.bridgestorm.cable.seconds} sets how
 * long it is out.
 */
@NeedsNatsServer
@Tag("long")
class CableTest {
    private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(10);
    private static final Duration OTHERS_GO_ON_WITHIN = Duration.ofSeconds(10);

    /** How a cable is pulled out and put in again. */
    private record Plug(Runnable out, Runnable in) {}

    /** By a relay on loopback that lets no byte pass, and tells nobody. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldGoOnWhenBytesPassAgain() throws Exception {
        try (NatsServer server = NatsServer.start();
                Cable cable = Cable.to(server.port());
                Site site = Site.of(server.url())) {
            Machine far = site.machine("b").with("servers", "nats://127.0.0.1:" + cable.port());
            pullAndPlug(site.machine("a"), far, site.machine("c"), new Plug(cable::cut, cable::mend));
        }
    }

    /** Between network namespaces, as machines have them. */
    @Test
    @EnabledIf(
            value = "io.mailslot.remote.harness.Bounds#isLong",
            disabledReason = "takes long; runs in the profile storm")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldGoOnWhenTheCableIsInAgain() throws Exception {
        try (Lan lan = Lan.open();
                NatsServer server = lan.server(List.of("a", "b", "c"));
                Site site = Site.of(server.url())) {
            Machine far = lan.machine(site, "b");
            Plug plug = new Plug(() -> lan.unplug("b"), () -> lan.plug("b"));
            pullAndPlug(lan.machine(site, "a"), far, lan.machine(site, "c"), plug);
        }
    }

    private static void pullAndPlug(Machine sending, Machine far, Machine near, Plug plug) throws Exception {
        try (Crew crew = new Crew()) {
            sending.start();
            far.start();
            near.start();
            Flow there = Flow.begin(crew, sending.open(far, "orders"), far.create("orders"), 1);
            Flow back = Flow.begin(crew, far.open(sending, "orders"), sending.create("orders"), 2);
            Flow healthy = Flow.begin(crew, sending.open(near, "orders"), near.create("orders"), 3);
            there.awaitNews("messages pass", Patience.LONG);
            back.awaitNews("messages pass back", Patience.LONG);

            plug.out().run();
            long in = System.nanoTime() + TimeUnit.SECONDS.toNanos(Bounds.cableSeconds());
            while (System.nanoTime() < in) {
                healthy.awaitNews("machines whose cables are in go on", OTHERS_GO_ON_WITHIN);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
            long cameThere = there.tally().came();
            assertThat(there.written()).as("written while the cable was out").isGreaterThan(cameThere);
            plug.in().run();

            long begin = System.nanoTime();
            there.awaitMore("messages pass again", GOES_ON_WITHIN);
            back.awaitMore("messages pass back again", GOES_ON_WITHIN);
            System.out.printf(Locale.ROOT, "went on after %.1f s%n", (System.nanoTime() - begin) / 1e9);
            for (Flow flow : new Flow[] {there, back, healthy}) {
                flow.end();
                flow.tally().requireOnce();
            }
        }
    }
}
