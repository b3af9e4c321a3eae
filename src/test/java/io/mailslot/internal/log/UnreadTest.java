package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnreadTest {
    @Test
    void shouldCountFromTheMessageToTheEnd() {
        assertThat(Unread.between(5, 500, 100, new Appended(8, 900))).isEqualTo(new Unread(3, 400));
    }

    @Test
    void shouldCountAcrossTheEdgeOfTheLowHalves() {
        long messages = (1L << 32) + 2;
        long bytes = (1L << 32) + 10;

        assertThat(Unread.between(-1, -20, 10, new Appended(messages, bytes))).isEqualTo(new Unread(3, 30));
    }

    @Test
    void shouldNeverBeNegativeWhereTheEndWasLookedForTooEarly() {
        assertThat(Unread.between(5, 500, 100, new Appended(5, 500))).isEqualTo(new Unread(1, 100));
        assertThat(Unread.between(5, 500, 100, new Appended(4, 480))).isEqualTo(new Unread(1, 100));
    }
}
