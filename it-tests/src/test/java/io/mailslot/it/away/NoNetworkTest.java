package io.mailslot.it.away;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The library knows no network: what goes to other computers lies in the home until somebody else takes it there. */
@HomeTest
class NoNetworkTest {
    /** A JVM that opens any file asks the system, by a socket that it closes at once, which protocols there are. */
    @Test
    void shouldOpenNoInternetSocket(TestHome home) throws Exception {
        assumeTrue(hasStrace(), "no strace here, so nobody sees which sockets are opened");
        List<String> ofAnyJvm = internetCalls(home, "file");

        assertThat(internetCalls(home, "library")).isEqualTo(ofAnyJvm).allMatch(call -> call.startsWith("socket("));
        assertThat(internetCalls(home, "socket"))
                .as("those of a program that does open one")
                .anyMatch(call -> call.startsWith("bind("));
    }

    /** The calls of a program by which it opens, binds or connects one, as the system sees them; without their results. */
    private static List<String> internetCalls(TestHome home, String program) throws Exception {
        Path trace = home.scratch().resolve("trace-" + program);
        List<String> command = List.of(
                "strace",
                "-f",
                "-o",
                trace.toString(),
                "-e",
                "trace=network",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LibraryAlone.class.getName(),
                program,
                home.path().toString());
        Path output = home.scratch().resolve("output-" + program);
        Process traced = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(traced.waitFor(Deadline.PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
        assertThat(traced.exitValue()).as(Files.readString(output)).isZero();
        List<String> calls = Files.readAllLines(trace);
        assertThat(calls).as("the trace").anyMatch(line -> line.contains("+++ exited with 0 +++"));
        return calls.stream()
                .filter(line -> line.contains("AF_INET"))
                .map(line -> line.replaceFirst("^\\d+ +", "").replaceFirst(" += .*", ""))
                .toList();
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
