package io.mailslot.it.harness;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long tests wait for what must happen. Generous: these are limits on failure, not on speed. */
public final class Deadline {
    /** For a child to start, attach and answer, on a busy machine. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * For the dead to count as gone without anybody asking, which takes 2 s, on a busy machine. Tests of deaths measure those two
     * seconds, without the time for which the machine kept them up; the others only need to see that it happens.
     */
    public static final Duration DEATH_NOTICED = Duration.ofSeconds(20);

    private Deadline() {}

    /** An Awaitility wait that polls often and names its reason in the failure. */
    public static ConditionFactory await(String reason) {
        return await(reason, PATIENCE);
    }

    public static ConditionFactory await(String reason, Duration atMost) {
        return Awaitility.await(reason).atMost(atMost).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10));
    }
}
