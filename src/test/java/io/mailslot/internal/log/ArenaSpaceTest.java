package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.log.ArenaSpace.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
            if (random.nextInt(1_000) == 0) {
                becomeShorter();
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

    /** Offsets and lengths in KiB; the last reservation ended in lap 5. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // head | lap before ended | needed: lap, offset | bytes | extent | limit | fast | expected
        "nothing needed: goes on where pages are,                   64,  0, 5,  64,  64, 128, 1024, false, AT_HEAD",
        "nothing needed: begins anew where they end,                64,  0, 5,  64, 128, 128, 1024, false, NEW_LAP",
        "nothing needed: goes on over the end if run through fast,  64,  0, 5,  64, 128, 128, 1024, true,  AT_HEAD",
        "nothing needed: but not over the limit,                    64,  0, 5,  64, 128, 128,  150, true,  NEW_LAP",
        "nothing needed: at the start up to the limit,               0, 64, 5,   0, 999, 128,  999, false, AT_HEAD",
        "nothing needed: larger than all of it,                      0, 64, 5,   0, 999, 128,  998, false, NONE",
        "nothing needed: leaves cold pages,                       4096,  0, 5,4096,  64,8192, 9000, false, NEW_LAP",
        "this lap: goes on where pages are,                         96, 64, 5,  64,  32, 128, 1024, false, AT_HEAD",
        "this lap: begins anew before what is needed,               96, 64, 5,  64,  64, 128, 1024, false, NEW_LAP",
        "this lap: takes more pages if there is no room before it,  96, 64, 5,  32,  64, 128, 1024, false, AT_HEAD",
        "this lap: goes on over the end if run through fast,        96, 64, 5,  64,  64, 128, 1024, true,  AT_HEAD",
        "this lap: no room before it nor behind,                    96, 64, 5,  32,  64, 128,  159, false, NONE",
        "lap before: all of it was read,                            96, 64, 4,  64,  64, 128, 1024, false, AT_HEAD",
        "lap before: goes on before what is needed,                 32,128, 4,  64,  32, 128, 1024, false, AT_HEAD",
        "lap before: jumps over what is needed,                     32,128, 4,  64,  33, 128, 1024, false, BEHIND_LAP_BEFORE",
        "lap before: no room behind it,                             32,128, 4,  64,  33, 128,  160, false, NONE",
        "lap before: has jumped and goes on,                       160,128, 4,  64,  32, 192, 1024, false, AT_HEAD",
        "lap before: has jumped and comes to the limit,            160,128, 4,  64,  33, 192,  192, false, NONE",
        "a lap more is needed than there can be,                    32,128, 3,  64,   1, 128, 1024, false, NONE"
    })
    void shouldPlace(
            String name,
            long at,
            long lapEnd,
            long lap,
            long need,
            long bytes,
            long has,
            long limit,
            boolean fast,
            Place place) {
        long kib = 1 << 10;
        assertThat(ArenaSpace.place(
                        ArenaPosition.of(5, at * kib),
                        lapEnd * kib,
                        ArenaPosition.of(lap, need * kib),
                        bytes * kib,
                        has * kib,
                        limit * kib,
                        fast))
                .isEqualTo(place);
    }

    @Test
    void shouldTellThePositionOfEachPlace() {
        long at = ArenaPosition.of(5, 64);

        assertThat(Place.AT_HEAD.position(at, 128)).isEqualTo(at);
        assertThat(Place.NEW_LAP.position(at, 128)).isEqualTo(ArenaPosition.of(6, 0));
        assertThat(Place.BEHIND_LAP_BEFORE.position(at, 128)).isEqualTo(ArenaPosition.of(5, 128));
    }

    /** Gives back what lies behind all that is needed; checks that nothing live does. */
    private void becomeShorter() {
        long needed = live.isEmpty() ? head : live.peekFirst()[0];
        long end = ArenaSpace.end(head, lapEnd, needed);
        for (long[] each : live) {
            assertThat(ArenaPosition.offset(each[0]) + each[1])
                    .as("end of what is needed")
                    .isLessThanOrEqualTo(end);
        }
        extent = Math.min(extent, end);
    }

    /** Reserves as a writer does; checks that the place overlaps with nothing that is live. */
    private boolean reserve(long bytes) {
        long needed = live.isEmpty() ? head : live.peekFirst()[0];
        Place where = ArenaSpace.place(head, lapEnd, needed, bytes, extent, LIMIT, false);
        if (where == Place.NONE) {
            return false;
        }
        long place = where.position(head, lapEnd);
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
