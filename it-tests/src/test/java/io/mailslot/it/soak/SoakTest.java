package io.mailslot.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.StormSeed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every form of write and read on mailslots of every kind, kills and stops, in a home of 12 MiB that is full for moments:
 * every message is accounted for. Part of the Maven profile {@code storm} only. {@code -Dmailslot.soak.seconds} sets how long,
 * {@code -Dmailslot.storm.seed} makes the same choices again. Needs root.
 */
@HomeTest
@Tag("long")
class SoakTest {
    private static final int FEW_SECONDS = 30;
    private static final int MEBIBYTES = 12;

    /** What the library keeps free for others than writers, and what is to be left where an arena grows. */
    private static final long RESERVE = (512 << 10) + (256 << 10);

    /** What is no mailslot's: {@code kernel.dat}, and the folder of the one process that is left. */
    private static final long TABLES = 640 << 10;

    /** Once all mailslots are gone: less would be left if the files of one had stayed. */
    private static final long LEAST_FREE = 9L << 20;

    /** A loaded machine has nobody wait for so long more often than that. */
    private static final int MOST_LATE_IN_30_S = 3;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void shouldAccountForEveryMessage(TestHome home) throws IOException, InterruptedException {
        // in the end each takes its largest message beside what the others may keep
        assertThat(SoakSlot.mostBytes() + TABLES + RESERVE).isLessThanOrEqualTo((long) MEBIBYTES << 20);
        int seconds = Integer.getInteger("mailslot.soak.seconds", FEW_SECONDS);

        Path place = home.fileSystem(MEBIBYTES);
        Soak soak = new Soak(home.jvms(place.resolve("home")), place, home.scratch(), StormSeed.chosen());
        SoakReport report = soak.run(Duration.ofSeconds(seconds));

        System.out.println(report);
        assertThat(report.accounts().findings()).as("%s", report).isEmpty();
        assertThat(report.accounts().unreported()).as("%s", report).isLessThanOrEqualTo(report.takersKilled());
        assertThat(report.freeBytes()).as("%s", report).isGreaterThan(LEAST_FREE);
        // far less than a loaded machine does; only an idle soak proves nothing
        assertThat(report.accounts().messages()).as("%s", report).isGreaterThan(50L * seconds);
        assertThat(report.tally().writes()).as("%s", report).isGreaterThan(50L * seconds);
        assertThat(report.tally().refusedForTheDisk()).as("%s", report).isPositive();
        assertThat(report.tally().looks()).as("%s", report).isGreaterThan(seconds / 4);
        assertThat(report.late()).as("%s", report).isLessThanOrEqualTo(MOST_LATE_IN_30_S * (1 + seconds / 30));
        assertThat(report.questions()).as("%s", report).isGreaterThan(5 * seconds);
    }
}
