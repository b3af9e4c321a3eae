package io.mailslot.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.WaitInterruptedException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PollingWaitTest {
    @Test
    void shouldNotWaitForWhatHoldsAlready() {
        assertThat(PollingWait.until(() -> true, 0, () -> {})).isTrue();
        assertThat(PollingWait.until(() -> false, 0, () -> {})).isFalse();
    }

    @Test
    void shouldWaitForTheTimeout() {
        long start = System.nanoTime();
        assertThat(PollingWait.until(() -> false, 50, () -> {})).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    void shouldSeeTheConditionBecomeTrue() {
        AtomicInteger asked = new AtomicInteger();
        boolean held = PollingWait.until(() -> asked.incrementAndGet() > 700, PollingWait.FOREVER_MS, () -> {});
        assertThat(held).isTrue();
    }

    @Test
    void shouldEndAtOnceWhenInterruptedAndKeepTheFlag() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(WaitInterruptedException.class)
                .isThrownBy(() -> PollingWait.until(() -> false, PollingWait.FOREVER_MS, () -> {}));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldEndWhenTheCheckFails() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> PollingWait.until(() -> false, PollingWait.FOREVER_MS, () -> {
                    throw new IllegalStateException("no use");
                }))
                .withMessage("no use");
    }
}
