package io.mailslot.launcher;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** One command, run in this JVM on streams of its own. */
record CommandRun(int exitCode, String out, String err) {

    /** Runs a command whose streams are no terminals and whose standard input is empty. */
    static CommandRun of(String... arguments) {
        return on(new Terminal(false, false, false, 80), arguments);
    }

    static CommandRun on(Terminal terminal, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CommandRun run = into(out, terminal, arguments);
        return new CommandRun(run.exitCode(), out.toString(StandardCharsets.UTF_8), run.err());
    }

    /** Runs a command whose output goes where the test wants it. */
    static CommandRun into(OutputStream out, String... arguments) {
        return into(out, new Terminal(false, false, false, 80), arguments);
    }

    private static CommandRun into(OutputStream out, Terminal terminal, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new DataOutput(out),
                new PrintWriter(err, true, StandardCharsets.UTF_8),
                terminal);
        int exitCode = Main.execute(console, arguments);
        return new CommandRun(exitCode, "", err.toString(StandardCharsets.UTF_8));
    }
}
