package io.mailslot.remote.harness;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long tests wait for what must happen: limits on failure, not on speed. */
public final class Patience {
    /** For a JVM to start, and for messages to come, on a busy machine. */
    public static final Duration LONG = Duration.ofSeconds(60);

    private static final Duration LOOK = Duration.ofMillis(10);

    private Patience() {}

    /** A wait that names its reason when it fails. */
    public static ConditionFactory await(String reason) {
        return await(reason, LONG);
    }

    /** The same, for a time of its own. */
    public static ConditionFactory await(String reason, Duration limit) {
        return Awaitility.await(reason).atMost(limit).pollDelay(Duration.ZERO).pollInterval(LOOK);
    }
}
