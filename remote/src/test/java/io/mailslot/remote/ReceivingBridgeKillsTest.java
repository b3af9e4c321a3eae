package io.mailslot.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.remote.harness.Bounds;
import io.mailslot.remote.harness.Crew;
import io.mailslot.remote.harness.Flow;
import io.mailslot.remote.harness.Machine;
import io.mailslot.remote.harness.Patience;
import io.mailslot.remote.harness.Site;
import io.mailslot.remote.harness.Tally;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The bridge of the machine that receives is killed again and again while messages pass. What it was about to write down may come
 * again, and is counted. {@code -Dmailslot.bridgestorm.kills} sets how often, {@code -Dmailslot.storm.seed} has the same moments
 * again.
 */
@NeedsNatsServer
@Tag("storm")
class ReceivingBridgeKillsTest {
    private static final int WORKING_MILLIS = 300;

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void shouldLoseNothingAndDoubleOneFrameAKillAtMost() throws Exception {
        Random random = Bounds.random();
        long inDoubt = 0;
        try (NatsServer server = NatsServer.start();
                Site site = Site.of(server.url());
                Crew crew = new Crew()) {
            Machine sending = site.machine("a").start();
            Machine receiving = site.machine("b").start();
            Flow flow =
                    Flow.begin(crew, sending.open(receiving, "orders"), receiving.create("orders"), random.nextLong());
            for (int kill = 0; kill < Bounds.kills(); kill++) {
                flow.awaitNews("messages pass after " + kill + " kills", Patience.LONG);
                inDoubt += receiving.counts().inDoubt(); // its first frames have come: it counts no more of it
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(WORKING_MILLIS)));
                receiving.kill();
                receiving.start();
            }
            flow.end();
            inDoubt += receiving.counts().inDoubt();
            Tally tally = flow.tally();
            System.out.println(inDoubt + " messages in doubt; " + tally);
            tally.requireSound();
            assertThat(tally.repeats()).as("%s", tally).isLessThanOrEqualTo(Bounds.kills());
            assertThat(tally.twice()).as("counted: %s", tally).isLessThanOrEqualTo(inDoubt);
        }
    }
}
