package io.mailslot.internal.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.memory.Patience;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LockWaitTest {
    private static final long PATIENCE_MS = 120;
    private static final int TRIES = 10;

    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void shouldEndAfterOnePatienceBehindAHolderThatStandsStill() {
        requireSoonOver(() -> new LockWait(patience(), () -> "stands still"));
    }

    @Test
    void shouldGoOnWhileTheLockChangesHandsButNotForEver() {
        assertThat(lasts(new LockWait(patience(), () -> "holder " + looks.incrementAndGet())))
                .isGreaterThanOrEqualTo(4 * PATIENCE_MS);
    }

    @Test
    void shouldEndSoonAfterTheLockHasStoppedChangingHands() {
        requireSoonOver(() -> {
            looks.set(0);
            return new LockWait(patience(), () -> "holder " + Math.min(3, looks.incrementAndGet()));
        });
    }

    @Test
    void shouldBeOverAtOnceWithoutPatience() {
        assertThat(new LockWait(Patience.of(0, TimeUnit.MILLISECONDS), () -> "holder " + looks.incrementAndGet())
                        .isOver())
                .isTrue();
    }

    /** A machine that stands still may make a wait seem long, but not each of several. */
    private static void requireSoonOver(Supplier<LockWait> waits) {
        long last = lasts(waits.get());
        for (int i = 1; i < TRIES && last >= 4 * PATIENCE_MS; i++) {
            last = lasts(waits.get());
        }
        assertThat(last).isBetween(PATIENCE_MS, 4 * PATIENCE_MS - 1);
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
