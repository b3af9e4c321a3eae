package io.mailslot.win32;

import io.mailslot.api.Timeouts;
import java.time.Duration;

/** Timeouts as Windows has them: unsigned milliseconds, of which 0xFFFFFFFF stands for no limit. */
final class Milliseconds {
    private static final int FOREVER = Win32Constants.INFINITE;

    private Milliseconds() {}

    static Duration toDuration(int milliseconds) {
        return switch (milliseconds) {
            case 0 -> Duration.ZERO;
            case FOREVER -> Timeouts.FOREVER;
            default -> Duration.ofMillis(Integer.toUnsignedLong(milliseconds));
        };
    }

    static int of(Duration timeout) {
        return timeout.equals(Timeouts.FOREVER) ? FOREVER : (int) timeout.toMillis();
    }
}
