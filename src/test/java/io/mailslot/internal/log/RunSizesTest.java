package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.layout.RunTail;
import org.junit.jupiter.api.Test;

class RunSizesTest {
    private static final long ROOM = 64L << 20;

    private final RunSizes sizes = new RunSizes();

    @Test
    void shouldBecomeLongerAsRunsAreFilled() {
        sizes.next(64, ROOM);
        sizes.next(64, ROOM);
        assertThat(sizes.next(64, ROOM)).isEqualTo((4 << 10) - 8);
        fill(4);
        assertThat(sizes.next(64, ROOM)).as("256 messages").isEqualTo((20 << 10) - 8);
        assertThat(sizes.next(8, ROOM)).as("256 messages").isEqualTo((4 << 10) - 8);
        assertThat(sizes.next(1 << 10, ROOM)).isEqualTo((64 << 10) - 8);
        assertThat(sizes.next(1 << 10, 4 << 20)).as("a part of the arena").isEqualTo((16 << 10) - 8);
    }

    @Test
    void shouldHaveDocumentsForAWhileOnceTheFileSystemHadNoPages() {
        fill(4);
        sizes.refused();
        for (int i = 0; i < 16; i++) {
            assertThat(sizes.next(64, ROOM)).isZero();
        }
        assertThat(sizes.next(64, ROOM)).isEqualTo((4 << 10) - 8);
    }

    @Test
    void shouldLearnThatSomebodyElseHasLeftItsRun() {
        sizes.next(64, ROOM);
        sizes.next(64, ROOM);
        sizes.opened();
        sizes.appended();
        assertThat(sizes.next(64, ROOM)).isZero();
    }

    @Test
    void shouldOpenARunAtOnceBehindSmallMessagesOfOthers() {
        assertThat(sizes.isNew()).isTrue();
        sizes.learn(2, true);
        assertThat(sizes.isNew()).isFalse();
        assertThat(sizes.next(64, ROOM)).isEqualTo((4 << 10) - 8);
    }

    @Test
    void shouldLearnNothingFromLargeMessagesNorFromOneMessageNorAfterARunInVain() {
        sizes.learn(2, false);
        assertThat(sizes.next(64, ROOM)).isZero();

        RunSizes second = new RunSizes();
        second.learn(1, true);
        assertThat(second.next(64, ROOM)).isZero();

        RunSizes third = new RunSizes();
        third.left(RunTail.plus(RunTail.OPEN, 16, 8), false);
        third.learn(2, true);
        assertThat(third.next(64, ROOM)).isZero();
    }

    private void fill(int times) {
        for (int i = 0; i < times; i++) {
            sizes.left(RunTail.OPEN, true);
        }
    }
}
