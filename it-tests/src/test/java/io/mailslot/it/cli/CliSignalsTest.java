package io.mailslot.it.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.Synchronization;
import io.mailslot.api.EventOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Cli.Running;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** SIGTERM and Ctrl-C end every command, with their codes and without a word; what {@code run} is sent is for its program. */
@ExtendWith(TestHomeExtension.class)
class CliSignalsTest {
    private static final int CTRL_C = 130;
    private static final int TERMINATED = 143;

    /** Standard output is a pipe that is full, and of which the command holds the other end: it waits for ever. */
    private static final String INTO_A_FULL_PIPE =
            "mkfifo full; exec 9<>full; head -c 65536 /dev/zero >&9; exec \"$0\" \"$@\" >full";

    /** Says what it is sent, and ends with 7. */
    private static final String TELLER =
            "trap 'kill $p; echo got TERM; exit 7' TERM; trap 'kill $p; echo got HUP; exit 7' HUP;"
                    + " sleep 97 & p=$!; echo ready; wait $p";

    private static final List<String> WAITING = List.of("INT", "TERM", "HUP");

    private static final Map<String, Integer> CODES = Map.of("INT", CTRL_C, "TERM", TERMINATED, "HUP", 129);

    private TestHome home;

    @BeforeEach
    void fill(TestHome made) {
        home = made;
        try (Kernel kernel = Kernel.attach(home.options());
                Receiver kept =
                        kernel.createMailslot("kept", MailslotOptions.defaults().withCursor("c"));
                Sender sender = kernel.openMailslot("kept")) {
            assertThat(kept.poll()).isEmpty();
            sender.write("one".getBytes(UTF_8));
            sender.write("two".getBytes(UTF_8));
        }
        home.letFilesStay(); // those of durable mailslots do
    }

    /** A line of each command with one of both signals; each line with both behind the profile "storm". */
    static Stream<Arguments> printers() {
        List<String> some = List.of(
                "--version",
                "help names",
                "ls",
                "info kept",
                "peek kept",
                "ps --watch=100ms",
                "tree --json --watch",
                "why kept",
                "stat --interval 100ms",
                "graph --svg",
                "snapshot",
                "gc --json",
                "metrics --listen 0",
                "receive kept --cursor c -n 1",
                "wait --message kept",
                "example inherit",
                "demo");
        List<String> others = List.of(
                "--help",
                "top --json --interval 100ms",
                "ls --json",
                "df",
                "doctor",
                "check",
                "errors",
                "metrics",
                "peek kept --raw",
                "completion zsh",
                "example",
                "bench --for 100ms --rate 100");
        return Cli.EVERYTHING
                ? Stream.concat(some.stream(), others.stream())
                        .flatMap(line -> Stream.of(Arguments.of(line, true), Arguments.of(line, false)))
                : some.stream().map(line -> Arguments.of(line, some.indexOf(line) % 2 == 0));
    }

