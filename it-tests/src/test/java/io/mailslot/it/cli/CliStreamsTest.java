package io.mailslot.it.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command with streams that are full, closed, or have lost their reader: nothing is lost in silence. */
@ExtendWith(TestHomeExtension.class)
@Tag("storm")
class CliStreamsTest {
    private static final int FAILURE = 1;
    private static final int UNKNOWN = 3;

    /** A command line, and whether it has something to print. */
    enum Line {
        VERSION(true, "--version"),
        HELP(true, "--help"),
        HELP_OF_ONE(true, "send --help"),
        HELP_BY_COMMAND(true, "help"),
        HELP_ON_TOPIC(true, "help exit-codes"),
        LS(true, "ls"),
        LS_JSON(true, "ls --json"),
        INFO(true, "info kept"),
        INFO_JSON(true, "info kept --json"),
        DF(true, "df"),
        PEEK(true, "peek kept"),
        PEEK_JSON(true, "peek kept --json"),
        PS(true, "ps"),
        HANDLES(true, "handles"),
        OBJECTS(true, "objects --json"),
        TREE_JSON(true, "tree --json"),
        WHY(true, "why kept"),
        DOCTOR(true, "doctor"),
        DOCTOR_JSON(true, "doctor --json"),
        CHECK(true, "check"),
        ERRORS(true, "errors"),
        METRICS(true, "metrics"),
        METRICS_FILE(false, "metrics -o metrics.prom"),
        TOP(true, "top -n 1 --interval 50ms"),
        STAT(true, "stat kept -n 1 --interval 50ms"),
        STAT_JSON(true, "stat -n 1 --interval 50ms --json"),
        GRAPH(true, "graph kept"),
        GRAPH_HTML(true, "graph --html"),
        GRAPH_FILE(false, "graph -o drawing.svg"),
        SNAPSHOT(true, "snapshot"),
        DIFF(true, "diff before"),
        RECEIVE(true, "receive kept --cursor c --drain"),
        RECEIVE_JSON(true, "receive kept --cursor c --json -n 2"),
        EXAMPLES(true, "example"),
        EXAMPLE(true, "example inherit"),
        DEMO(true, "demo"),
        BENCH(true, "bench --for 100ms --rate 100"),
        BENCH_JSON(true, "bench --for 100ms --rate 100 --json --broadcast"),
        COMPLETION(true, "completion bash"),
        SEND(false, "send kept text"),
        PIPE(false, "pipe kept spare --cursor c --drain"),
        CREATE(false, "create fresh --cursor c"),
        RM(false, "rm spare"),
        GC(true, "gc --json"),
        WAIT(true, "wait --message kept --timeout 5s"),
        EVENT(false, "event stop --hold -- true"),
        SEMAPHORE(false, "semaphore permits --hold --maximum 2 -- true"),
        MUTEX(false, "mutex ledger -- true"),
        RUN(false, "run -- true");

        private final boolean prints;
        private final String[] words;

        Line(boolean prints, String words) {
            this.prints = prints;
            this.words = words.split(" ");
        }

        /** Monitoring takes 1 for a warning. */
        private int failure() {
            return this == CHECK ? UNKNOWN : FAILURE;
        }

        private void assertFailedIfItPrints(Outcome outcome, String errors) {
            assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(prints ? failure() : 0);
            assertThat(outcome.errors()).isEqualTo(prints ? errors : "");
        }
    }

    /** The lines of a check: all of them behind the profile "storm", else these. */
    private static Set<Line> lines(Line... some) {
        return Cli.EVERYTHING ? EnumSet.allOf(Line.class) : EnumSet.copyOf(List.of(some));
    }

    static Set<Line> onAFullDisk() {
        return lines(Line.VERSION, Line.LS, Line.PEEK, Line.GRAPH_HTML, Line.SNAPSHOT, Line.RECEIVE);
    }

    static Set<Line> withoutOutput() {
        return lines(Line.LS_JSON, Line.RECEIVE_JSON, Line.RM);
    }

    static Set<Line> withoutAReader() {
        return lines(Line.PS, Line.RECEIVE, Line.RUN);
    }

    static Set<Line> withAReaderOfOneLine() {
        return lines(Line.HANDLES, Line.METRICS, Line.RECEIVE_JSON, Line.PIPE);
    }

    static Set<Line> withoutInputAndError() {
        return lines(Line.DOCTOR, Line.RECEIVE, Line.RUN, Line.MUTEX);
    }

    static Set<Line> withoutAnyStream() {
        return lines(Line.LS, Line.TOP, Line.RECEIVE, Line.SEND);
    }

    /** What "snapshot" prints of a home in which nothing is, and which one that was. */
    private static String empty;

    private static String emptyHome;

    private TestHome home;

    @BeforeEach
    void fill(TestHome made) throws IOException {
        home = made;
        if (empty == null) {
            empty = Cli.in(home).run("snapshot").text();
            emptyHome = home.path().toString();
        }
        Files.writeString(
                home.scratch().resolve("before"),
                empty.replace(emptyHome, home.path().toString()));
        try (Kernel kernel = Kernel.attach(home.options());
                Receiver kept =
                        kernel.createMailslot("kept", MailslotOptions.defaults().withCursor("c"));
                Receiver spare = kernel.createMailslot(
                        "spare", MailslotOptions.defaults().withCursor("c"));
                Sender sender = kernel.openMailslot("kept")) {
            assertThat(spare.poll().or(kept::poll)).isEmpty();
            sender.write("one".getBytes(UTF_8));
            sender.write("two".getBytes(UTF_8));
        }
        home.letFilesStay(); // those of durable mailslots do
    }

