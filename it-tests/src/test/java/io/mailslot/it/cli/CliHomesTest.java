package io.mailslot.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no home, not yet one, or not there. */
@HomeTest
class CliHomesTest {
    @Test
    @Tag("long")
    void shouldListAnEmptyAndAMissingHomeAndCreateNothing(TestHome home) {
        Path missing = home.scratch().resolve("missing");

        Outcome outcome = Cli.in(home).run("ls", "--json", "--home", missing.toString());

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.text()).contains("\"mailslots\":[]");
        assertThat(missing).doesNotExist();
        assertThat(Cli.in(home).run("info", "nothing").exit()).isEqualTo(3);
    }

    /** A command, and what it is told is its home: each with one of two; with both behind the profile "storm". */
    static Stream<Arguments> wrongHomes() {
        List<String> commands = List.of(
                "ls",
                "ls --json",
                "info orders",
                "send orders text",
                "receive orders --timeout 0",
                "rm orders",
                "gc",
                "example usage-count");
        List<String> homes = List.of("other", "other/letters");
        return IntStream.range(0, commands.size())
                .boxed()
                .flatMap(i -> homes.stream()
                        .filter(home -> Cli.EVERYTHING || home.equals(homes.get(i % homes.size())))
                        .map(home -> Arguments.of(commands.get(i), home)));
    }

    @ParameterizedTest(name = "mailslot {0} --home {1}")
    @MethodSource("wrongHomes")
    @Tag("long")
    void shouldTellThatADirectoryOfOtherFilesIsNoHome(String command, String named, TestHome home) throws IOException {
        Path other = Files.createDirectory(home.scratch().resolve("other"));
        Files.createFile(other.resolve("letters"));
        Path wrong = home.scratch().resolve(named);

        Outcome outcome = Cli.in(home).run((command + " --home " + wrong).split(" "));

        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(3);
        assertThat(outcome.errors()).contains(wrong + " is no home");
        assertThat(outcome.output()).isEmpty();
        assertThat(other.resolve("letters")).isEmptyFile();
    }

    @Test
    @Tag("long")
    void shouldListADirectoryThatMayBecomeAHome(TestHome home) throws IOException {
        Path empty = Files.createDirectory(home.scratch().resolve("empty"));

        Outcome outcome = Cli.in(home).run("ls", "--home", empty.toString());

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void shouldSayWhatIsWrongWithTheHomeInOneLine(TestHome home) throws IOException {
        Path file = Files.writeString(home.scratch().resolve("file"), "x");

        Outcome outcome = Cli.in(home).run("send", "--home", file.toString(), "a", "b");

        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(3);
        assertThat(outcome.errors())
                .isEqualTo("mailslot: " + file + " is no home: it is no directory; name the directory of a home\n");
    }
}
