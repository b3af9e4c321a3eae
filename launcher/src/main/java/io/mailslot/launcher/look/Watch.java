package io.mailslot.launcher.look;

import io.mailslot.api.MailslotException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** Options of what looks again and again, until Ctrl-C ends the JVM. */
public final class Watch {
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

    /** What the last look could not do; empty if it was none. */
    private String failure = "";

    /** For the command line. */
    public Watch() {}

    /** One look. */
    @FunctionalInterface
    public interface Look {
        /**
         * Looks, and prints.
         *
         * @param isFirst whether there was none before it
         * @return an exit code
         * @throws IOException if it cannot print
         */
        int look(boolean isFirst) throws IOException;
    }

    /** {@return whether there is to be more than one look} */
    public boolean isWanted() {
        return every != null;
    }

    /**
     * What is wrong with what was asked for.
     *
     * @param isOfFile whether it is a file that is looked at
     * @return a sentence; null if nothing is
     */
    public String problem(boolean isOfFile) {
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

    /** {@return whether it is to look again} */
    public boolean isOn() {
        return every != null;
    }

    /**
     * Looks once, or as often as is wanted. What cannot be looked at later is said, and looked for again.
     *
     * @param context of the command
     * @param command its name
     * @param inOnePlace whether each look is drawn over the one before
     * @param look at the home
     * @return the exit code of the last look
     * @throws IOException if it cannot print
     */
    public int run(LookContext context, String command, boolean inOnePlace, Look look) throws IOException {
        if (every == null) {
            return look.look(true);
        }
        long next = System.nanoTime();
        for (long done = 1; ; done++) {
            if (inOnePlace) {
                context.beginScreen(command + ", every " + context.duration(every));
            }
            int code = done == 1 ? look.look(true) : lookAgain(context, inOnePlace, look);
            context.flush();
            if (count != null && done == count) {
                return code;
            }
            next = Math.max(next + every.toNanos(), System.nanoTime());
            pause(next - System.nanoTime());
        }
    }

    /** What is drawn over is said again. */
    private int lookAgain(LookContext context, boolean inOnePlace, Look look) throws IOException {
        try {
            int code = look.look(false);
            failure = "";
            return code;
        } catch (MailslotException notNow) {
            String now = String.valueOf(notNow.getMessage());
            if (inOnePlace || !now.equals(failure)) {
                context.say(now);
            }
            failure = now;
            return context.exitCode(notNow.errorCode());
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