    @ParameterizedTest
    @MethodSource("onAFullDisk")
    void shouldFailOnAFullDisk(Line line) {
        Outcome outcome = Cli.in(home).through("exec \"$0\" \"$@\" >/dev/full").run(line.words);

        line.assertFailedIfItPrints(outcome, "mailslot: cannot write to standard output: No space left on device\n");
    }

    @ParameterizedTest
    @MethodSource("withoutOutput")
    void shouldFailWithoutStandardOutput(Line line) {
        Outcome outcome = Cli.in(home).through("exec \"$0\" \"$@\" >&-").run(line.words);

        line.assertFailedIfItPrints(outcome, "mailslot: cannot write to standard output: it is closed\n");
    }

    @ParameterizedTest
    @MethodSource("withoutAReader")
    void shouldFailQuietlyWhenItsReaderHasGone(Line line) {
        Outcome outcome = Cli.in(home).through(Cli.WITHOUT_A_READER).run(line.words);

        line.assertFailedIfItPrints(outcome, "");
    }

    @ParameterizedTest
    @MethodSource("withAReaderOfOneLine")
    void shouldLeaveNoTraceOfAReaderThatTakesOneLine(Line line) {
        Outcome outcome = Cli.in(home)
                .through("\"$0\" \"$@\" | head -n 1; exit ${PIPESTATUS[0]}")
                .run(line.words);

        assertThat(outcome.exit()).as(outcome.toString()).isIn(0, line.failure());
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.text().lines()).hasSize(line.prints ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("withoutInputAndError")
    void shouldWorkWithoutStandardInputAndError(Line line) {
        assumeTrue(line != Line.DEMO, "takes long");

        Outcome outcome = Cli.in(home).through("exec \"$0\" \"$@\" <&- 2>&-").run(line.words);

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.text().isEmpty()).isEqualTo(!line.prints);
    }

    @ParameterizedTest
    @MethodSource("withoutAnyStream")
    void shouldWriteIntoNoFileWithoutAnyStream(Line line) throws IOException {
        Outcome outcome =
                Cli.in(home).through("exec \"$0\" \"$@\" <&- >&- 2>&-").run(line.words);

        line.assertFailedIfItPrints(outcome, "");
        assertNothingSaid();
    }

    @Test
    void shouldNotTakeFilesOfJavaForStreamsWhenTheJarIsStarted() throws IOException {
        Cli closed = Cli.jarIn(home).through("exec \"$0\" \"$@\" <&- >&- 2>&-");
        Cli noOutput = Cli.jarIn(home).through("exec \"$0\" \"$@\" >&-");

        for (String line : List.of("send kept --lines", "send kept -")) {
            assertThat(closed.run(line.split(" ")).exit()).as(line).isEqualTo(FAILURE);
        }
        assertThat(closed.run("send", "nobody", "text").exit()).isEqualTo(3);
        assertThat(closed.run("run", "--", "cat").exit()).isZero();
        for (String line : List.of("--version", "ls", "receive kept --cursor c --drain")) {
            Outcome lost = noOutput.run(line.split(" "));
            assertThat(lost.exit()).as(lost.toString()).isEqualTo(FAILURE);
            assertThat(lost.errors()).contains("cannot write to standard output: it is closed");
        }
        assertNothingSaid();
    }

    @Test
    void shouldSayThatThereIsNoInputToSend() {
        for (String line : List.of("send kept -", "send kept --lines", "example mail-sender")) {
            Outcome outcome = Cli.in(home).withoutInput().run(line.split(" "));

            assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(FAILURE);
            if (line.startsWith("send")) {
                assertThat(outcome.errors())
                        .isEqualTo("mailslot: cannot read standard input: it is closed; give TEXT or --file FILE\n");
            }
        }
    }

    @Test
    void shouldKeepWhatTheJvmSaysFromStandardOutput() {
        Outcome outcome = Cli.in(home)
                .through("MAILSLOT_JAVA_OPTS='-XX:+UseLargePages -XX:LargePageSizeInBytes=1g' exec \"$0\" \"$@\"")
                .run("--version");

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.text()).startsWith("mailslot ").hasLineCount(1);
        assertThat(outcome.errors()).contains("warning");
    }

    @Test
    void shouldTakeWordsWithAnAtSignAsTheyAre() throws IOException {
        Files.writeString(home.scratch().resolve("one"), "content of a file");
        Cli cli = Cli.in(home);

        assertThat(cli.run("send", "kept", "@one").exit()).isZero();
        assertThat(cli.run("run", "--", "echo", "@one").text()).isEqualTo("@one\n");
        assertThat(cli.run("receive", "kept", "--cursor", "c", "--drain").text())
                .isEqualTo("one\ntwo\n@one\n");
    }

    /** Neither data nor an error is in a file of the home. */
    private void assertNothingSaid() throws IOException {
        try (Stream<Path> files = LiveTree.walk(home.path())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.size(file) > 1 << 20 ? "" : new String(Files.readAllBytes(file), ISO_8859_1);
                assertThat(content.contains("mailslot: ") || content.contains("{\"mailslot"))
                        .as("a stream ended in " + file)
                        .isFalse();
            }
        }
    }
}
