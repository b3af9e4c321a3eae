package io.mailslot.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines: what is wrong with one, what helps, and where the command may stand; as real processes. */
@HomeTest
class CliUsageTest {
    /** The launcher's own tests have such lines by the dozen; more of them here behind the profile "storm". */
    static Stream<String> wrongLines() {
        Stream<String> some =
                Stream.of("", "frobnicate", "send --no-such-option", "ls extra", "receive ../escape -n 1");
        Stream<String> others = Stream.of(
                "send",
                "send name text extra",
                "send name --repeat none",
                "send name text --repeat 0",
                "receive",
                "receive name -n none",
                "receive name -n 0",
                "receive name --raw --json",
                "receive name --timeout soon",
                "info",
                "run",
                "example no-such-one",
                "send bad\\name text");
        return Cli.EVERYTHING ? Stream.concat(some, others) : some;
    }

    @ParameterizedTest(name = "mailslot {0}")
    @MethodSource("wrongLines")
    @Tag("storm")
    void shouldEndWith2OnWrongUsage(String arguments, TestHome home) {
        String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ");

        Outcome outcome = Cli.in(home).run(words);

        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.output()).as("standard output is for data").isEmpty();
        assertThat(outcome.errors()).isNotBlank().doesNotContain("Exception", "\tat ");
    }

    @ParameterizedTest(name = "mailslot {0}")
    @ValueSource(
            strings = {
                "receive name --drop-oldest",
                "receive name --capacity 10",
                "receive name --capacity 1M --max-size 800K"
            })
    @Tag("long")
    void shouldShowTheUsageAlsoForWhatOnlyTheLibraryCanTellIsWrong(String arguments, TestHome home) {
        Outcome outcome = Cli.in(home).run(arguments.split(" "));

        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.errors()).contains("Usage: mailslot " + arguments.split(" ")[0]);
    }

    @Test
    @Tag("long")
    void shouldNameTheBoundThatASizeExceeds(TestHome home) {
        Outcome message = Cli.in(home).run("receive", "name", "--max-size", "2G");
        Outcome capacity = Cli.in(home).run("receive", "name", "--capacity", "2G");

        assertThat(message.exit()).as(message.toString()).isEqualTo(2);
        assertThat(message.errors()).contains("2147483648", "more than 268435439 bytes");
        assertThat(capacity.exit()).as(capacity.toString()).isEqualTo(2);
        assertThat(capacity.errors()).contains("2147483648", "1048576 to 1073741824 bytes");
    }

    @Test
    @Tag("long")
    void shouldTellWhoeverListsHandlesToInheritHowTheyComeToBeThere(TestHome home) {
        Outcome outcome = Cli.in(home).run("run", "--inherit", "4", "--", "true");

        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.errors()).contains("Usage: mailslot run");
        assertThat(outcome.errors().lines().findFirst().orElseThrow())
                .contains("handle 4", "was started without any")
                .doesNotContain("handles()");
    }

    @Test
    @Tag("long")
    void shouldNameWhatMayHaveBeenMeant(TestHome home) {
        home.attach().createMailslot("orders");
        Cli cli = Cli.in(home);

        for (String line : new String[] {"info order", "send oders text", "rm ordres"}) {
            Outcome outcome = cli.run(line.split(" "));

            assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(3);
            assertThat(outcome.errors()).endsWith("; did you mean 'orders'?\n").hasLineCount(1);
        }
        assertThat(cli.run("info", "something-else").errors()).contains("create it with: mailslot receive");
    }

    /** The same goes for these. */
    static Stream<String> commands() {
        Stream<String> some = Stream.of("", "send", "ps");
        Stream<String> others = Stream.of(
                "receive",
                "ls",
                "info",
                "df",
                "peek",
                "pipe",
                "create",
                "rm",
                "run",
                "close",
                "duplicate",
                "kill",
                "gc",
                "doctor",
                "check",
                "errors",
                "metrics",
                "demo",
                "example",
                "completion",
                "handles",
                "objects",
                "tree",
                "why",
                "graph",
                "snapshot",
                "diff",
                "wait",
                "event",
                "semaphore",
                "mutex");
        return Cli.EVERYTHING ? Stream.concat(some, others) : some;
    }

    @ParameterizedTest(name = "mailslot {0} --help")
    @MethodSource("commands")
    @Tag("storm")
    void shouldTellVersionAndHelpOfEachCommand(String command, TestHome home) {
        Cli cli = Cli.in(home);

        Outcome help = command.isEmpty() ? cli.run("--help") : cli.run(command, "--help");
        Outcome version = command.isEmpty() ? cli.run("--version") : cli.run(command, "--version");

        assertThat(help.exit()).as(help.toString()).isZero();
        assertThat(help.text()).contains("Example", "mailslot " + command, "--home");
        assertThat(help.errors()).isEmpty();
        assertThat(version.exit()).as(version.toString()).isZero();
        assertThat(version.text()).matches("mailslot \\d+\\.\\d+\\.\\d+\\S*\\R");
        assertThat(version.errors()).isEmpty();
    }

    /** As where an environment has it for all that is Java. */
    @Test
    @Tag("long")
    void shouldTakeAnotherCollector(TestHome home) {
        Outcome outcome = Cli.in(home)
                .through("JAVA_TOOL_OPTIONS=-XX:+UseParallelGC exec \"$0\" \"$@\"")
                .run("--version");

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
    }

    @Test
    @Tag("long")
    void shouldWorkThroughASymbolicLinkFromAnotherDirectory(TestHome home) throws IOException {
        Path folder = Files.createDirectory(home.scratch().resolve("with space"));
        Path inner = Files.createSymbolicLink(folder.resolve("inner"), Cli.script());
        Path link = Files.createSymbolicLink(folder.resolve("slot"), folder.relativize(inner));

        Outcome outcome = Cli.in(home).calledAs(link).run("--version");

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.text()).startsWith("mailslot ");
    }
}
