package io.mailslot.remote.internal.nats;

import static io.mailslot.remote.internal.nats.Links.bytes;
import static io.mailslot.remote.internal.nats.Links.numbered;
import static io.mailslot.remote.internal.nats.Links.plain;
import static io.mailslot.remote.internal.nats.Links.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.server.NatsCluster;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Three servers, of which the one that leads is killed. */
@NeedsNatsServer
@EnabledIfSystemProperty(named = Links.LONG, matches = "true")
class NatsClusterTest {
    private static final Address TO_B = new Address("b", "a", "orders");
    private static final int FRAMES = 120;
    private static final int KILLED_AFTER = 40;
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void nothingIsLostWhenTheLeaderIsKilled() throws Exception {
        try (NatsCluster cluster = NatsCluster.start();
                Link a = Links.open(plain("a", cluster.urls()).withStorageReplicas(3));
                Link b = Links.open(plain("b", cluster.urls()).withStorageReplicas(3));
                Link.Inflow inflow = b.open("orders", false)) {
            for (int i = 0; i < FRAMES; i++) {
                if (i == KILLED_AFTER) {
                    NatsServer leader = cluster.leader("ms__shop__to__b");
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
                if (e.kind() != LinkException.Kind.SILENT || System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    /** Frames that were stored twice, because nobody knew, come twice; a bridge knows them by their numbers. */
    private static Set<String> takeAll(Link.Inflow inflow) throws Exception {
        Set<String> taken = new LinkedHashSet<>();
        while (taken.size() < FRAMES) {
            taken.add(take(inflow));
        }
        return taken;
    }
}
