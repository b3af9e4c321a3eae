package io.mailslot.launcher.look;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** Options of what looks again and again, until Ctrl-C ends the JVM. */
final class Watch {
    /** How long it waits if nothing else is said. */
    static final String USUAL = "2s";

    /** What looks more often than that disturbs what it looks at. */
    private static final Duration SHORTEST = Duration.ofMillis(50);

    @Option(
            names = "--watch",
            arity = "0..1",
            paramLabel = "TIME",
            preprocessor = Attached.class,
            description =
                    "Look again after TIME, 2s unless --watch=TIME says otherwise, until Ctrl-C: on a terminal in one "
                            + "place, through a pipe one behind the other.")
    private Duration every;

    @Option(names = "--count", paramLabel = "COUNT", description = "With --watch: end with 0 after COUNT looks.")
    private Long count;

    /** One look. */
    @FunctionalInterface
    interface Look {
        /** Looks, prints, and returns an exit code. */
        int look(boolean isFirst) throws IOException;
    }

    /**
     * What is wrong with what was asked for.
     *
     * @param isOfFile whether it is a file that is looked at
     * @return a sentence; null if nothing is
     */
    String problem(boolean isOfFile) {
        if (count != null && (every == null || count < 1)) {
            return every == null ? "--count is for --watch" : "--count takes a number from 1 up, not " + count;
        }
        if (every != null && isOfFile) {
            return "--watch looks at a home: what --from names stays as it is";
        }
        return every != null && every.compareTo(SHORTEST) < 0
                ? "--watch takes " + SHORTEST.toMillis() + "ms or more, not " + every.toMillis() + "ms"
                : null;
    }

    int run(LookContext context, String command, boolean inOnePlace, Look look) throws IOException {
        if (every == null) {
            return look.look(true);
        }
        long next = System.nanoTime();
        for (long done = 1; ; done++) {
            if (inOnePlace) {
                context.beginScreen(command + ", every " + context.duration(every));
            }
            int code = look.look(done == 1);
            context.flush();
            if (count != null && done == count) {
                return code;
            }
            next = Math.max(next + every.toNanos(), System.nanoTime());
            pause(next - System.nanoTime());
        }
    }

    private static void pause(long nanos) throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted between two looks");
        }
    }
}
