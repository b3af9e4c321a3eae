package io.mailslot.it.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs in namespaces of their own, as containers are made of them. */
public final class Namespaces {
    private static final int PATIENCE_SECONDS = 60;

    private Namespaces() {}

    /** The first way that this system allows to start a program; where there is none the test is skipped. */
    public static List<String> allowed(List<List<String>> ways) throws InterruptedException {
        for (List<String> way : ways) {
            if (works(way, List.of("true"))) {
                return way;
            }
        }
        assumeTrue(false, "this system lets nobody make such a namespace: " + ways);
        return List.of();
    }

    /** Whether a program can be started that way, and succeeds. */
    public static boolean works(List<String> way, List<String> program) throws InterruptedException {
        try {
            Process process = within(way, new ProcessBuilder(program))
                    .redirectErrorStream(true)
                    .start();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** The same program, started that way. */
    public static ProcessBuilder within(List<String> way, ProcessBuilder program) {
        List<String> command = new ArrayList<>(way);
        command.addAll(program.command());
        return program.command(command);
    }
}
