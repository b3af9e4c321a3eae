package io.mailslot.benchmarks.race;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What the races have in common on the command line. */
final class RaceOptions {
    private static final int QUICK_MILLIS = 100;

    @Option(names = "--rounds", paramLabel = "N", description = "how often each side runs (3)")
    private int rounds = 3;

    @Option(names = "--warm-up", paramLabel = "MS", description = "before each measurement (4000)")
    private int warmUpMillis = 4_000;

    @Option(names = "--millis", paramLabel = "MS", description = "of each measurement (1500)")
    private int millis = 1_500;

    @Option(names = "--quick", description = "one short round: proves that all of it works, and measures nothing")
    private boolean quick;

    @Option(names = "--docs", paramLabel = "DIR", description = "where performance.md is written")
    private Path docs;

    int rounds() {
        return quick ? 1 : rounds;
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
