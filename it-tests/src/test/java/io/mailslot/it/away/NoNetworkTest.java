package io.mailslot.it.away;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The library knows no network: what goes to other computers lies in the home until somebody else takes it there. */
@HomeTest
class NoNetworkTest {
    @Test
    void shouldOpenNoInternetSocket(TestHome home) throws Exception {
        assumeTrue(hasStrace(), "no strace here, so nobody sees which sockets are opened");

        assertThat(internetSockets(home, home.path().toString())).isEmpty();
        assertThat(internetSockets(home, home.path().toString(), "socket"))
                .as("that of a program that does open one")
                .isNotEmpty();
    }

    /** The calls of a program by which it opens, binds or connects one, as the system sees them. */
    private static List<String> internetSockets(TestHome home, String... arguments) throws Exception {
        Path trace = home.scratch().resolve("trace-" + arguments.length);
        List<String> command = new ArrayList<>(List.of(
                "strace",
                "-f",
                "-o",
                trace.toString(),
                "-e",
                "trace=network",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LibraryAlone.class.getName()));
        command.addAll(List.of(arguments));
        Path output = home.scratch().resolve("output-" + arguments.length);
        Process traced = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(traced.waitFor(Deadline.PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
        assertThat(traced.exitValue()).as(Files.readString(output)).isZero();
        List<String> calls = Files.readAllLines(trace);
        assertThat(calls).as("the trace").anyMatch(line -> line.contains("+++ exited with 0 +++"));
        return calls.stream().filter(line -> line.contains("AF_INET")).toList();
    }

    private static boolean hasStrace() throws InterruptedException {
        try {
            return new ProcessBuilder("strace", "-f", "-e", "trace=network", "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
