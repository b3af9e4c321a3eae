package io.mailslot.internal.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.memory.Patience;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LockWaitTest {
    private static final long PATIENCE_MS = 120;
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void shouldEndAfterOnePatienceBehindAHolderThatStandsStill() {
        assertThat(lasts(new LockWait(patience(), () -> "stands still"))).isBetween(PATIENCE_MS, 4 * PATIENCE_MS - 1);
    }

    @Test
    void shouldGoOnWhileTheLockChangesHandsButNotForEver() {
        assertThat(lasts(new LockWait(patience(), () -> "holder " + looks.incrementAndGet())))
                .isGreaterThanOrEqualTo(4 * PATIENCE_MS);
    }

    @Test
    void shouldEndSoonAfterTheLockHasStoppedChangingHands() {
        assertThat(lasts(new LockWait(patience(), () -> "holder " + Math.min(3, looks.incrementAndGet()))))
                .isBetween(PATIENCE_MS, 4 * PATIENCE_MS - 1);
    }

    @Test
    void shouldBeOverAtOnceWithoutPatience() {
        assertThat(new LockWait(Patience.of(0, TimeUnit.MILLISECONDS), () -> "holder " + looks.incrementAndGet())
                        .isOver())
                .isTrue();
    }

    private static Patience patience() {
        return Patience.of(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    private static long lasts(LockWait wait) {
        while (!wait.isOver()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return TimeUnit.NANOSECONDS.toMillis(wait.waitedNanos());
    }
}
