package io.mailslot.launcher.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.launcher.CraftedSnapshot;
import io.mailslot.launcher.LookContexts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What two looks tell of what comes and goes. */
class TickTest {
    private static final long ID = 0x10;

    @TempDir
    private Path folder;

    private Flow flow(CraftedSnapshot before, CraftedSnapshot now) throws IOException {
        Scene scene = new Scene(folder, LookContexts.onATerminal());
        HomeSnapshot home = scene.read(now);
        Tick tick = new Tick(new Sample(scene.read(before), 0), new Sample(home, 2_000_000_000));
        return tick.flow(home.mailslots().get(0));
    }

    private static CraftedSnapshot home(long changes, long appended, List<Map<String, Object>> receivers) {
        return new CraftedSnapshot()
                .with("changes", changes)
                .mailslot(ID, "m", 0, "appended", appended, "appendedBytes", 10 * appended, "ends", receivers);
    }

    private static Map<String, Object> receiver(long id, long messages, long missed) {
        return Map.of("object", CraftedSnapshot.hex(id), "open", true, "messages", messages, "missed", missed);
    }

    @Test
    void shouldCountWhatAllReceiversTakeAndNotWhatWasDropped() throws IOException {
        Flow flow = flow(
                home(5, 100, List.of(receiver(1, 50, 0), receiver(2, 0, 0), receiver(3, 10, 7))),
                home(6, 140, List.of(receiver(1, 90, 0), receiver(2, 0, 0), receiver(3, 20, 27), receiver(4, 0, 0))));

        // the first took nothing, the second 40, the third 40 + 10 - 20 less 20 that it missed; the fourth is new
        assertThat(flow).isEqualTo(new Flow(20, 25, 200));
    }

    @Test
    void shouldNotTellWhatTwoLooksDoNot() throws IOException {
        List<Map<String, Object>> one = List.of(receiver(1, 0, 0));
        assertThat(flow(new CraftedSnapshot().with("changes", 5), home(6, 10, one)))
                .isEqualTo(Flow.UNKNOWN);
        assertThat(flow(home(5, 100, one), home(4, 10, one))).isEqualTo(Flow.UNKNOWN);
        assertThat(flow(home(5, 100, one), home(6, -1, one))).isEqualTo(Flow.UNKNOWN);
        assertThat(flow(home(5, -1, one), home(6, 10, one))).isEqualTo(Flow.UNKNOWN);
        assertThat(flow(home(5, 100, one), home(5, 100, one).with("bootId", "00000000-0000-0000-0000-000000000002")))
                .as("counters of another boot")
                .isEqualTo(Flow.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.04, 0.1",
        "2, 2.0",
        "9.94, 9.9",
        "99.7, 100",
        "812, 812",
        "999.6, 1.0k",
        "81_234, 81.2k",
        "999_600, 1.0M",
        "1_204_331, 1.2M",
        "412_000_000, 412M"
    })
    void shouldRoundRates(String rate, String shown) {
        assertThat(Numbers.rate(Double.parseDouble(rate.replace("_", "")))).isEqualTo(shown);
        assertThat(shown.length()).isLessThanOrEqualTo(Numbers.WIDTH);
    }

    @Test
    void shouldDrawBarsAndHeights() {
        assertThat(Numbers.bar(0, 4)).isEqualTo("    ");
        assertThat(Numbers.bar(0.001, 4)).isEqualTo("▏   ");
        assertThat(Numbers.bar(0.5, 4)).isEqualTo("██  ");
        assertThat(Numbers.bar(1, 4)).isEqualTo("████");
        assertThat(Numbers.heights(new double[] {Double.NaN, 0, 1, 50, 100})).isEqualTo("  ▁▄█");
    }
}
