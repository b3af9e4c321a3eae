package io.mailslot.it.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands beside send and receive, and what all of them have in common; as real processes. */
@HomeTest
class CliCommandsTest {
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

    /** To describe one takes as long as all that most commands do. */
    @Test
    void shouldLoadNoOtherCommandThanTheOneThatItRuns(TestHome home) throws IOException {
        assertThat(loadedBy(home, "ls").lines().flatMap(CliCommandsTest::commandClass))
                .containsExactlyInAnyOrder("ListCommand", "LookCommand", "LsCommand");
    }

    /** Looks need neither, and either takes longer than a look. */
    static Stream<String> looks() {
        Stream<String> some = Stream.of("ls");
        Stream<String> others = Stream.of(
                "why orders",
                "peek orders",
                "info orders",
                "df",
                "ps",
                "handles",
                "objects --json",
                "tree",
                "errors",
                "snapshot");
        return Cli.EVERYTHING ? Stream.concat(some, others) : some;
    }

    @ParameterizedTest
    @MethodSource("looks")
    @Tag("storm")
    void shouldLoadNeitherNativeCodeNorChronicleNorALoggerForALook(String look, TestHome home) throws IOException {
        Kernel kernel = home.attach();
        kernel.createMailslot("orders");
        kernel.openMailslot("orders").write("one");

        assertThat(loadedBy(home, look.split(" ")).lines().filter(CliCommandsTest::isTooMuchForALook))
                .isEmpty();
    }

    /** Dates are of no use to a message, and what the JDK knows of those of all languages takes a tenth of the time of a send. */
    @Test
    void shouldLoadNothingOfTerminalsNorOfLanguagesNorOfJsonForASend(TestHome home) throws IOException {
        home.attach().createMailslot("orders");

        assertThat(loadedBy(home, "send", "orders", "one").lines())
                .anyMatch(CliCommandsTest::isHeavy)
                .noneMatch(line -> line.contains(" org.jline")
                        || line.contains(" com.fasterxml")
                        || line.contains(" sun.util.cldr.")
                        || line.contains(" sun.text.resources.cldr."));
    }

    @Test
    void shouldLoadNativeCodeForWhatIsAllocatedWhereThatIsAskedFor(TestHome home) throws IOException {
        home.attach().createMailslot("orders");

        assertThat(loadedBy(home, "ls", "-o", "NAME,ALLOCATED").lines().filter(CliCommandsTest::isHeavy))
                .isNotEmpty()
                .noneMatch(line -> line.contains("net.openhft"));
        assertThat(Cli.in(home).run("ls", "-o", "ALLOCATED", "--no-header").text())
                .matches("[1-9]\\d+\\n");
        assertThat(Cli.in(home).run("info", "orders", "--allocated").text()).containsPattern("allocated +[1-9]");
    }

    /** Formats, too: the classes of regular expressions are there for others, these are not. */
    private static boolean isTooMuchForALook(String loaded) {
        return isHeavy(loaded) || loaded.contains(" org.slf4j.") || loaded.contains(" java.util.Formatter ");
    }

    private static boolean isHeavy(String loaded) {
        return Stream.of("com.sun.jna", "net.openhft", "io.nats", "io.mailslot.remote")
                .anyMatch(loaded::contains);
    }

    private static String loadedBy(TestHome home, String... words) throws IOException {
        Outcome outcome = Cli.in(home)
                .through("MAILSLOT_JAVA_OPTS=\"$MAILSLOT_JAVA_OPTS -Xlog:class+load:file=loaded\" exec \"$0\" \"$@\"")
                .run(words);
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        return Files.readString(home.scratch().resolve("loaded"));
    }

    private static Stream<String> commandClass(String loaded) {
        return Pattern.compile("io\\.mailslot\\.launcher\\.(?:(?:look|sync)\\.)?(\\w+Command) ")
                .matcher(loaded)
                .results()
                .map(found -> found.group(1));
    }

