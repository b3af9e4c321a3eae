package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.StormSeed;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A mailslot that drops its oldest messages, in a home of 4 MiB that is full for moments: writers that are killed and stand still
 * wherever a log is half changed, listeners that are stopped, a guest that comes and goes. What each listener has heard and
 * missed is what was written, to the message. A short storm is part of every build; the Maven profile {@code storm} has several
 * that are longer. {@code -Dmailslot.droppingstorm.seconds} sets how long, {@code -Dmailslot.droppingstorms} how many, and
 * {@code -Dmailslot.storm.seed} makes the same choices again. Needs root.
 */
@HomeTest
@Tag("alone")
@Tag("storm")
class DroppingStormTest {
    private static final int FEW_SECONDS = 15;
    private static final int MEBIBYTES = 4;

    static LongStream seeds() {
        long first = StormSeed.chosen();
        Random random = new Random(first);
        return LongStream.iterate(first, before -> random.nextLong())
                .limit(Integer.getInteger("mailslot.droppingstorms", 1));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void shouldAccountForEveryMessage(long seed, TestHome home) throws IOException, InterruptedException {
        int seconds = Integer.getInteger("mailslot.droppingstorm.seconds", FEW_SECONDS);

        Path place = home.fileSystem(MEBIBYTES);
        Jvms jvms = home.jvms(place.resolve("home"));
        DroppingReport report = new DroppingStorm(jvms, place, home.scratch(), seed).run(Duration.ofSeconds(seconds));

        System.out.println(report);
        assertThat(report.messages()).as("%s", report).isBetween(report.written(), report.begun());
        assertThat(report.heard()).as("%s", report).hasSize(DroppingRole.LISTENER.wanted());
        assertThat(report.heard())
                .as("%s", report)
                .allSatisfy(heard -> assertThat(heard.known()).isEqualTo(report.messages()));
        // far less than a loaded machine does; only an idle storm proves nothing
        assertThat(report.heard())
                .as("%s", report)
                .allSatisfy(heard -> assertThat(heard.heard()).isPositive())
                .anySatisfy(heard -> assertThat(heard.missed()).isPositive());
        assertThat(report.kills()).as("%s", report).isGreaterThan(seconds / 8);
        assertThat(report.stands()).as("%s", report).isGreaterThan(seconds / 2);
        assertThat(report.full()).as("%s", report).isPositive();
    }
}
