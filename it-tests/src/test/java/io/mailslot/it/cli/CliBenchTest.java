package io.mailslot.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Cli.Running;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmark as users start it: what it prints adds up, and however it ends, no home and no process is left. */
@ExtendWith(TestHomeExtension.class)
class CliBenchTest {
    private static final Pattern HOME = Pattern.compile("home (\\S+) \\(removed at the end\\), 3 JVMs\n");

    @Test
    void shouldMeasureWhatItSays(TestHome home) throws IOException {
        Path histogram = home.scratch().resolve("latency.hgrm");

        Outcome outcome = Cli.in(home)
                .run("bench", "--for", "500ms", "--rate", "500", "--json", "--histogram", histogram.toString());

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.text())
                .hasLineCount(1)
                .startsWith("{\"schema\":1,\"machine\":{\"processor\":")
                .contains("\"load\":{\"size\":64,\"senders\":1,\"receivers\":1,\"broadcast\":false,\"batch\":1,"
                        + "\"millis\":500,\"warmUpMillis\":250}")
                .contains("\"latency\":{\"messagesPerSecond\":500,");
        long messages = number(outcome, "messagesPerSecond");
        assertThat(messages).isPositive();
        assertThat(number(outcome, "bytesPerSecond")).isBetween(messages * 64 - 64, messages * 64 + 64);
        long timed = number(outcome, "messages");
        assertThat(timed + number(outcome, "unsent")).isEqualTo(250);
        assertThat(number(outcome, "p50Nanos")).isPositive().isLessThanOrEqualTo(number(outcome, "p99Nanos"));
        assertThat(number(outcome, "p999Nanos")).isLessThanOrEqualTo(number(outcome, "maxNanos"));
        assertThat(histogram)
                .content()
                .contains("Percentile", "Total count    =")
                .contains(String.valueOf(timed));
        assertThat(home.path().resolve("kernel.dat")).doesNotExist();
    }

    private static long number(Outcome outcome, String field) {
        Matcher matcher = Pattern.compile("\"" + field + "\":(\\d+)").matcher(outcome.text());
        assertThat(matcher.find()).as(field + " of " + outcome).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "KILL"})
    void shouldLeaveNothingWhenItIsCutShort(String signal, TestHome home) {
        boolean childDies = signal.equals("KILL");
        Running running = Cli.in(home).start("bench", "--for", "1h");
        Path own = ownHome(running);
        Deadline.await("both JVMs run").until(() -> running.process().children().count() == 2);
        List<ProcessHandle> children = running.process().children().toList();
        assertThat(own).isDirectory();

        if (childDies) {
            children.get(0).destroyForcibly();
        } else {
            running.signal(signal);
        }

        Outcome outcome = running.outcome();
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(childDies ? 1 : 130);
        if (childDies) {
            assertThat(outcome.errors())
                    .contains("(process " + children.get(0).pid() + ") has ended with exit code 137")
                    .hasLineCount(1);
        } else {
            assertThat(outcome.errors()).isEmpty();
        }
        assertThat(own).doesNotExist();
        Deadline.await("no JVM is left").until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static Path ownHome(Running running) {
        Path[] home = new Path[1];
        Deadline.await("it says where its home is").until(() -> {
            Matcher matcher = HOME.matcher(Files.readString(running.output()));
            if (matcher.find()) {
                home[0] = Path.of(matcher.group(1));
            }
            return home[0] != null;
        });
        return home[0];
    }
}
