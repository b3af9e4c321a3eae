package io.mailslot.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mailslot.launcher.StrictSchemas;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How figures are got from counts and times. */
class FiguresTest {
    private static final long SECOND = 1_000_000_000;

    private static Load load(int senders, int receivers, boolean broadcast, int batch, long rate) {
        return new Load(64, senders, receivers, broadcast, batch, Duration.ofSeconds(5), rate);
    }

    private static Counts counts(long... each) {
        return new Counts(new long[] {each[0], each[2]}, new long[] {each[1], each[3]});
    }

    @Test
    void shouldAddUpWhatEachCounterCountedInItsOwnTime() {
        Counts before = counts(100, 0, 50, SECOND);
        Counts after = counts(300, 2 * SECOND, 1050, SECOND + SECOND / 2);

        assertThat(Figures.perSecond(before, after)).isEqualTo(100 + 2000, within(1e-9));
        assertThat(Figures.perSecond(before, before)).isZero();
        assertThat(after.sum()).isEqualTo(1350);
    }

    @Test
    void shouldTellCoresOfProcessorTimeAndTime() {
        Counts none = Counts.of(List.of(new long[] {0, 0}));

        Tally before = new Tally(none, none, 500, 1000);
        Tally after = new Tally(none, none, 3500, 3000);

        assertThat(after.coresUsed(before)).isEqualTo(1.5);
    }

    @ParameterizedTest
    @CsvSource({"0,10,10,1", "0,11,10,2", "0,10,3,4", "9,10,3,1", "10,10,3,0", "12,10,3,0"})
    void shouldCountWhatIsDueBeforeTheEnd(long first, long end, long interval, long expected) {
        long counted = 0;
        for (long due = first; due < end; due += interval) {
            counted++;
        }

        assertThat(Figures.dueWithin(first, end, interval)).isEqualTo(expected).isEqualTo(counted);
    }

    @Test
    void shouldHaveAllSendersTogetherKeepTheRate() {
        assertThat(load(1, 1, false, 1, 0).intervalNanos(10_000)).isEqualTo(100_000);
        assertThat(load(2, 1, false, 1, 0).intervalNanos(10_000)).isEqualTo(200_000);
        assertThat(load(2, 1, false, 8, 0).intervalNanos(10_000)).isEqualTo(1_600_000);
        assertThat(load(1, 1, false, 1, 0).intervalNanos(Long.MAX_VALUE)).isEqualTo(1);
    }

    @Test
    void shouldChooseARateThatIsFarFromTheMost() {
        assertThat(load(1, 1, false, 1, 0).rateWhere(4e6)).isEqualTo(10_000);
        assertThat(load(1, 1, false, 1, 0).rateWhere(500)).isEqualTo(50);
        assertThat(load(1, 1, false, 1, 0).rateWhere(0)).isEqualTo(1);
        assertThat(load(1, 1, false, 1, 777).rateWhere(500)).isEqualTo(777);
    }

