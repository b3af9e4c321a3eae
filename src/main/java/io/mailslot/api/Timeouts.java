package io.mailslot.api;

import java.time.Duration;

/**
 * Timeouts as this library takes them: {@link Duration#ZERO} asks without waiting, {@link #FOREVER} waits without limit,
 * anything between is rounded up to whole milliseconds and may be at most {@link #LONGEST}.
 */
public final class Timeouts {
    /** Waits without limit. */
    public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999L);

    /** The longest limited timeout: 0xFFFFFFFE milliseconds, about 49.7 days. */
    public static final Duration LONGEST = Duration.ofMillis(0xFFFF_FFFEL);

    private Timeouts() {}
}
