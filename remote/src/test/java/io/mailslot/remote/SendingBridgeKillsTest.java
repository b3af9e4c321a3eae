package io.mailslot.remote;

import io.mailslot.remote.harness.Bounds;
import io.mailslot.remote.harness.Crew;
import io.mailslot.remote.harness.Flow;
import io.mailslot.remote.harness.Machine;
import io.mailslot.remote.harness.Patience;
import io.mailslot.remote.harness.Site;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The bridge of the machine that sends is killed again and again while messages pass, sometimes when it has hardly begun.
 * {@code -Dmailslot.bridgestorm.kills} sets how often, {@code -Dmailslot.storm.seed} has the same moments again.
 */
@NeedsNatsServer
@Tag("storm")
class SendingBridgeKillsTest {
    private static final int WORKING_MILLIS = 300;
    private static final int STARTING_MILLIS = 1_500;
    private static final int ONE_WHILE_STARTING_IN = 4;

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void shouldLoseNothingDoubleNothingAndKeepTheOrder() throws Exception {
        Random random = Bounds.random();
        try (NatsServer server = NatsServer.start();
                Site site = Site.of(server.url());
                Crew crew = new Crew()) {
            Machine sending = site.machine("a").start();
            Machine receiving = site.machine("b").start();
            Flow flow =
                    Flow.begin(crew, sending.open(receiving, "orders"), receiving.create("orders"), random.nextLong());
            for (int kill = 0; kill < Bounds.kills(); kill++) {
                flow.awaitNews("messages pass after " + kill + " kills", Patience.LONG);
                parkUpTo(random, WORKING_MILLIS);
                sending.kill();
                if (random.nextInt(ONE_WHILE_STARTING_IN) == 0) {
                    sending.begin();
                    parkUpTo(random, STARTING_MILLIS);
                    sending.kill();
                }
                sending.start();
            }
            flow.end();
            System.out.println(flow.tally());
            flow.tally().requireOnce();
        }
    }

    private static void parkUpTo(Random random, int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(millis)));
    }
}
