package io.mailslot.launcher;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The three standard streams. All text is UTF-8, whatever the locale says, so that what one command prints another one
 * reads.
 */
record Console(InputStream in, DataOutput out, PrintWriter err, Terminal terminal) {

    /** The streams of this process. */
    static Console system() {
        PrintWriter err = new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8), true);
        return new Console(
                new FileInputStream(FileDescriptor.in),
                new DataOutput(new FileOutputStream(FileDescriptor.out), DataOutput::standardOutputIsPipe),
                err,
                Terminal.detect());
    }

    /** Whether standard input was closed: Java gives its number to a file of its own then, which nobody wants to send. */
    static boolean inputIsOfJava() {
        try {
            Path java = Path.of(System.getProperty("java.home")).toRealPath();
            return Path.of("/proc/self/fd/0").toRealPath().startsWith(java);
        } catch (IOException unknown) {
            return false;
        }
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
        err.println("mailslot: " + message);
    }
}
