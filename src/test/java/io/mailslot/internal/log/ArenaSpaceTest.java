package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArenaSpaceTest {
    private static final long LIMIT = 4 << 20;
    private static final int STEPS = 200_000;

    private final Deque<long[]> live = new ArrayDeque<>();
    private long head = ArenaPosition.FIRST;
    private long lapEnd;
    private long extent;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldNeverGiveAwayWhatIsNeeded(long seed) {
        Random random = new Random(seed);
        int longest = random.nextBoolean() ? 1 << 20 : 1 << 12;
        for (int step = 0; step < STEPS; step++) {
            boolean add = live.isEmpty() || random.nextInt(100) < (step / 1_000 % 2 == 0 ? 55 : 45);
            if (!add || !reserve(8 + random.nextInt(longest / 8) * 8L)) {
                live.pollFirst();
            }
        }
        assertThat(extent).as("seed %d", seed).isLessThanOrEqualTo(LIMIT);
    }

    @Test
    void shouldTakeTheWholeLimitIfNobodyNeedsAnything() {
        for (int i = 0; i < 10; i++) {
            assertThat(reserve(LIMIT)).isTrue();
            assertThat(reserve(8)).isFalse();
            live.clear();
            assertThat(reserve(8)).isTrue();
            live.clear();
        }
    }

    @Test
    void shouldStayOnWarmPagesWhileReadersKeepUp() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(reserve(64 << 10)).isTrue();
            live.clear();
        }
        assertThat(extent).isEqualTo(64 << 10);
    }

    @Test
    void shouldGrowInTheMiddleOfALapWhenABacklogBuildsUp() {
        while (ArenaPosition.lap(head) == 1 || ArenaPosition.offset(head) < 256 << 10) {
            assertThat(reserve(64 << 10)).isTrue();
            while (live.size() > 4) {
                live.removeFirst();
            }
        }
        long backlog = 0;
        while (reserve(64 << 10)) {
            backlog += 64 << 10;
        }
        assertThat(backlog).isGreaterThan(LIMIT - (1 << 20));
    }

    /** Reserves as a writer does; checks that the place overlaps with nothing that is live. */
    private boolean reserve(long bytes) {
        long needed = live.isEmpty() ? head : live.peekFirst()[0];
        long place = ArenaSpace.place(head, lapEnd, needed, bytes, extent, LIMIT, false);
        if (place == ArenaSpace.NONE) {
            return false;
        }
        assertThat(place).isGreaterThanOrEqualTo(head);
        long from = ArenaPosition.offset(place);
        assertThat(from + bytes).isLessThanOrEqualTo(LIMIT);
        for (long[] other : live) {
            long start = ArenaPosition.offset(other[0]);
            assertThat(from + bytes <= start || from >= start + other[1])
                    .as("%d+%d overlaps with %d+%d", from, bytes, start, other[1])
                    .isTrue();
        }
        extent = Math.max(extent, from + bytes);
        lapEnd = ArenaSpace.lapEnd(head, lapEnd, place);
        head = ArenaPosition.after(place, bytes);
        live.addLast(new long[] {place, bytes});
        return true;
    }
}
