package io.mailslot.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.WaitStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptiveSpinTest {
    private final AdaptiveSpin spin = new AdaptiveSpin(false);

    private long nanos() {
        return spin.nanos(WaitStrategy.ADAPTIVE);
    }

    private void waited(int times, long nanos) {
        for (int i = 0; i < times; i++) {
            spin.waited(nanos);
        }
    }

    @Test
    void shouldNotSpinWhereNothingIsKnown() {
        assertThat(nanos()).isZero();
    }

    @Test
    void shouldSpinForAWakeUpOnceWaitsAreShort() {
        waited(4, 5_000);
        assertThat(nanos()).isEqualTo(AdaptiveSpin.WAKE_UP_NANOS);
    }

    @Test
    void shouldStopSoonWhenWaitsAreLong() {
        waited(100, 5_000);
        waited(1, 1_000_000_000);
        assertThat(nanos()).as("after one long wait").isPositive();
        waited(2, 1_000_000_000);
        assertThat(nanos()).as("after three").isZero();
        waited(10_000, Long.MAX_VALUE);
        waited(4, 5_000);
        assertThat(nanos()).as("busy again").isPositive();
    }

    @Test
    void shouldNotSpinWhereWaitsAreLongerThanTwoWakeUps() {
        waited(100, 2 * AdaptiveSpin.WAKE_UP_NANOS + 1);
        assertThat(nanos()).isZero();
    }

    @Test
    void shouldDoAsTold() {
        assertThat(spin.nanos(WaitStrategy.SPIN)).isEqualTo(Long.MAX_VALUE);
        waited(100, 1);
        assertThat(spin.nanos(WaitStrategy.SLEEP)).isZero();
    }

    @Test
    void shouldNeverSpinOnASingleProcessor() {
        AdaptiveSpin alone = new AdaptiveSpin(true);
        for (int i = 0; i < 100; i++) {
            alone.waited(1);
        }
        for (WaitStrategy strategy : WaitStrategy.values()) {
            assertThat(alone.nanos(strategy)).isZero();
        }
    }

    /** Or a JVM that is tied to a processor would sleep though it was told to spin. */
    @Test
    void shouldSpinWhenTiedToOneOfSeveralProcessors(@TempDir Path folder) throws IOException {
        Path online = folder.resolve("online");
        for (String several : new String[] {"0-1\n", "0,2\n"}) {
            Files.writeString(online, several);
            assertThat(AdaptiveSpin.onlyProcessor(1, online)).as(several).isFalse();
        }
        Files.writeString(online, "0\n");
        assertThat(AdaptiveSpin.onlyProcessor(1, online)).as("one").isTrue();
        assertThat(AdaptiveSpin.onlyProcessor(2, online)).as("may use two").isFalse();
        assertThat(AdaptiveSpin.onlyProcessor(1, folder.resolve("missing"))).isTrue();
    }
}