    @Test
    void shouldWarmUpWithinBounds() {
        assertThat(load(1, 1, false, 1, 0).warmUp()).isEqualTo(Duration.ofSeconds(2));
        assertThat(new Load(8, 1, 1, false, 1, Duration.ofSeconds(1), 0).warmUp())
                .isEqualTo(Duration.ofMillis(500));
        assertThat(new Load(8, 1, 1, false, 1, Duration.ofMillis(100), 0).warmUp())
                .isEqualTo(Duration.ofMillis(200));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0ns",
        "870,870ns",
        "999,999ns",
        "1000,1.0µs",
        "6123,6.1µs",
        "41000,41µs",
        "999400,999µs",
        "999600,1.0ms",
        "812000,812µs",
        "1234000000,1.2s",
        "90000000000,90s"
    })
    void shouldWriteTimesAsPeopleReadThem(long nanos, String text) {
        assertThat(Figures.time(nanos)).isEqualTo(text);
    }

    @Test
    void shouldGroupDigitsForPeopleOnly() {
        assertThat(Figures.count(4_412_345.6, true)).isEqualTo("4 412 346");
        assertThat(Figures.count(4_412_345.6, false)).isEqualTo("4412346");
        assertThat(Figures.amount(1.94)).isEqualTo("1.9");
        assertThat(Figures.amount(269.3)).isEqualTo("269");
    }

    @ParameterizedTest
    @CsvSource({"0,''", "0.5,██████████", "0.825,████████████████▌", "1,████████████████████", "0.0125,▎", "0.04375,▉"})
    void shouldDrawABarByEighths(double part, String drawn) {
        assertThat(Progress.bar(part)).hasSize(20).isEqualTo(drawn + " ".repeat(20 - drawn.length()));
    }

    @Test
    void shouldTellHowFarItIs() {
        assertThat(Progress.line("mailslot", 21 * SECOND / 5, 5 * SECOND, 1234567))
                .startsWith("mailslot    ████████████████▊ ")
                .endsWith("4.2 s of 5.0 s  1 234 567 msg/s  ETA 1 s")
                .hasSizeLessThan(80);
    }

    @Test
    void shouldHaveAllOfItInJsonInUnitsThatAreNamed() {
        Histogram latency = new Histogram(ReceivingSide.DIGITS);
        for (int i = 1; i <= 1000; i++) {
            latency.recordValue(i);
        }
        Measured measured = new Measured(Carrier.SOCKET, 1000.4, 500, 1.456, 100, 0.1, 7, latency);

        Map<String, Object> fields = measured.fields(2 << 10);

        assertThat(fields)
                .containsEntry("carrier", "socket")
                .containsEntry("messagesPerSecond", 1000L)
                .containsEntry("bytesPerSecond", 2_048_819L)
                .containsEntry("cores", 1.46);
        assertThat(fields.get("latency"))
                .isEqualTo(Map.of(
                        "messagesPerSecond", 100L,
                        "cores", 0.1,
                        "messages", 1000L,
                        "unsent", 7L,
                        "p50Nanos", 500L,
                        "p99Nanos", 990L,
                        "p999Nanos", 999L,
                        "maxNanos", 1000L));
        assertThat(measured.mebibytes(1 << 20)).isEqualTo(1000.4);
    }

    @Test
    void shouldPrintJsonAsItsSchemaDescribesIt(@TempDir Path folder) throws IOException {
        Histogram latency = new Histogram(ReceivingSide.DIGITS);
        latency.recordValue(1000);
        List<Measured> all = List.of(
                new Measured(Carrier.MAILSLOT, 1000.4, 500, 1.456, 100, 0.1, 7, latency),
                new Measured(Carrier.SOCKET, 1000.4, 500, 1.456, 100, 0.1, 7, latency),
                new Measured(Carrier.PIPE, 0, 0, 0, 100, 0.1, 7, new Histogram(ReceivingSide.DIGITS)));
        StrictSchemas schemas = new StrictSchemas(folder);

        String document = JSON.std.asString(new Report(null, load(1, 2, true, 1, 0), Machine.of(folder)).document(all));

        assertThat(schemas.errors("bench", document)).as(document).isEmpty();
        assertThat(schemas.errors("bench", document.replace("\"unsent\":7,", "")))
                .isNotEmpty();
        assertThat(schemas.errors("bench", document.replace("\"socket\"", "\"drum\"")))
                .isNotEmpty();
    }

    @Test
    void shouldSayWhatWasNotMeasured() {
        Histogram latency = new Histogram(ReceivingSide.DIGITS);
        for (int i = 0; i < 60; i++) {
            latency.recordValue(1);
        }
        Load load = load(1, 2, true, 1, 0);
        Measured late = new Measured(Carrier.MAILSLOT, 1, 1, 1, 100, 1, 70, latency);
        Report report = new Report(null, load, null);

        assertThat(report.warnings(List.of(late)))
                .singleElement()
                .asString()
                .contains("70 of 100 messages (70 %)", "lower --rate");
        assertThat(report.warnings(List.of(new Measured(Carrier.MAILSLOT, 1, 1, 1, 100, 1, 0, latency))))
                .isEmpty();
    }
}
