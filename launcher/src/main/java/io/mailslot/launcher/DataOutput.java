package io.mailslot.launcher;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output for data: buffered, never auto-flushed, and with failures that are reported. {@link System#out} is not
 * used for data because it swallows them: a full disk behind a redirect would go unnoticed.
 */
final class DataOutput extends FilterOutputStream {
    private static final int BUFFER_SIZE = 64 * 1024;

    /** Set once writing has failed: what is buffered is lost then, and one report of it is enough. */
    private boolean broken;

    /** Makes a buffered output on top of the given stream. */
    DataOutput(OutputStream target) {
        super(new BufferedOutputStream(target, BUFFER_SIZE));
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
        if (broken) {
            return;
        }
        try {
            out.flush();
        } catch (IOException e) {
            throw explained(e);
        }
    }

    private IOException explained(IOException e) {
        broken = true;
        // The JDK has no type for EPIPE; the text is that of strerror(3).
        if ("Broken pipe".equals(e.getMessage())) {
            return new OutputClosedException(e);
        }
        return new IOException("cannot write to standard output: " + e.getMessage(), e);
    }
}
