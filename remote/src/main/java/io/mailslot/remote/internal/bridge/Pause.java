package io.mailslot.remote.internal.bridge;

import java.time.Duration;

/** Pauses between attempts, each twice as long as the one before, up to a limit. Not thread-safe. */
final class Pause {
    private static final long FIRST_MILLIS = 50;

    private final long longestMillis;
    private long nextMillis = FIRST_MILLIS;

    Pause(Duration longest) {
        this.longestMillis = longest.toMillis();
    }

    void take() throws InterruptedException {
        Thread.sleep(nextMillis);
        nextMillis = Math.min(longestMillis, 2 * nextMillis);
    }

    /** To be called after a success: the next pause is short again. */
    void reset() {
        nextMillis = FIRST_MILLIS;
    }
}
