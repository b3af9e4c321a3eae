package io.mailslot.it.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people see on a terminal, and what goes through a pipe instead. */
@ExtendWith(TestHomeExtension.class)
class CliTerminalTest {
    private static final String HEADER =
            "NAME +MESSAGES +NEXT +MAX +TIMEOUT +RECEIVERS +SENDERS +CAPACITY +WHEN-FULL +CURSORS";

    private static final String RED = "\u001b[31mred\u001b[0m\r\u0007";

    @Test
    void shouldSpellOutOnATerminalWhatWouldBeObeyed(TestHome home) {
        try (Kernel kernel = Kernel.attach(home.options());
                Receiver receiver =
                        kernel.createMailslot("m", MailslotOptions.defaults().withCursor("c"));
                Sender sender = kernel.openMailslot("m")) {
            assertThat(receiver.poll()).isEmpty();
            for (int i = 0; i < 4; i++) {
                sender.write((RED + "\ttab\nline \u009b2J").getBytes(UTF_8));
            }
            sender.write(new byte[] {(byte) 0xff, 'x'});
        }
        home.letFilesStay(); // those of durable mailslots do
        String[] one = {"receive", "m", "--cursor", "c", "-n", "1"};
        Cli terminal = Cli.in(home).onTerminal(80);

        Outcome seen = terminal.run(one);
        Outcome raw = terminal.run("receive", "m", "--cursor", "c", "-n", "1", "--raw");
        Outcome json = terminal.run("receive", "m", "--cursor", "c", "-n", "1", "--json");
        Outcome piped = Cli.in(home).run(one);
        Outcome noText = terminal.run(one);

        assertThat(seen.text()).isEqualTo("\\x1b[31mred\\x1b[0m\\x0d\\x07\ttab\r\nline \\x9b2J\r\n");
        assertThat(raw.text()).isEqualTo(RED + "\ttab\r\nline \u009b2J");
        assertThat(json.text()).contains("\\u001B[31mred", "\\u009b2J").doesNotContain("\u001b", "\u009b");
        assertThat(piped.text()).isEqualTo(RED + "\ttab\nline \u009b2J\n");
        assertThat(noText.text()).isEqualTo("\\xffx\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 160})
    void shouldFitItsTablesToTheTerminal(int columns, TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot("orders");
        kernel.createMailslot("a/name/that/is/much/longer/than/anybody/needs/but/fits/into/a/mailslot/number/17");

        List<String> lines = lines(Cli.in(home).onTerminal(columns).run("ls"));

        assertThat(lines)
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
        assertThat(lines.get(0)).startsWith("NAME").contains("MESSAGES", "RECEIVERS");
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("a/name/")
                        .containsPattern(columns == 160 ? "anybody/needs.*17 " : "\u2026.*17 "));
        if (columns == 160) {
            assertThat(lines.get(0)).matches(HEADER);
        }
    }

    @Test
    void shouldLeaveNothingOutForWhoeverHasRoomOrAsks(TestHome home) {
        home.attach().createMailslot("orders");
        Cli terminal = Cli.in(home).onTerminal(80);

        assertThat(lines(terminal.run("ls", "--wide")).get(0)).matches(HEADER);
        assertThat(lines(Cli.in(home).through("COLUMNS=40 exec \"$0\" \"$@\"").run("ls"))
                        .get(0))
                .matches(HEADER);
        assertThat(lines(terminal.through("COLUMNS=160 exec \"$0\" \"$@\"").run("ls"))
                        .get(0))
                .matches(HEADER);
    }

    /** As in an editor's shell, and where a script gives no environment to what it starts. */
    @ParameterizedTest
    @ValueSource(strings = {"TERM=dumb", "-u TERM"})
    void shouldDrawNothingOnATerminalThatObeysNothing(String environment, TestHome home) {
        home.attach().createMailslot("orders");
        Cli terminal = Cli.in(home).onTerminal(80).through("exec env " + environment + " \"$0\" \"$@\"");

        Outcome outcome = terminal.run("ls", "--watch=50ms", "--count", "2");

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.text()).contains("orders").doesNotContain("\u001b");
    }

    /** What no terminal has is not believed, and the terminal asked. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "x", "-3", "100000"})
    void shouldNotBelieveWidthsThatNoTerminalHas(String columns, TestHome home) {
        home.attach().createMailslot("orders");

        Outcome outcome = Cli.in(home)
                .onTerminal(160)
                .through("COLUMNS=" + columns + " exec \"$0\" \"$@\"")
                .run("ls");

        assertThat(lines(outcome).get(0)).matches(HEADER);
    }

    /** Help on what there is to help with is measured in the launcher's own tests, too; all of it here behind the profile "storm". */
    static Stream<String> pages() {
        Stream<String> some = Stream.of(
                "--help",
                "help send",
                "help exit-codes",
                "receive --help",
                "ps",
                "handles",
                "objects",
                "tree",
                "stat -n 1 --interval 50ms",
                "graph",
                "info orders",
                "df",
                "example",
                "example usage-count");
        Stream<String> others =
                Stream.of("names", "units", "environment", "signals", "output").map(topic -> "help " + topic);
        Stream<String> commands = Stream.of(
                        "send",
                        "ls",
                        "info",
                        "df",
                        "peek",
                        "ps",
                        "handles",
                        "objects",
                        "tree",
                        "why",
                        "top",
                        "stat",
                        "graph",
                        "snapshot",
                        "diff",
                        "pipe",
                        "create",
                        "rm",
                        "wait",
                        "event",
                        "semaphore",
                        "mutex",
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
                        "completion")
                .map(command -> command + " --help");
        return Cli.EVERYTHING
                ? Stream.of(some, Stream.of("help"), others, commands).flatMap(each -> each)
                : some;
    }

    @ParameterizedTest
    @MethodSource("pages")
    @Tag("storm")
    void shouldFit80Columns(String line, TestHome home) {
        home.attach().createMailslot("orders");

        Outcome outcome = Cli.in(home).onTerminal(80).run(line.split(" "));

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(lines(outcome))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.length()).isLessThanOrEqualTo(80));
    }

    private static List<String> lines(Outcome outcome) {
        String shown = outcome.text().replaceAll("\u001b\\[[0-9;]*m", ""); // colours take no room
        return shown.lines().map(String::stripTrailing).toList();
    }
}
