package io.mailslot.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long waits last, by a clock that the test has in its hand. */
class WaitClockTest {
    private static final long TIMEOUT = Duration.ofMillis(2_500).toNanos();

    private final AtomicLong now = new AtomicLong();
    private final List<Long> sleeps = new ArrayList<>();

    /** Sleeps end when they shall, or much earlier for no reason, and the clock tells which. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, 1_000_000, 7_777})
    void shouldGoByTheClockAndNotByHowOftenItSlept(long longestSleep) {
        Waiting place = new Waiting(
                words -> sleeper(longestSleep),
                now::get,
                new AdaptiveSpin(true),
                new SignalWord(Region.inThisProcess(SignalWord.LENGTH), 0));
        for (long start : new long[] {0, -TIMEOUT / 2, Long.MAX_VALUE - TIMEOUT / 2, Long.MIN_VALUE}) {
            now.set(start);
            sleeps.clear();

            assertThat(place.until(() -> false, TIMEOUT, WaitStrategy.SLEEP, () -> {}))
                    .isFalse();

            assertThat(now.get() - start).isEqualTo(TIMEOUT);
            assertThat(sleeps).allMatch(nanos -> nanos > 0 && nanos <= Waiting.LONGEST_SLEEP_NANOS);
        }
    }

    private Sleeper sleeper(long longestSleep) {
        return new Sleeper() {
            @Override
            void prepare() {}

            @Override
            void sleep(long nanos) {
                sleeps.add(nanos);
                now.addAndGet(Math.min(nanos, longestSleep));
            }

            @Override
            void wake() {}

            @Override
            public void close() {}
        };
    }
}
