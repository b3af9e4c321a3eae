package io.mailslot.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a stream of bytes into lines without decoding or copying them: a line is a part of {@link #buffer()}. The line
 * feed is not part of it; a carriage return is. A last line without a line feed counts unless it is empty.
 */
final class LineReader {
    private static final int FIRST_SIZE = 64 * 1024;

    private final InputStream in;
    private final int longest;

    private byte[] buffer = new byte[FIRST_SIZE];
    private int filled;
    private int lineStart;
    private int lineLength;
    private int nextLine;
    private boolean ended;
    private long number;

    /** Reads from the stream; lines may have up to {@code longest} bytes. */
    LineReader(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** Goes to the next line; false if there is none. */
    boolean next() throws IOException {
        lineStart = nextLine;
        int scanned = lineStart;
        while (true) {
            for (; scanned < filled; scanned++) {
                if (buffer[scanned] == '\n') {
                    nextLine = scanned + 1;
                    return line(scanned);
                }
            }
            if (ended) {
                nextLine = filled;
                return scanned > lineStart && line(scanned);
            }
            scanned -= makeRoom();
            fill();
        }
    }

    byte[] buffer() {
        return buffer;
    }

    int offset() {
        return lineStart;
    }

    int length() {
        return lineLength;
    }

    private boolean line(int end) {
        number++;
        lineLength = end - lineStart;
        checkLength(lineLength);
        return true;
    }

    private void checkLength(int length) {
        if (length > longest) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    "line " + (number == 0 ? 1 : number) + " is too large: " + length
                            + " bytes or more, and the mailslot takes at most " + longest);
        }
    }

    /** Moves the unfinished line to the front, and doubles the buffer if it is full; returns how far it moved. */
    private int makeRoom() {
        int moved = lineStart;
        if (moved > 0) {
            System.arraycopy(buffer, moved, buffer, 0, filled - moved);
            filled -= moved;
            lineStart = 0;
        }
        if (filled == buffer.length) {
            // Refused before it takes the memory: an endless line would otherwise end in an OutOfMemoryError.
            checkLength(filled);
            buffer = Arrays.copyOf(buffer, (int) Math.min(2L * filled, Integer.MAX_VALUE - 8L));
        }
        return moved;
    }

    private void fill() throws IOException {
        int count = in.read(buffer, filled, buffer.length - filled);
        if (count < 0) {
            ended = true;
        } else {
            filled += count;
        }
    }
}
