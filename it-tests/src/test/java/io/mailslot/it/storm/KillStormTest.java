package io.mailslot.it.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Jvms;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Eight JVMs do random things on one home and are killed at random moments. A short storm is part of every build; the
 * Maven profile {@code storm} makes it long. {@code -Dmailslot.storm.kills} sets how long,
 * {@code -Dmailslot.storm.seed} plays one again.
 */
@HomeTest
@Tag("alone")
@Tag("storm")
class KillStormTest {
    /** The promise: nobody waits longer because somebody else died. What the machine adds to it is not ours. */
    private static final long LONGEST_STALL_MS = 250;

    /** The same where it held a process up for long all by itself: a time-out in vain would take longer. */
    private static final long LONGEST_EXCUSED_STALL_MS = 3_000;

    private static final int FEW_KILLS = 10;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void shouldSurviveAStormOfKills(TestHome home, Jvms jvms) throws InterruptedException {
        int kills = Integer.getInteger("mailslot.storm.kills", FEW_KILLS);

        StormReport report = new Storm(home, jvms, StormSeed.chosen(), kills).run();

        System.out.println(report);
        report.delays().requireNetWithin(LONGEST_STALL_MS, report);
        assertThat(report.delays().netNanos(report.delays().longestNet()) / 1_000_000)
                .as("%s", report)
                .isLessThanOrEqualTo(LONGEST_EXCUSED_STALL_MS);
        assertThat(report.tally().operations()).as("%s", report).isGreaterThan(10L * kills);
    }
}
