package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnreadTest {
    @Test
    void shouldCountFromTheMessageToTheEnd() {
        assertThat(Unread.between(5, 500, 100, end(8, 900))).isEqualTo(new Unread(3, 400));
    }

    @Test
    void shouldCountAcrossTheEdgeOfTheLowHalves() {
        long messages = (1L << 32) + 2;
        long bytes = (1L << 32) + 10;

        assertThat(Unread.between(-1, -20, 10, end(messages, bytes))).isEqualTo(new Unread(3, 30));
    }

    @Test
    void shouldNeverBeNegativeWhereTheEndWasLookedForTooEarly() {
        assertThat(Unread.between(5, 500, 100, end(5, 500))).isEqualTo(new Unread(1, 100));
        assertThat(Unread.between(5, 500, 100, end(4, 480))).isEqualTo(new Unread(1, 100));
    }

    private static LogState end(long messages, long bytes) {
        LogState end = new LogState();
        end.messages = messages;
        end.bytes = bytes;
        return end;
    }
}
