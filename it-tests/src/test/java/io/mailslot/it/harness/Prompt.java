package io.mailslot.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What must be over soon because somebody is told, and does not have to find out. Who is not told finds out late each time;
 * a machine that lets nobody run is the reason now and then only. So one of a few attempts must be quick.
 */
public final class Prompt {
    private static final int ATTEMPTS = 6;

    private Prompt() {}

    /** One attempt. */
    @FunctionalInterface
    public interface Attempt {
        /** Returns how long it took. */
        Duration make() throws Exception;
    }

    /** Requires that an attempt takes less than that; there is only one if it does. */
    public static void within(Duration limit, Attempt attempt) throws Exception {
        List<Duration> took = new ArrayList<>();
        Duration last = limit;
        while (last.compareTo(limit) >= 0 && took.size() < ATTEMPTS) {
            last = attempt.make();
            took.add(last);
        }
        assertThat(last).as("the last of %s", took).isLessThan(limit);
    }
}
