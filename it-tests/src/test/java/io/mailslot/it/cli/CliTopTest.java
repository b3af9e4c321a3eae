package io.mailslot.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Cli.Running;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import io.mailslot.it.harness.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code top} and {@code stat} show of programs that live, and how {@code top} leaves a terminal. */
@ExtendWith(TestHomeExtension.class)
class CliTopTest {
    private static final String HEADER = "NAME +▼?IN/s +OUT/s";

    /** The terminal's modes, as a line that the shell prints. */
    private static void tellModes(Tmux terminal, String name) {
        terminal.press("clear; echo " + name + "-$(stty -g | cksum)-$?", "Enter");
        terminal.awaitLine("^" + name + "-[0-9 ]+-0");
    }

    private static String modes(Tmux terminal, String name) {
        return terminal.lines().stream()
                .filter(line -> line.startsWith(name + "-"))
                .findFirst()
                .orElseThrow()
                .substring(name.length());
    }

    /** The main screen, with a cursor, and lines that are echoed: as before. */
    private static void assertIsAsBefore(Tmux terminal, String before) {
        Deadline.await("the screen of before")
                .untilAsserted(() -> assertThat(terminal.told("#{alternate_on} #{cursor_flag}"))
                        .isEqualTo("0 1"));
        tellModes(terminal, "after");
        assertThat(modes(terminal, "after")).isEqualTo(before);
    }

    @Test
    void shouldShowWhatGoesOnAndLeaveTheTerminalAsItWas(TestHome home) {
        home.attach().createMailslot("orders");
        Cli cli = Cli.in(home);
        Running images = cli.receive("images", "--capacity", "1M");
        Running sender = cli.start("send", "orders", "coffee", "--repeat", "1000000", "--every", "5ms");
        try (Tmux terminal = Tmux.in(home, 80, 24)) {
            tellModes(terminal, "before");
            String before = modes(terminal, "before");
            terminal.press("mailslot top --interval 200ms; echo ended with $?", "Enter");
            terminal.awaitLine("orders +[1-9][0-9.]+ +0 +");
            assertThat(terminal.told("#{alternate_on} #{cursor_flag}")).isEqualTo("1 0");

            images.signal("STOP");
            terminal.awaitLine(images.process().pid() + " .*STOPPED .*receiver images +mailslot");
            terminal.awaitLine("\\(1 STOPPED\\)");
            terminal.press("s", "s");
            terminal.awaitLine("▼IN/s");
            terminal.press("/", "imag", "Enter");
            terminal.await(
                    "only what has to do with images", lines -> lines.stream().noneMatch(l -> l.contains("orders  ")));
            terminal.press("Enter");
            terminal.awaitLine("process " + images.process().pid() + " .* is alive but STOPPED");
            terminal.press("Escape");
            terminal.awaitLine(HEADER);
            terminal.press("q");
            terminal.awaitLine("^ended with 0");
            assertIsAsBefore(terminal, before);
        }
        for (Running running : List.of(images, sender)) {
            running.signal("KILL");
            assertThat(running.outcome().exit()).isEqualTo(137);
        }
    }

    @Test
    void shouldBeStoppedContinuedAndResized(TestHome home) {
        home.attach().createMailslot("orders");
        try (Tmux terminal = Tmux.in(home, 80, 24)) {
            tellModes(terminal, "before");
            String before = modes(terminal, "before");
            terminal.press("mailslot top; echo ended with $?", "Enter");
            terminal.awaitLine(HEADER);

            terminal.press("C-z");
            terminal.awaitLine("Stopped");
            assertIsAsBefore(terminal, before);
            terminal.resize(160, 50);
            terminal.press("fg", "Enter");
            terminal.awaitLine(HEADER + ".*IN, LAST 60 TICKS");
            terminal.resize(80, 10);
            terminal.await(
                    "keys in the last of ten lines",
                    lines -> lines.size() == 10 && lines.get(9).endsWith("q quit"));
            terminal.press("C-c");

            assertIsAsBefore(terminal, before);
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "HUP, 129", "INT, 130"})
    @Tag("storm")
    void shouldLeaveTheTerminalAsItWasWhenItIsSentASignal(String signal, int code, TestHome home)
            throws IOException, InterruptedException {
        Assumptions.assumeTrue(Cli.EVERYTHING || signal.equals("TERM"));
        home.attach().createMailslot("orders");
        try (Tmux terminal = Tmux.in(home, 80, 24)) {
            tellModes(terminal, "before");
            String before = modes(terminal, "before");
            terminal.press("(echo $BASHPID >pid; exec mailslot top); echo ended with $?", "Enter");
            terminal.awaitLine(HEADER);
            terminal.press("p");
            terminal.awaitLine("PAUSED");

            String pid = Files.readString(home.scratch().resolve("pid")).strip();
            assertThat(new ProcessBuilder("kill", "-s", signal, pid).start().waitFor())
                    .isZero();

            terminal.awaitLine("^ended with " + code);
            assertIsAsBefore(terminal, before);
        }
    }

