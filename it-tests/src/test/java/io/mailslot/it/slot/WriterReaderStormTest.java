package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.StormSeed;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Writers and readers of small mailslots are killed at random moments. A short storm is part of every build; the Maven
 * profile {@code storm} makes it long. {@code -Dmailslot.slotstorm.kills} sets how long,
 * {@code -Dmailslot.storm.seed} plays one again.
 */
@HomeTest
@Tag("alone")
@Tag("storm")
class WriterReaderStormTest {
    /** What a write that finds room may take because somebody else died; what the machine adds to it is not ours. */
    private static final long LONGEST_WRITE_MS = 250;

    private static final double P99_WRITE_MS = 30;
    private static final int FEW_KILLS = 10;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void shouldLoseTearAndDoubleNothingInAStormOfKills(TestHome home, Jvms jvms)
            throws IOException, InterruptedException {
        int kills = Integer.getInteger("mailslot.slotstorm.kills", FEW_KILLS);

        SlotStormReport report = new SlotStorm(home, jvms, StormSeed.chosen(), kills).run();

        System.out.println(report);
        Accounts accounts = report.accounts();
        assertThat(accounts.findings()).as("%s", report).isEmpty();
        assertThat(accounts.unreported()).as("%s", report).isLessThanOrEqualTo(report.readerKills());
        assertThat(accounts.read()).as("%s", report).isGreaterThan(100L * kills);
        assertThat(report.segments()).as("%s", report).isGreaterThan(kills / 200);
        assertThat(report.percentileMillis(0.99)).as("%s", report).isLessThanOrEqualTo(P99_WRITE_MS);
        report.delays().only(StormWriter.WRITE).requireNetWithin(LONGEST_WRITE_MS, report);
    }
}
