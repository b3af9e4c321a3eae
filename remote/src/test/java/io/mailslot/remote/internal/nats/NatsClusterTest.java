package io.mailslot.remote.internal.nats;

import static io.mailslot.remote.internal.nats.Links.bytes;
import static io.mailslot.remote.internal.nats.Links.failure;
import static io.mailslot.remote.internal.nats.Links.numbered;
import static io.mailslot.remote.internal.nats.Links.plain;
import static io.mailslot.remote.internal.nats.Links.store;
import static io.mailslot.remote.internal.nats.Links.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import io.mailslot.remote.server.NatsCluster;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three servers, of which the one that leads is killed. */
@NeedsNatsServer
@Tag("long")
class NatsClusterTest {
    private static final String STREAM = "ms__shop__to__b";
    private static final Address TO_B = new Address("b", "a", "orders");
    private static final int COPIES = 3;
    private static final int FRAMES = 90;
    private static final int KILLED_AFTER = 40;
    private static final int KILLS = Integer.getInteger("mailslot.bridge.kills", 4);
    private static final int SOME = 200;
    private static final Duration LONG = Duration.ofSeconds(60);

    private static Link open(String machine, NatsCluster cluster) throws Exception {
        return Links.open(plain(machine, cluster.urls()).withStorageReplicas(COPIES));
    }

    /** Servers that have just been started may still choose who leads. */
    private static Link.Inflow openInflow(Link link) throws Exception {
        long end = System.nanoTime() + LONG.toNanos();
        while (true) {
            try {
                return link.open("orders", false);
            } catch (LinkException e) {
                if (e.kind() != Kind.SILENT || System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    @Test
    void nothingIsLostWhenTheLeaderIsKilled() throws Exception {
        try (NatsCluster cluster = NatsCluster.start();
                Link a = open("a", cluster);
                Link b = open("b", cluster);
                Link.Inflow inflow = openInflow(b)) {
            for (int i = 0; i < FRAMES; i++) {
                if (i == KILLED_AFTER) {
                    NatsServer leader = cluster.leader(STREAM);
                    leader.kill();
                }
                storeUntilStored(a, "frame " + i);
            }
            assertThat(takeAll(inflow)).containsExactlyElementsOf(numbered(0, FRAMES));
        }
    }

    /** As a bridge does it: the same frame again as long as it is not known to be stored. */
    private static void storeUntilStored(Link link, String frame) throws Exception {
        long end = System.nanoTime() + LONG.toNanos();
        while (true) {
            try {
                link.store(TO_B, bytes(frame), Duration.ofSeconds(2));
                return;
            } catch (LinkException e) {
                if (e.kind() != Kind.SILENT || System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    /**
     * Frames that were stored twice, because nobody knew, come twice; a bridge knows them by their numbers. As long as the servers choose
     * who leads, it is asked again.
     */
    private static Set<String> takeAll(Link.Inflow inflow) throws Exception {
        Set<String> taken = new LinkedHashSet<>();
        long end = System.nanoTime() + LONG.toNanos();
        while (taken.size() < FRAMES) {
            try {
                taken.add(take(inflow));
            } catch (LinkException e) {
                if (e.kind() != Kind.SILENT || System.nanoTime() > end) {
                    throw e;
                }
            }
        }
        return taken;
    }

    /** Who is slow has the servers keep as much as they may, at each moment; none of them may leave out what another one stores. */
    @Test
    void nothingIsLostWhenLeadersAreKilledAgainAndAgainWhileThereIsNoRoom() throws Exception {
        try (NatsCluster cluster = NatsCluster.start();
                Link a = open("a", cluster);
                Link b = open("b", cluster);
                SlowFlow flow = SlowFlow.begin(a, b, TO_B)) {
            for (int kill = 0; kill < KILLS; kill++) {
                flow.awaitMore(SOME, LONG);
                flow.awaitNoRoom(LONG);
                NatsServer leader = cluster.leader(STREAM);
                leader.kill();
                flow.awaitMore(SOME, LONG);
                leader.restart();
            }
            flow.end(LONG);
            System.out.println(flow);
        }
    }

    /** A request that is with a server which dies is answered by nobody, also when it is back: the one that brought it lives on. */
    @Test
    void whatComesIsAskedForAgainWhenTheServerThatWasAskedDies() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (NatsCluster cluster = NatsCluster.start()) {
            Links.open(plain("b", cluster.urls())).close(); // so that there is a stream
            NatsServer asked = cluster.leader(STREAM);
            NatsServer near = cluster.servers().stream()
                    .filter(server -> server != asked)
                    .findFirst()
                    .orElseThrow();
            Connection looks = Nats.connect(near.url());
            try (Link a = Links.open(plain("a", near.url()));
                    Link b = Links.open(plain("b", near.url()));
                    Link.Inflow inflow = openInflow(b)) {
                Future<String> next = threads.submit(() -> textOfNext(inflow));
                await().atMost(LONG).ignoreExceptions().until(() -> numWaiting(looks) > 0);
                asked.kill();
                asked.restart();
                storeUntilStored(a, "tea");

                assertThat(next.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo("tea");
                assertThat(b.state().reconnects()).isZero();
            } finally {
                looks.close();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static long numWaiting(Connection looks) throws Exception {
        return looks.jetStreamManagement().getConsumerInfo(STREAM, "orders").getNumWaiting();
    }

    /** Asks for longer than a test waits; again, as long as the servers choose who leads. */
    private static String textOfNext(Link.Inflow inflow) throws Exception {
        while (true) {
            try {
                Link.Delivery delivery = inflow.next(LONG.multipliedBy(3));
                if (delivery != null) {
                    return Links.text(delivery);
                }
            } catch (LinkException e) {
                if (e.kind() != Kind.SILENT) {
                    throw e;
                }
            }
        }
    }

    @Test
    void aMachineStopsBeforeTheServersWouldAndGoesOnWhenThereIsRoomForSeveral() throws Exception {
        try (NatsCluster cluster = NatsCluster.start();
                Link a = open("a", cluster);
                Link b = open("b", cluster);
                Link.Inflow inflow = openInflow(b)) {
            for (String frame : numbered(0, Share.MOST)) {
                store(a, TO_B, frame);
            }
            LinkException full = failure(() -> store(a, TO_B, "more"));
            assertThat(full.kind()).isEqualTo(Kind.FULL);
            assertThat(full).hasMessageContaining("128 frames are stored for it and not taken");
            store(a, new Address("b", "a", "others"), "others go on");

            assertThat(take(inflow, 1)).isEqualTo(numbered(0, 1));
            await().atMost(LONG).until(() -> b.stored().get("orders") == Share.MOST - 1L);
            assertThat(failure(() -> store(a, TO_B, "more")).kind()).isEqualTo(Kind.FULL);
            assertThat(take(inflow, Share.LEAST)).isEqualTo(numbered(1, 1 + Share.LEAST));
            await().atMost(LONG).until(() -> b.stored().get("orders") < Share.MOST - Share.LEAST);
            store(a, TO_B, "more");
        }
    }
}
