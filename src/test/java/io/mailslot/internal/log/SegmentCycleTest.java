package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SegmentCycleTest {
    private final AtomicInteger current = new AtomicInteger(SegmentCycle.FIRST_SEGMENT);
    private final SegmentCycle cycle = new SegmentCycle(current::get);

    @Test
    void shouldFollowTheCounterAndNothingElse() {
        assertThat(cycle.current(null, 0)).isEqualTo(1);
        current.set(7);
        assertThat(cycle.current(null, 0)).isEqualTo(7);
    }

    @Test
    void shouldPackSegmentAndSequence() {
        for (int segment : new int[] {1, 2, Integer.MAX_VALUE}) {
            for (long sequence : new long[] {0, 1, cycle.maxMessagesPerCycle(), (1L << 32) - 1}) {
                long position = SegmentCycle.position(segment, sequence);

                assertThat(position).isPositive();
                assertThat(cycle.toCycle(position)).isEqualTo(segment);
                assertThat(cycle.toSequenceNumber(position)).isEqualTo(sequence);
            }
        }
    }

    @Test
    void shouldNameFilesInTheOrderOfTheirSegments() {
        assertThat(SegmentCycle.fileName(1)).isEqualTo("0000000001.cq4");
        assertThat(SegmentCycle.fileName(9)).isLessThan(SegmentCycle.fileName(10));
    }
}
