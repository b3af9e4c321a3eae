package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line accepts and refuses. Nothing here attaches to a home. */
class UsageTest {
    @TempDir
    private Path directory;

    static Stream<Arguments> wrongLines() {
        return Stream.of(
                line("which command? One of receive, send, "),
                line("unknown command 'sned'; did you mean 'send'?", "sned", "orders"),
                line("unknown command 'frobnicate'; the commands are receive, send", "frobnicate"),
                line("unknown option '--bogus'", "send", "orders", "--bogus"),
                line("unknown option '--bogus'", "--bogus"),
                line("unknown option '--tiemout'; did you mean '--timeout'?", "receive", "o", "--tiemout=5s"),
                line("no help on 'sned'; did you mean 'send'?", "help", "sned"),
                line("no help on 'exit-code'; did you mean 'exit-codes'?", "help", "exit-code"),
                line("no help on 'everything'; there is some on receive, send", "help", "everything"),
                line("no example 'usage-cuont'; did you mean 'usage-count'?", "example", "usage-cuont"),
                line("Missing required parameter: 'NAME'", "receive"),
                line("'5x' is not a duration", "receive", "orders", "--timeout", "5x"),
                line("Invalid value for option '--count'", "receive", "orders", "-n", "none"),
                line("Missing required parameter: 'NAME'", "info"),
                line("Missing required parameter: 'NAME'", "peek"),
                line("-n takes a count from 1 up, not 0", "peek", "orders", "-n", "0"),
                line("--at takes a count from 1 up, not 0", "peek", "orders", "--at", "-0"),
                line(
                        "--at takes first, cursor:CURSOR, or a number such as -20, not 'last'",
                        "peek",
                        "o",
                        "--at",
                        "last"),
                line("Missing required parameter for option '--at' (WHERE)", "peek", "orders", "--at"),
                line("--raw, --json are mutually exclusive", "peek", "orders", "--raw", "--json"),
                line("'orders' is one word too many; of one mailslot tells: mailslot info orders", "ls", "orders"),
                line("'orders' is one word too many", "ps", "orders"),
                line("'many' is not a size", "receive", "orders", "--max-size", "many"),
                line("--raw, --json are mutually exclusive", "receive", "orders", "--raw", "--json"),
                line("-n takes a count from 1 up, not 0", "receive", "orders", "-n", "0"),
                line("'coffees' is one word too many; put quotes around", "send", "orders", "two", "coffees"),
                line("give TEXT or --file, not both", "send", "orders", "text", "--file", "f"),
                line("-o is empty; give a file", "graph", "-o", ""),
                line("-n takes a number from 1 up, not 0", "stat", "-n", "0"),
                line("--interval takes 50ms or more, not 1ms", "top", "--interval", "1ms"),
                line("--svg, --dot are mutually exclusive", "graph", "--svg", "--dot"),
                line("--lines reads standard input", "send", "orders", "text", "--lines"),
                line("--lines sends many", "send", "orders", "--lines", "--repeat", "2"),
                line("--repeat takes a number from 1 up, not 0", "send", "orders", "text", "--repeat", "0"),
                line("Invalid value for option '--repeat'", "send", "orders", "--repeat", "none"),
                line("--every needs --repeat", "send", "orders", "text", "--every", "1s"),
                line("all, none or handle numbers", "run", "--inherit", "some", "--", "true"),
                line("Missing required parameter: 'COMMAND'", "run"),
                line("Missing required parameter: 'COMMAND'", "run", "--inherit", "all"),
                line("the cursor's name has U+002F", "rm", "orders", "--cursor", "no/name"),
                line("--at takes first, cursor:CURSOR, or a number", "peek", "orders", "--at", "cursor:"),
                line("'28' is no PID:HANDLE such as 4711:28", "close", "28"),
                line("'4711:x' is no PID:HANDLE", "duplicate", "4711:x", "4712"),
                line("'fly' is no right; there are read, write", "duplicate", "1:4", "2", "--access", "fly"),
                line("Invalid value for positional parameter", "kill", "nobody"),
                line("without a cursor 'orders' would go with this command", "create", "orders"),
                line("-n takes a count from 1 up, not 0", "pipe", "a", "b", "-n", "0"),
                line("Missing required parameter: 'NAME'", "mutex"),
                line("put '--' before true", "mutex", "ledger", "true"),
                line("put '--' before ls", "mutex", "ledger", "ls", "-l"),
                line("put '--' before ./x", "mutex", "a", "./x", "--timeout", "1s", "--", "y"),
                line("put '--' before x", "mutex", "a", "x", "--", "x"),
                line("put '--' before now", "event", "stop", "now", "--hold", "--", "true"),
                line("put '--' before now", "semaphore", "permits", "now", "--release", "1"),
                line(
                        "unknown option '--timout'; did you mean '--timeout'?",
                        "mutex",
                        "ledger",
                        "--timout",
                        "1s",
                        "--",
                        "true"),
                line("unknown option '-l'", "event", "-l", "--", "stop"),
                line("need a COMMAND behind '--'", "mutex", "ledger", "--timeout", "1s"),
                line("--json prints the state", "mutex", "ledger", "--json", "--", "true"),
                line("mutually exclusive", "event", "stop", "--set", "--reset"),
                line("add --hold", "event", "stop", "--manual-reset"),
                line("add --hold", "event", "stop", "--", "true"),
                line("--json prints the state", "event", "stop", "--json", "--set"),
                line("say with --maximum how far", "semaphore", "permits", "--hold"),
                line("cannot begin with 3", "semaphore", "s", "--hold", "--maximum", "2", "--count", "3"),
                line("wait for what? Give --message", "wait"),
                line("mutually exclusive", "wait", "--any", "--all", "--event", "stop"),
                line("Invalid value for option '--process'", "wait", "--process", "shop"),
                line("--config is missing", "bridge"),
                line("there is no 'stat' of a bridge", "bridge", "stat"),
                line("--config is for a bridge that is to run, not for status", "bridge", "status", "--config", "f"),
                line("--json is for 'status'", "bridge", "--config", "f", "--json"),
                line("--machines is missing", "bridge", "nats-config", "--domain", "shop"),
                line("--machines is missing", "bridge", "make-streams", "--config", "f"),
                line("--config is missing", "bridge", "make-streams", "--machines", "A"),
                line("--maker is for 'nats-config'", "bridge", "make-streams", "--maker", "m"),
                line(
                        "--trusting and --maker do not go together",
                        "bridge",
                        "nats-config",
                        "--domain",
                        "shop",
                        "--machines",
                        "A",
                        "--maker",
                        "m",
                        "--trusting"),
                line("--size takes a number from 8 to 16777216, not 7", "bench", "--size", "7"),
                line("--senders takes a number from 1 to 64, not 0", "bench", "--senders", "0"),
                line("--rate takes a number from 1 to 100000000, not 0", "bench", "--rate", "0"),
                line(
                        "a call takes up to 64 MiB, not 128 messages of 1048576 B",
                        "bench",
                        "--size",
                        "1M",
                        "--batch",
                        "128"),
                line("--for takes 100ms to 1h, not 10ms", "bench", "--for", "10ms"),
                line("--compare is for one receiver", "bench", "--compare", "--broadcast"),
                line("there is no such folder", "bench", "--histogram", "missing/file"),
                line("a home of its own; leave --home out", "bench", "--home", "elsewhere"),
                line("the cursor's name is empty", "receive", "orders", "--cursor", ""));
    }

