package io.mailslot.api;

import java.time.Duration;

/**
 * Timeouts as this library takes them: {@link Duration#ZERO} asks without waiting, {@link #FOREVER} waits without limit,
 * anything between is rounded up to whole milliseconds. A wait may last as long as it is told; where a timeout is kept for later
 * (the read timeout of a mailslot, the write timeout of a sender) one that is longer than {@link #LONGEST} counts as that.
 * Negative ones are refused (87).
 *
 * @since 0.1.0
 */
public final class Timeouts {
    /** Waits without limit. */
    public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999L);

    /** The longest limited timeout that is kept: 0xFFFFFFFE milliseconds, about 49.7 days. */
    public static final Duration LONGEST = Duration.ofMillis(0xFFFF_FFFEL);

    private Timeouts() {}
}