    @Test
    void shouldPrintLinesWhereThereIsNoTerminalAndLoadNothingForOne(TestHome home) throws IOException {
        home.attach().createMailslot("orders");

        Outcome top = Cli.in(home)
                .through("MAILSLOT_JAVA_OPTS=\"$MAILSLOT_JAVA_OPTS -Xlog:class+load:file=classes\" exec \"$0\" \"$@\"")
                .run("top", "-n", "2", "--interval", "50ms");

        assertThat(top.exit()).as(top.toString()).isZero();
        assertThat(top.errors()).isEmpty();
        assertThat(top.text().lines().toList())
                .hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("TIME +NAME +IN/s +OUT/s +MB/s +UNREAD +FILL% +RECV +SEND +MISSED"),
                        line -> assertThat(line).matches("\\S+Z +orders +0.0 +0.0 +0.000 +0 +0 +1 +0 +0"),
                        line -> assertThat(line).contains(" orders "));
        assertThat(top.text().lines().map(line -> line.replaceFirst("^\\S+", "").length()))
                .as("each row is below the names, whatever the time is like")
                .satisfies(lengths -> assertThat(lengths.get(2)).isEqualTo(lengths.get(1)));
        Path classes = home.scratch().resolve("classes");
        try (Stream<String> loaded = Files.lines(classes)) {
            assertThat(loaded).anyMatch(line -> line.contains("io.mailslot.launcher.top.Lines "));
        }
        try (Stream<String> loaded = Files.lines(classes)) {
            assertThat(loaded).noneMatch(line -> line.contains("org.jline."));
        }
    }

    @Test
    void shouldSayWhatHelpsWhereItHasNoPlaceForTemporaryFiles(TestHome home) {
        home.attach().createMailslot("orders");
        Cli terminal =
                Cli.in(home).withTemporary(home.scratch().resolve("missing")).onTerminal(80);

        Outcome screen = terminal.run("top", "-n", "1");
        Outcome lines = terminal.run("top", "-n", "1", "--batch", "--interval", "50ms");

        assertThat(screen.exit()).as(screen.toString()).isEqualTo(1);
        assertThat(screen.text()).contains("a screen takes a folder for temporary files", "--batch");
        assertThat(lines.exit()).as(lines.toString()).isZero();
    }

    /** As while somebody moves it, or mends its permissions. */
    @Test
    void shouldGoOnWhereTheHomeCannotBeLookedAtForAMoment(TestHome home) throws IOException {
        try (Kernel kernel = Kernel.attach(home.options())) {
            kernel.createMailslot("orders", MailslotOptions.defaults().withCursor("c"))
                    .close();
        }
        home.letFilesStay(); // those of durable mailslots do
        Running stat = Cli.in(home).start("stat", "--interval", "50ms", "--no-header");
        Running list = Cli.in(home).start("ls", "--watch=50ms", "--no-header");
        Running wait = Cli.in(home).onTerminal(80).start("wait", "--message", "orders");
        List<Running> all = List.of(stat, list, wait);
        for (Running each : all) {
            Deadline.await(each.command() + " has looked").until(() -> Files.size(each.output()) > 0);
        }
        Path aside = home.path().resolveSibling(home.path().getFileName() + ".aside");

        Files.move(home.path(), aside);
        Files.writeString(home.path(), "no directory");
        for (Running each : all) {
            Deadline.await(each.command() + " has said so")
                    .until(() -> (Files.readString(each.errors()) + Files.readString(each.output()))
                            .contains("is no home: it is no directory"));
        }
        Files.delete(home.path());
        Files.move(aside, home.path());
        for (Running each : List.of(stat, list)) {
            long before = Files.size(each.output());
            Deadline.await(each.command() + " has gone on").until(() -> Files.size(each.output()) > before);
        }
        assertThat(Cli.in(home).run("send", "orders", "coffee").exit()).isZero();

        assertThat(wait.outcome().exit()).isZero();
        for (Running each : List.of(stat, list)) {
            each.signal("INT");
            assertThat(each.outcome().exit()).as(each.toString()).isEqualTo(130);
            assertThat(Files.readString(each.errors()).lines().filter(line -> line.contains("is no directory")))
                    .as("once")
                    .hasSize(1);
        }
    }

    @Test
    void shouldSayWhatIsNotThere(TestHome home) {
        home.attach().createMailslot("orders");

        Outcome mistyped = Cli.in(home).run("stat", "ordres", "-n", "1");

        assertThat(mistyped.exit()).as(mistyped.toString()).isEqualTo(3);
        assertThat(mistyped.errors())
                .startsWith("mailslot: no mailslot 'ordres' in ")
                .contains("did you mean 'orders'?");
        assertThat(mistyped.text()).isEmpty();
    }
}