    @ParameterizedTest
    @MethodSource("printers")
    @Tag("storm")
    void shouldEndWhileItPrints(String line, boolean term) throws IOException {
        Path temporary = Files.createDirectory(home.scratch().resolve("temporary"));
        Running running =
                Cli.in(home).withTemporary(temporary).through(INTO_A_FULL_PIPE).start(line.split(" "));
        Deadline.await(line + " waits for its reader")
                .until(() -> running.isWriting() || !running.process().isAlive());

        running.signal(term ? "TERM" : "INT");

        assertEnd(running.outcome(), term ? TERMINATED : CTRL_C);
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    /** Each of some commands with another signal; with all of them behind the profile "storm". */
    static IntStream turns() {
        return IntStream.range(0, Cli.EVERYTHING ? WAITING.size() : 1);
    }

    @ParameterizedTest
    @MethodSource("turns")
    @Tag("storm")
    void shouldEndWhileItWaits(int turn) {
        Cli cli = Cli.in(home);
        Running receive = cli.start("receive", "kept", "--cursor", "c");
        Deadline.await("the messages are printed")
                .untilAsserted(() -> assertThat(receive.output()).hasContent("one\ntwo"));
        Running send = cli.start("send", "kept", "--lines");
        Running pipe = cli.start("pipe", "other", "kept", "--cursor", "c");
        Running mail = cli.start("example", "mail-receiver");
        Deadline.await("the mailslot is open for writing")
                .until(() -> HomeInspector.inspect(home.path()).orElseThrow().mailslots().stream()
                        .anyMatch(mailslot -> mailslot.senders() > 0));
        Deadline.await("the example waits")
                .untilAsserted(() -> assertThat(mail.output()).content().contains("Message"));

        Deadline.await("the pipe waits")
                .until(() -> HomeInspector.inspect(home.path()).orElseThrow().processes().stream()
                        .anyMatch(
                                process -> process.processId() == pipe.process().pid()
                                        && !process.waits().isEmpty()));

        List<Running> all = List.of(receive, send, mail, pipe);
        for (int i = 0; i < all.size(); i++) {
            String signal = WAITING.get((turn + i) % WAITING.size());
            all.get(i).signal(signal);
            assertEnd(all.get(i).outcome(), CODES.get(signal));
        }
    }

    /** For objects, and while others hold on to them; each with another signal, with all of them behind the profile "storm". */
    @ParameterizedTest
    @MethodSource("turns")
    @Tag("storm")
    void shouldEndWhileItWaitsForObjects(int turn) {
        Synchronization objects = home.attach().synchronization();
        objects.createMutex(MutexOptions.defaults().withName("ledger").withInitiallyOwned(true));
        objects.createEvent(EventOptions.defaults().withName("stop"));
        Cli cli = Cli.in(home);
        List<Running> all = List.of(
                cli.start("wait", "--event", "stop"),
                cli.start("mutex", "ledger", "--", "echo", "ran"),
                cli.start("event", "held", "--hold"));
        Deadline.await("they wait")
                .until(() -> HomeInspector.inspect(home.path()).orElseThrow().objects().stream()
                                .filter(object ->
                                        object.waitedFor() || object.name().equals("held"))
                                .count()
                        == all.size());

        for (int i = 0; i < all.size(); i++) {
            String signal = WAITING.get((turn + i) % all.size());
            all.get(i).signal(signal);
            Outcome outcome = all.get(i).outcome();
            assertEnd(outcome, CODES.get(signal));
            assertThat(outcome.text()).isEmpty();
        }
    }

    private static void assertEnd(Outcome outcome, int code) {
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(code);
        assertThat(outcome.errors()).isEmpty();
    }

    static Stream<Arguments> runners() {
        return Stream.of(
                        Arguments.of("run", "TERM"),
                        Arguments.of("run", "HUP"),
                        Arguments.of("mutex ledger", "TERM"),
                        Arguments.of("mutex ledger", "HUP"),
                        Arguments.of("event held --hold", "TERM"))
                .limit(Cli.EVERYTHING ? Long.MAX_VALUE : 3);
    }

    @ParameterizedTest
    @MethodSource("runners")
    @Tag("storm")
    void shouldPassASignalOnToTheProgramThatItRuns(String runner, String signal) {
        List<String> words = new ArrayList<>(List.of(runner.split(" ")));
        words.addAll(List.of("--", "bash", "-c", TELLER));
        Running running = Cli.in(home).start(words.toArray(String[]::new));
        Deadline.await("the program waits")
                .untilAsserted(() -> assertThat(running.output()).hasContent("ready"));

        running.signal(signal);

        Outcome outcome = running.outcome();
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(7);
        assertThat(outcome.text()).isEqualTo("ready\ngot " + signal + "\n");
        assertThat(outcome.errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "HUP, 129"})
    @Tag("long")
    void shouldEndWithAProgramThatASignalEnds(String signal, int code) {
        Running running = Cli.in(home).start("run", "--", "sh", "-c", "echo ready; exec sleep 97");
        Deadline.await("the program runs")
                .untilAsserted(() -> assertThat(running.output()).hasContent("ready"));

        running.signal(signal);

        assertEnd(running.outcome(), code);
    }

    @Test
    void shouldPrintItsThreadsWhereNobodyReadsData() {
        Running running = Cli.in(home).start("run", "--", "bash", "-c", TELLER);
        Deadline.await("the program waits")
                .untilAsserted(() -> assertThat(running.output()).hasContent("ready"));

        running.signal("QUIT");
        Deadline.await("it prints its threads")
                .untilAsserted(() -> assertThat(running.errors()).content().contains("Full thread dump"));
        running.signal("TERM");

        Outcome outcome = running.outcome();
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(7);
        assertThat(outcome.text()).isEqualTo("ready\ngot TERM\n");
    }

    @Test
    void shouldLeaveCtrlCToTheProgramThatItRuns() {
        Running running = Cli.in(home)
                .start(
                        "run",
                        "--",
                        "bash",
                        "-c",
                        "trap 'kill $p; echo late; exit 8' TERM; sleep 97 & p=$!; echo ready; wait $p");
        Deadline.await("the program waits")
                .untilAsserted(() -> assertThat(running.output()).hasContent("ready"));

        running.signal("INT");
        running.signal("TERM");

        Outcome outcome = running.outcome();
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(8);
        assertThat(outcome.text()).isEqualTo("ready\nlate\n");
    }
}
