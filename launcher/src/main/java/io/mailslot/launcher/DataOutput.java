package io.mailslot.launcher;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * Standard output for data: buffered, never auto-flushed, and with failures that are reported. {@link System#out} is not
 * used for data because it swallows them: a full disk behind a redirect would go unnoticed.
 */
final class DataOutput extends FilterOutputStream {
    private static final int BUFFER_SIZE = 64 * 1024;

    private static final Path STANDARD_OUTPUT = Path.of("/dev/stdout");
    /** The bits of a mode that tell what a file is, and two of their values. */
    private static final int TYPE_BITS = 0170000;

    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private final BooleanSupplier isPipe;

    /** Why writing has failed; what is buffered is lost then, and one report of it is enough. Null if all went well. */
    private IOException failure;

    /** Makes a buffered output on top of the given stream, which nobody else can close. */
    DataOutput(OutputStream target) {
        this(target, () -> false);
    }

    /**
     * Makes a buffered output on top of the given stream.
     *
     * @param isPipe whether somebody reads it who may go away; asked when writing fails
     */
    DataOutput(OutputStream target, BooleanSupplier isPipe) {
        super(new BufferedOutputStream(target, BUFFER_SIZE));
        this.isPipe = isPipe;
    }

    /** On top of the stream that is standard output. */
    static DataOutput standard(OutputStream target) {
        return new DataOutput(target, new StandardOutput());
    }

    /** A class with a name, since a lambda costs each command some milliseconds. */
    private static final class StandardOutput implements BooleanSupplier {
        /** Whether standard output is a pipe or a socket. */
        @Override
        public boolean getAsBoolean() {
            try {
                int type = (Integer) Files.getAttribute(STANDARD_OUTPUT, "unix:mode") & TYPE_BITS;
                return type == PIPE || type == SOCKET;
            } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
                return false;
            }
        }
    }

    @Override
    public void write(int value) throws IOException {
        try {
            out.write(value);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    @Override
    public void flush() throws IOException {
        if (failure != null) {
            return;
        }
        try {
            out.flush();
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /** Fails if writing has failed, also if whoever wrote did not notice, as a {@link java.io.PrintWriter} does not. */
    void requireWhole() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    private IOException explained(IOException e) {
        // The JDK has no type for it, and the text is in the language of the system: nothing else fails on a pipe.
        failure = isPipe.getAsBoolean()
                ? new OutputClosedException(e)
                : new IOException("cannot write to standard output: " + e.getMessage(), e);
        return failure;
    }
}
