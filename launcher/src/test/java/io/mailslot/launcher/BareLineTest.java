package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.Receiver;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that need no parser, and what they must have in common with those that do. */
class BareLineTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"ls", "ps", "handles", "objects", "tree", "df"})
    void shouldShowWhatTheParserWouldHaveShown(String look) {
        String[] bare = {look, "--home", home.toString()};
        String[] parsed = {look, "--home=" + home};

        assertThat(BareLine.of(bare)).isEqualTo(new BareLine(look, List.of(), home));
        assertThat(BareLine.of(bare).prepared(new Main(Console.system()))).isNotNull();
        assertThat(BareLine.of(parsed)).isNull();
        assertThat(CommandRun.of(bare)).isEqualTo(CommandRun.of(parsed));
        assertThat(CommandRun.of("--home", home.toString(), look)).isEqualTo(CommandRun.of(parsed));
    }

    @Test
    void shouldSendWhatTheParserWouldHaveSent() {
        String[] bare = {"send", "orders", "one tea", "--home", home.toString()};

        assertThat(BareLine.of(bare)).isEqualTo(new BareLine("send", List.of("orders", "one tea"), home));
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(home.resolve("home")));
                Receiver orders = kernel.createMailslot("orders")) {
            CommandRun sent = CommandRun.of("--home", home.resolve("home").toString(), "send", "orders", "one tea");
            CommandRun parsed = CommandRun.of("--home=" + home.resolve("home"), "send", "orders", "two coffees");

            assertThat(sent).isEqualTo(parsed).isEqualTo(new CommandRun(0, "", ""));
            assertThat(new String(orders.read(), StandardCharsets.UTF_8)).isEqualTo("one tea");
            assertThat(new String(orders.read(), StandardCharsets.UTF_8)).isEqualTo("two coffees");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "bad\\name"})
    void shouldFailToSendAsTheOthersDo(String name) {
        assertThat(CommandRun.of("send", name, "text", "--home", home.toString()))
                .isEqualTo(CommandRun.of("send", name, "text", "--home=" + home))
                .extracting(CommandRun::exitCode)
                .isNotEqualTo(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "send",
                "send a",
                "send a -",
                "send a b c",
                "send -- a b",
                "send a b --lines",
                "ls --json",
                "ls extra",
                "ls ls",
                "ls -h",
                "ls --home",
                "ls --home -x",
                "ls --home ",
                "--home a --home b ls",
                "--home a",
                "info"
            })
    void shouldLeaveAllOthersToTheParser(String line) {
        assertThat(BareLine.of(line.split(" ", -1))).isNull();
    }

    @Test
    void shouldFailAsTheOthersDo() {
        Path file = Path.of("/proc/self/stat");

        CommandRun run = CommandRun.of("ls", "--home", file.toString());

        assertThat(run).isEqualTo(CommandRun.of("ls", "--home=" + file));
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).startsWith("mailslot: ");
    }

    /** As of the others: a line, and no stack trace. */
    @Test
    void shouldTellErrorsOfTheJvmInALine() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                InputStream.nullInputStream(),
                new DataOutput(OutputStream.nullOutputStream()),
                new PrintWriter(err, true, StandardCharsets.UTF_8),
                new Terminal(false, false, false, 80));
        Failures failures = new Failures(new Main(console), console);

        int exit = Main.run(failures, () -> {
            throw new StackOverflowError();
        });

        assertThat(exit).isEqualTo(ExitCode.FAILURE.value());
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("MAILSLOT_JAVA_OPTS=-Xss")
                .hasLineCount(1);
    }
}
