package io.mailslot.launcher;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** One command, run in this JVM on streams of its own. */
record CommandRun(int exitCode, String out, String err) {

    /** Runs a command whose streams are no terminals and whose standard input is empty. */
    static CommandRun of(String... arguments) {
        return on(new Terminal(false, false, false), arguments);
    }

    static CommandRun on(Terminal terminal, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new DataOutput(out),
                new PrintWriter(err, true, StandardCharsets.UTF_8),
                terminal);
        int exitCode = Main.execute(console, arguments);
        return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
