package io.mailslot.launcher.top;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** How often to look, and in which form to print. */
final class TickOptions {
    /** What looks more often than that disturbs what it looks at. */
    private static final Duration SHORTEST = Duration.ofMillis(50);

    @Option(
            names = {"-n", "--count"},
            paramLabel = "COUNT",
            description = "End with 0 after COUNT ticks; else go on until Ctrl-C.")
    private Long count;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            description = "How long a tick is: 50ms or more; ${DEFAULT-VALUE} unless given.")
    private Duration interval;

    @Option(names = "--json", description = "Print one object a tick, on one line: what 'ls' prints, and the rates.")
    private boolean json;

    /** What is wrong with what was asked for; null if nothing is. */
    String problem() {
        if (count != null && count < 1) {
            return "-n takes a number from 1 up, not " + count;
        }
        return interval.compareTo(SHORTEST) < 0
                ? "--interval takes " + SHORTEST.toMillis() + "ms or more, not " + interval.toMillis() + "ms"
                : null;
    }

    boolean json() {
        return json;
    }

    Duration interval() {
        return interval;
    }

    /** Whether so many ticks are all that was asked for. */
    boolean isEnough(long done) {
        return count != null && done >= count;
    }

    /** When the next tick ends, if one did when it should have, or was late. */
    long after(long due) {
        return Math.max(due + interval.toNanos(), System.nanoTime());
    }

    static void sleepUntil(long due) throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted between two looks");
        }
    }
}