    @Test
    void shouldListAndDescribeMailslotsForPeople(TestHome home, Jvms jvms) {
        fillHome(home, jvms);
        Cli cli = Cli.in(home);

        Outcome list = cli.run("ls");
        Outcome info = cli.run("info", "ORDERS");

        assertThat(list.exit()).as(list.toString()).isZero();
        assertThat(list.errors()).isEmpty();
        assertThat(list.text().lines().toList())
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(0))
                        .startsWith("NAME")
                        .contains("MESSAGES", "CAPACITY", "WHEN-FULL")
                        .doesNotContain("ALLOCATED"))
                .anySatisfy(line -> assertThat(line).matches("orders +2 +3 +424 +1500ms +\\d+ +1 +67108864 +wait +-"))
                .anySatisfy(
                        line -> assertThat(line).matches("shop/empty +0 +- +any +forever +\\d+ +0 +67108864 +wait +-"));
        assertThat(cli.run("ls", "--no-header").text().lines()).hasSize(2);
        assertThat(info.exit()).as(info.toString()).isZero();
        assertThat(info.text())
                .contains(
                        "orders", "424", String.valueOf(ProcessHandle.current().pid()));
    }

    @Test
    void shouldListAndDescribeMailslotsForPrograms(TestHome home, Jvms jvms) {
        fillHome(home, jvms);
        Cli cli = Cli.in(home);

        Outcome list = cli.run("ls", "--json");
        Outcome info = cli.run("info", "orders", "--json");

        String head = "\\{\"schema\":1,\"takenAt\":\"[^\"]+\",\"home\":\"" + home.path() + "\",.*\"mailslots\":\\[";
        String orders =
                "\\{\"name\":\"orders\",\"object\":\"0x[0-9a-f]+\",\"broadcast\":false,\"messages\":2,\"nextSize\":3,"
                        + "\"appended\":2,\"appendedBytes\":8,\"takenBytes\":\\d+,\"maxMessageSize\":424,\"readTimeoutMs\":1500,\"receivers\":\\["
                        + ProcessHandle.current().pid()
                        + "\\],\"ends\":\\[.*\\],\"senders\":1,\"sendersWait\":false,\"allocatedBytes\":-1,\"apparentBytes\":\\d+,"
                        + "\"capacity\":67108864,\"whenFull\":\"wait\",\"missed\":0,\"outboxFor\":null,"
                        + "\"durable\":false,\"cursors\":\\[\\]";
        assertThat(info.exit()).as(info.toString()).isZero();
        assertThat(info.text()).matches(head + orders + "\\}\\],\"unseen\":\\[\\]\\}\n");
        assertThat(list.exit()).as(list.toString()).isZero();
        assertThat(list.text().lines()).hasSize(1);
        assertThat(list.text())
                .containsPattern(head + orders + "\\}")
                .containsPattern(
                        "\"name\":\"shop/empty\",\"object\":\"0x[0-9a-f]+\",\"broadcast\":false,\"messages\":0,"
                                + "\"nextSize\":null")
                .contains("\"readTimeoutMs\":null");
        assertThat(list.errors() + info.errors()).isEmpty();
    }

    @Test
    @Tag("long")
    void shouldTellPeopleWhatIsBroadcastAndWhatWasMissed(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot(
                "\\\\*\\mailslot\\news",
                MailslotOptions.defaults()
                        .withCapacity(MailslotOptions.MIN_CAPACITY)
                        .withWhenFull(WhenFull.DROP_OLDEST));
        assertThat(Cli.in(home).run("info", "news").text())
                .containsPattern("when full +drop-oldest\\n")
                .containsPattern("missed +0\\n");
        Sender sender = kernel.openMailslot("news");
        for (int i = 0; i < 3; i++) {
            sender.write(new byte[500_000]);
        }

        assertThat(Cli.in(home).run("info", "news").text())
                .containsPattern("broadcast +yes\\n")
                .containsPattern("missed +[1-3]\\n");
        kernel.createMailslot("plain");
        assertThat(Cli.in(home).run("info", "plain").text())
                .containsPattern("broadcast +no\\n")
                .containsPattern("when full +wait\\n")
                .doesNotContain("missed");
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

    private static void fillHome(TestHome home, Jvms jvms) {
        Kernel kernel = home.attach();
        kernel.createMailslot(
                "orders", MailslotOptions.defaults().withMaxMessageSize(424).withReadTimeout(Duration.ofMillis(1_500)));
        kernel.createMailslot("shop/empty");
        jvms.start().run(c -> {
            Sender sender = c.kernel().openMailslot("orders");
            sender.write("one");
            sender.write("three");
        });
    }

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
    void shouldListWhatAKilledReceiverLeftUntilSomebodyAttaches(TestHome home, Jvms jvms) {
        Child child = jvms.start();
        child.run(c -> c.kernel().createMailslot("left behind"));
        child.kill();

        assertThat(Cli.in(home).run("ls", "--no-header").text()).startsWith("left behind");
        home.attach();
        assertThat(Cli.in(home).run("ls", "--no-header").text()).isEmpty();
    }

    @Test
    void shouldPassTheExitCodeOfARunProgramOn(TestHome home) {
        Cli cli = Cli.in(home);

        assertThat(cli.run("run", "--", "sh", "-c", "exit 0").exit()).isZero();
        assertThat(cli.run("run", "--", "sh", "-c", "exit 42").exit()).isEqualTo(42);
        assertThat(cli.run("run", "--", "sh", "-c", "kill -9 $$").exit()).isEqualTo(137);
        Outcome missing = cli.run("run", "--", "/nonexistent/program");
        assertThat(missing.exit()).isEqualTo(3);
        assertThat(missing.errors()).contains("/nonexistent/program");
    }

    @Test
    @Tag("long")
    void shouldNotSayThatAScriptIsMissingWhoseInterpreterIs(TestHome home) throws IOException {
        Path script = Files.writeString(home.scratch().resolve("script"), "#!/nonexistent/interpreter\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));

        Outcome outcome = Cli.in(home).run("run", "--", script.toString());

        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(3);
        assertThat(outcome.errors()).contains("'" + script + "' is there");
    }

    @Test
    @Tag("long")
    void shouldGiveARunProgramItsStreamsAndArguments(TestHome home) {
        Outcome outcome = Cli.in(home)
                .runWith(
                        "input".getBytes(UTF_8),
                        "run",
                        "sh",
                        "-c",
                        "cat; echo \" $1 $2\"; echo oops >&2",
                        "sh",
                        "--help",
                        "-n");

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.text()).isEqualTo("input --help -n\n");
        assertThat(outcome.errors()).isEqualTo("oops\n");
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

    @Test
    void shouldSayWhatIsWrongWithTheHomeInOneLine(TestHome home) throws IOException {
        Path file = Files.writeString(home.scratch().resolve("file"), "x");

        Outcome outcome = Cli.in(home).run("send", "--home", file.toString(), "a", "b");

        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(3);
        assertThat(outcome.errors())
                .isEqualTo("mailslot: " + file + " is no home: it is no directory; name the directory of a home\n");
    }

    @Test
    @Tag("long")
    void shouldNameWhatMayHaveBeenMeant(TestHome home, Jvms jvms) {
        fillHome(home, jvms);
        Cli cli = Cli.in(home);

        for (String line : new String[] {"info order", "send oders text", "rm ordres"}) {
            Outcome outcome = cli.run(line.split(" "));

            assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(3);
            assertThat(outcome.errors()).endsWith("; did you mean 'orders'?\n").hasLineCount(1);
        }
        assertThat(cli.run("info", "something-else").errors()).contains("create it with: mailslot receive");
    }

    @Test
    @Tag("long")
    void shouldPlayTheDemoWithAllItsScenes(TestHome home) {
        Outcome outcome = Cli.in(home).run("demo");

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.text())
                .contains(
                        "Scene 1: one receiver, two senders",
                        "Scene 2: a child inherits a handle",
                        "Scene 3: no flag, no handle",
                        "Scene 4: a child waits for its parent's end",
                        "Scene 5: a handle for a running process",
                        "Scene 6: a message or the child's end, whichever comes first")
                .containsPattern("demo: (\\d+) of \\1 checks held")
                .doesNotContain("FAILED");
        assertThat(outcome.errors()).isEmpty();
    }
}
