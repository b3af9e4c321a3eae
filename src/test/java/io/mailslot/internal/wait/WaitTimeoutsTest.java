package io.mailslot.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.Timeouts;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WaitTimeoutsTest {
    private static final int LONGEST = 0xFFFF_FFFE;

    @Test
    void shouldKeepTheLongestThatCanBeKeptOfALongerOne() {
        assertThat(WaitTimeouts.toMillis(Timeouts.LONGEST)).isEqualTo(LONGEST);
        assertThat(WaitTimeouts.toMillis(Timeouts.LONGEST.minusMillis(1).plusNanos(1)))
                .isEqualTo(LONGEST);
        assertThat(WaitTimeouts.toMillis(Timeouts.LONGEST.plusNanos(1))).isEqualTo(LONGEST);
        assertThat(WaitTimeouts.toMillis(Timeouts.LONGEST.plusMillis(1))).isEqualTo(LONGEST);
        assertThat(WaitTimeouts.toMillis(Duration.ofDays(36_500))).isEqualTo(LONGEST);
        assertThat(WaitTimeouts.toMillis(Timeouts.FOREVER.minusNanos(1))).isEqualTo(LONGEST);
        assertThat(WaitTimeouts.toMillis(Timeouts.FOREVER)).isEqualTo(WaitTimeouts.FOREVER);
    }

    @Test
    void shouldWaitAsLongAsItIsTold() {
        assertThat(WaitTimeouts.toNanos(Duration.ofNanos(1))).isEqualTo(1_000_000);
        assertThat(WaitTimeouts.toNanos(Duration.ofDays(100))).isEqualTo(TimeUnit.DAYS.toNanos(100));
        assertThat(WaitTimeouts.toNanos(Duration.ofDays(365_000))).isEqualTo(Waiting.FOREVER);
        assertThat(WaitTimeouts.toNanos(Timeouts.FOREVER.minusNanos(1))).isEqualTo(Waiting.FOREVER);
        assertThat(WaitTimeouts.toNanos(Timeouts.FOREVER)).isEqualTo(Waiting.FOREVER);
        assertThat(WaitTimeouts.toNanos(Duration.ZERO)).isZero();
        assertThat(WaitTimeouts.toNanos(LONGEST)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(0xFFFF_FFFEL));
    }

    @Test
    void shouldRefuseNegativeOnes() {
        Duration negative = Duration.ofNanos(-1);
        assertThatThrownBy(() -> WaitTimeouts.toMillis(negative)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> WaitTimeouts.toNanos(negative)).isInstanceOf(InvalidArgumentException.class);
    }
}
