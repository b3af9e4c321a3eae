package io.mailslot.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The three standard streams. All text is UTF-8, whatever the locale says, so that what one command prints another one
 * reads.
 */
record Console(InputStream in, DataOutput out, PrintWriter err, Terminal terminal) {
    /** The streams of this process. */
    static Console system() {
        PrintWriter err = new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8), true);
        return new Console(GivenStream.input(), DataOutput.standard(GivenStream.output()), err, Terminal.detect());
    }

    /** A writer of text that ends up in {@link #out()}; flush it when done. */
    PrintWriter textOut() {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), false);
    }

    /** Prints one line of data. */
    void println(String line) throws IOException {
        out.write((line + '\n').getBytes(StandardCharsets.UTF_8));
    }

    /** Says something to the person, not to the program behind the pipe. */
    void say(String message) {
        err.println(said(message));
    }

    /** A line as it is said. */
    static String said(String message) {
        return "mailslot: " + Printable.line(message);
    }
}
