package io.mailslot.launcher;

import io.mailslot.launcher.look.LookContext;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The command line as looks see it, for tests of what they show. */
public final class LookContexts {
    private LookContexts() {}

    /** On a terminal without colours; what is printed is lost. */
    public static LookContext onATerminal() {
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new DataOutput(OutputStream.nullOutputStream()),
                new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                new Terminal(true, true, true, 80));
        LookContext context = new Looking(new Main(console));
        context.colours(false);
        return context;
    }
}
