package io.mailslot.benchmarks.race;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** What the races have in common on the command line. */
final class RaceOptions {
    private static final int QUICK_MILLIS = 100;

    private static final int ROUNDS = 3;

    private final long start = System.nanoTime();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "how often each side runs (3, or what --seconds allows)")
    private Integer rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "begins no round that would end later if it took as long as the longest before it")
    private Integer seconds;

    @Option(names = "--warm-up", paramLabel = "MS", description = "before each measurement (4000)")
    private int warmUpMillis = 4_000;

    @Option(names = "--millis", paramLabel = "MS", description = "of each measurement (1500)")
    private int millis = 1_500;

    @Option(names = "--quick", description = "one short round: proves that all of it works, and measures nothing")
    private boolean quick;

    @Option(names = "--docs", paramLabel = "DIR", description = "where performance.md is written")
    private Path docs;

    int rounds() {
        if (quick) {
            return 1;
        }
        if (rounds != null) {
            return rounds;
        }
        return seconds == null ? ROUNDS : Integer.MAX_VALUE;
    }

    /** Whether there is time left for what takes so long. */
    boolean allows(long nanos) {
        return seconds == null || System.nanoTime() - start + nanos <= TimeUnit.SECONDS.toNanos(seconds);
    }

    int warmUpMillis() {
        return quick ? QUICK_MILLIS : warmUpMillis;
    }

    int millis() {
        return quick ? QUICK_MILLIS : millis;
    }

    boolean quick() {
        return quick;
    }

    /** A quick run has no time for the better compiler. */
    String[] jvmOptions() {
        return quick ? new String[] {"-XX:TieredStopAtLevel=1"} : new String[0];
    }

    /** Where results go: a quick or partial run leaves the documentation alone unless it is told otherwise. */
    Path docs(boolean whole) {
        if (docs != null) {
            return docs;
        }
        return whole && !quick ? Path.of("docs") : Results.FOLDER;
    }
}
