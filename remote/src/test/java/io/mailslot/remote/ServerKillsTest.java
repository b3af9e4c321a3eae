package io.mailslot.remote;

import io.mailslot.remote.harness.Bounds;
import io.mailslot.remote.harness.Crew;
import io.mailslot.remote.harness.Flow;
import io.mailslot.remote.harness.Machine;
import io.mailslot.remote.harness.Patience;
import io.mailslot.remote.harness.Site;
import io.mailslot.remote.server.NatsCluster;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** Servers are killed while messages pass, and started again on what they had stored. */
@NeedsNatsServer
@Tag("storm")
class ServerKillsTest {
    private static final int WORKING_MILLIS = 500;
    private static final int AWAY_MILLIS = 500;
    private static final int MOST_LEADERS = 3;
    private static final int COPIES = 3;

    /** What the engine keeps for the machine that receives. */
    private static final String STREAM = "ms__" + Site.DOMAIN + "__to__b";

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void shouldLoseAndDoubleNothingWhenTheServerIsKilled() throws Exception {
        Random random = Bounds.random();
        try (NatsServer server = NatsServer.start();
                Site site = Site.of(server.url());
                Crew crew = new Crew()) {
            Flow flow = flow(crew, site, random, 1);
            for (int kill = 0; kill < Bounds.serverKills(); kill++) {
                flow.awaitNews("messages pass after " + kill + " kills of the server", Patience.LONG);
                parkUpTo(random, WORKING_MILLIS);
                server.kill();
                parkUpTo(random, AWAY_MILLIS);
                server.restart();
            }
            flow.end();
            System.out.println(flow.tally() + site.toString());
            flow.tally().requireOnce();
        }
    }

    /** Of three servers that each have a copy, the one that leads. */
    @Test
    @EnabledIf(
            value = "io.mailslot.remote.harness.Bounds#isWhole",
            disabledReason = "takes long; runs in the profile storm")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void shouldGoOnWithTheOtherTwoWhenTheLeaderOfThreeIsKilled() throws Exception {
        Random random = Bounds.random();
        try (NatsCluster cluster = NatsCluster.start();
                Site site = Site.of(String.join(", ", cluster.urls()));
                Crew crew = new Crew()) {
            Flow flow = flow(crew, site, random, COPIES);
            for (int kill = 0; kill < MOST_LEADERS; kill++) {
                flow.awaitNews("messages pass after " + kill + " kills of the leader", Patience.LONG);
                NatsServer leader = cluster.leader(STREAM);
                leader.kill();
                flow.awaitNews("messages pass with two servers of three", Patience.LONG);
                leader.restart();
            }
            flow.end();
            System.out.println(flow.tally() + site.toString());
            flow.tally().requireOnce();
        }
    }

    private static Flow flow(Crew crew, Site site, Random random, int copies) {
        Machine sending = machine(site, "a", copies);
        Machine receiving = machine(site, "b", copies);
        return Flow.begin(crew, sending.open(receiving, "orders"), receiving.create("orders"), random.nextLong());
    }

    private static Machine machine(Site site, String name, int copies) {
        return site.machine(name)
                .with("storage.replicas", Integer.toString(copies))
                .start();
    }

    private static void parkUpTo(Random random, int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(millis)));
    }
}