    private static Arguments line(String message, String... arguments) {
        return Arguments.of(message, arguments);
    }

    @ParameterizedTest
    @MethodSource("wrongLines")
    void shouldRefuseWrongCommandLines(String message, String[] arguments) {
        CommandRun run = CommandRun.of(arguments);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("mailslot: ").contains(message).contains("Usage: mailslot", "--help'");
        assertThat(run.err().lines().findFirst().orElseThrow()).contains(message);
        assertThat(run.err().lines().skip(1).filter(line -> line.length() > 80)).isEmpty();
    }

    @Test
    void shouldAskForAMessageRatherThanReadATerminal() {
        CommandRun run = CommandRun.on(new Terminal(true, true, true, 80), "send", "orders");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("mailslot: nothing to send: give TEXT");
    }

    static List<String> commands() {
        return Commands.NAMES.stream().filter(name -> !name.equals("help")).toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldHelpWithEveryCommandOnStandardOutput(String command) {
        CommandRun run = CommandRun.of(command, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Usage: mailslot " + command, "--home", "--verbose", "--version");
        assertThat(run.out()).contains("Examples:\n  mailslot " + command);
        assertFits80Columns(run);
        CommandRun coloured = CommandRun.on(new Terminal(true, true, true, 80), command, "--help");
        assertThat(coloured.exitCode()).isZero();
        assertFits80Columns(coloured);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit-codes", "names", "units", "environment", "signals", "output"})
    void shouldHelpWithWhatAllHaveInCommon(String topic) {
        CommandRun run = CommandRun.of("help", topic);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertFits80Columns(run);
    }

    private static void assertFits80Columns(CommandRun run) {
        String shown = run.out().replaceAll("\u001b\\[[0-9;]*m", ""); // colours take no room
        assertThat(shown.lines()).isNotEmpty().allMatch(line -> line.length() <= 80);
    }

    @Test
    void shouldHelpWithTheWhole() {
        CommandRun run = CommandRun.of("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("receive", "send", "ls", "info", "run", "demo", "example");
        assertThat(run.out().lines().filter(line -> line.length() > 80)).isEmpty();
    }

    @Test
    void shouldHelpByACommandOfThatName() {
        assertThat(CommandRun.of("help").out())
                .isEqualTo(CommandRun.of("--help").out());
        CommandRun send = CommandRun.of("help", "send");
        CommandRun topic = CommandRun.of("help", "exit-codes");

        assertThat(send.exitCode()).isZero();
        assertThat(send.out()).isEqualTo(CommandRun.of("send", "--help").out());
        assertThat(topic.exitCode()).isZero();
        assertThat(topic.out()).startsWith("Exit codes\n").contains("124  the time ran out");
    }

    @Test
    void shouldTellItsVersionBeforeAndAfterACommand() {
        Stream<String[]> alone = Stream.of("--version", "-V").map(option -> new String[] {option});
        Stream<String[]> after = commands().stream().map(command -> new String[] {command, "--version"});
        for (String[] line : Stream.concat(alone, after).toList()) {
            CommandRun run = CommandRun.of(line);
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).startsWith("mailslot ").hasLineCount(1);
            assertThat(run.err()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "ls --json", "--version", "--help", "send --help", "example"})
    void shouldFailIfItsOutputCannotBeWritten(String line) {
        String[] words = (line + " --home " + directory.resolve("missing")).split(" ");
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        CommandRun run = CommandRun.into(full, words);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("mailslot: cannot write to standard output: No space left on device\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"send orders --timeout -1s hi", "send o --file -x", "receive o --home -x"})
    void shouldTellOfAnOptionWhoseValueLooksLikeAnOption(String line) {
        CommandRun run = CommandRun.of(line.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("mailslot: ").contains("Usage: ").doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a//b", "", "..", "\\\\.\\mailslot"})
    void shouldNotTakeANameThatNoMailslotCanHaveForOneThatNobodyHas(String name) {
        CommandRun run = CommandRun.of(
                "info", name, "--home", directory.resolve("missing").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("mailslot: ").contains(name).doesNotContain("create it");
    }

    /** Of a name without quotes shells leave one backslash in front. */
    @Test
    void shouldTellOfANameThatAShellHasTakenBackslashesFrom() {
        CommandRun run = CommandRun.of(
                "info",
                "\\Bmailslotorders",
                "--home",
                directory.resolve("missing").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("single quotes, as in '\\\\B\\mailslot\\orders'");
    }

    @Test
    void shouldSayThatNoBridgeServesAHomeAndMakeNone() {
        Path home = directory.resolve("missing");
        for (String line : new String[] {"bridge status", "computers", "send \\\\B\\mailslot\\orders text"}) {
            CommandRun run = CommandRun.of((line + " --home " + home).split(" "));

            assertThat(run.exitCode()).as(line).isEqualTo(3);
            assertThat(run.err())
                    .isEqualTo("mailslot: no bridge serves the home " + home
                            + "; start one with: mailslot bridge --home " + home + " --config FILE\n");
        }
        assertThat(home).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rm", "send", "create"})
    void shouldRefuseAMalformedNameAndCreateNothing(String command) {
        Path home = directory.resolve("missing");

        CommandRun run = CommandRun.of(command, "--home", home.toString(), "no//name");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("mailslot: ").contains("no//name");
        assertThat(home).doesNotExist();
    }

    @Test
    void shouldShowWhereThereMayBeSomethingToDelete() {
        Path home = directory.resolve("missing");

        CommandRun run = CommandRun.of("rm", "--home", home.toString(), "nothing");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("mailslot ls --home " + home);
        assertThat(home).doesNotExist();
    }

    @Test
    void shouldListAMissingHomeAsEmptyAndNotCreateIt() {
        Path home = directory.resolve("missing");

        CommandRun table = CommandRun.of("ls", "--home", home.toString());
        assertThat(table.exitCode()).isZero();
        assertThat(table.out())
                .isEqualTo("NAME  MESSAGES  NEXT  MAX  TIMEOUT  RECEIVERS  SENDERS  CAPACITY  WHEN-FULL  CURSORS\n");
        assertThat(CommandRun.of("ls", "--no-header", "--home", home.toString()).out())
                .isEmpty();
        assertThat(CommandRun.of("--home", home.toString(), "ls", "--json").out())
                .startsWith("{\"schema\":1,")
                .contains("\"home\":\"" + home + "\",\"layout\":0,")
                .endsWith("\"mailslots\":[],\"unseen\":[]}\n");
        assertThat(home).doesNotExist();
    }

    @Test
    void shouldRefuseAnEmptyHomeInsteadOfTakingTheWorkingDirectory() {
        CommandRun run = CommandRun.of("ls", "--home", "");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("mailslot: --home is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "peek", "send"})
    void shouldShowHowToCreateAMissingMailslotAndCreateNothing(String command) {
        Path home = directory.resolve("missing");

        CommandRun run = CommandRun.of(command, "two words", "--home", home.toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo("mailslot: no mailslot 'two words' in " + home + "; create it with: mailslot receive --home "
                        + home + " 'two words'\n");
        assertThat(home).doesNotExist();
    }
}
