package io.mailslot.remote.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FrameSizeTest {
    private static final int MOST = 1_000_000;
    private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long SLOW = TimeUnit.SECONDS.toNanos(3);

    private final FrameSize size = new FrameSize(MOST);

    @Test
    void shouldHalveWhatIsNotAnsweredInTimeDownToABound() {
        assertThat(size.bytes()).isEqualTo(MOST);
        size.unanswered(MOST);
        assertThat(size.bytes()).isEqualTo(MOST / 2);
        for (int i = 0; i < 9; i++) {
            size.unanswered(size.bytes());
        }
        assertThat(size.bytes()).isEqualTo(FrameSize.LEAST);
        size.unanswered(10);
        assertThat(size.bytes()).isEqualTo(FrameSize.LEAST);
    }

    @Test
    void shouldHalveWhatIsAnsweredLate() {
        size.answered(800_000, SLOW);
        assertThat(size.bytes()).isEqualTo(400_000);
        size.answered(400_000, TimeUnit.MILLISECONDS.toNanos(1_500));
        assertThat(size.bytes()).as("neither quick nor slow").isEqualTo(400_000);
    }

    @Test
    void shouldGrowAgainByFramesThatAreNearlyAsLarge() {
        size.unanswered(400_000);
        size.answered(199_999, TimeUnit.MILLISECONDS.toNanos(1_500));
        assertThat(size.bytes()).as("neither quick nor slow").isEqualTo(200_000);
        size.answered(1_000, QUICK);
        assertThat(size.bytes()).as("a small one tells nothing").isEqualTo(200_000);
        size.answered(150_000, QUICK);
        assertThat(size.bytes()).isEqualTo(400_000);
        size.answered(400_000, QUICK);
        size.answered(800_000, QUICK);
        assertThat(size.bytes()).isEqualTo(MOST);
    }

    /** Each attempt costs, whether it is refused or not answered. */
    @Test
    void shouldTryLargerOnesMoreSeldomTheMoreOftenTheyFail() {
        int failures = 0;
        for (int i = 0; i < 2_000; i++) {
            if (size.bytes() > 600_000) {
                size.refused(size.bytes());
                failures++;
            } else {
                size.answered(size.bytes(), QUICK);
            }
        }
        assertThat(failures).isLessThan(20);
        for (int i = 0; i < 256; i++) {
            size.answered(size.bytes(), QUICK);
        }
        assertThat(size.bytes()).as("when they are answered").isEqualTo(MOST);
    }

    @Test
    void shouldFindTheSizeThatTheEngineTakes() {
        for (int i = 0; i < 30; i++) {
            size.refused(size.bytes());
        }
        assertThat(size.bytes()).isEqualTo(1);
    }
}
