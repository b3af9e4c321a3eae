package io.mailslot.launcher.sync;

import io.mailslot.api.Timeouts;
import java.time.Duration;

/** How long a wait may take, from its beginning. */
final class Limit {
    private final long started = System.nanoTime();
    private final Duration timeout;

    /** A limit that begins now; null for none. */
    Limit(Duration timeout) {
        this.timeout = timeout == null ? Timeouts.FOREVER : timeout;
    }

    /** How long it may still take; zero if no longer. */
    Duration left() {
        if (timeout.equals(Timeouts.FOREVER)) {
            return timeout;
        }
        Duration left = timeout.minus(spent());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** How long it has taken. */
    Duration spent() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    boolean isOver() {
        return left().isZero();
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
