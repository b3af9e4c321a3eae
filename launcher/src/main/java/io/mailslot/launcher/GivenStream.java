package io.mailslot.launcher;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The standard streams as this process was started with them. One that was closed has its number taken by a file that Java opens
 * for itself, its own or the jar: what is there is not meant to be read by a command, and what is written there reaches
 * nobody. bin/mailslot puts in its place what cannot be read, or written.
 */
final class GivenStream {
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final String MODES = "/proc/self/fdinfo/";
    private static final int LONGEST = 256;
    private static final String FLAGS = "flags:";
    private static final String CLOSED = "it is closed";

    /** As open(2) has it; the mask fits an octal digit, whose letter has the same low bits. */
    private static final int WAY = 3;

    private static final int READ_ONLY = 0;
    private static final int WRITE_ONLY = 1;

    private GivenStream() {}

    /** Standard input; whether it is there is looked at by the first read. */
    static InputStream input() {
        return new Input();
    }

    /** Standard output, or what fails. */
    static OutputStream output() {
        return isOpenOnlyTo(READ_ONLY, 1) ? new ClosedOutput() : new FileOutputStream(FileDescriptor.out);
    }

    /** Whether there is something to read; true where the system does not tell. */
    static boolean hasInput() {
        return !isOpenOnlyTo(WRITE_ONLY, 0) && !isOfJava(0);
    }

    /** By a class that every JVM has at hand, unlike those of java.nio: each command asks. */
    private static boolean isOpenOnlyTo(int way, int number) {
        byte[] text = new byte[LONGEST];
        int length;
        try (FileInputStream about = new FileInputStream(MODES + number)) {
            length = about.read(text);
        } catch (FileNotFoundException closedOrDenied) {
            String[] open = new File(MODES).list();
            return open != null && !List.of(open).contains(Integer.toString(number));
        } catch (IOException unknown) {
            return false;
        }
        String lines = new String(text, 0, Math.max(length, 0), StandardCharsets.ISO_8859_1);
        int flags = lines.indexOf(FLAGS);
        int end = lines.indexOf('\n', flags);
        return flags >= 0 && end >= 0 && (lines.charAt(end - 1) & WAY) == way; // the last octal digit has it
    }

    private static boolean isOfJava(int number) {
        try {
            Path file = OPEN.resolve(Integer.toString(number)).toRealPath();
            Path java = Path.of(System.getProperty("java.home")).toRealPath();
            return file.startsWith(java)
                    || file.equals(
                            Path.of(System.getProperty("java.class.path")).toRealPath());
        } catch (IOException | IllegalArgumentException unknown) {
            return false;
        }
    }

    private static final class Input extends InputStream {
        private final InputStream given = new FileInputStream(FileDescriptor.in);
        private boolean known;

        @Override
        public int read() throws IOException {
            requireGiven();
            return given.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            requireGiven();
            return given.read(buffer, offset, length);
        }

        private void requireGiven() throws IOException {
            if (!known && !hasInput()) {
                throw new IOException(CLOSED);
            }
            known = true;
        }
    }

    private static final class ClosedOutput extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            throw new IOException(CLOSED);
        }
    }
}
