package io.mailslot.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of a child's streams, which goes to a file; what has come is read on from where it ended. Thread-safe. */
final class Output {
    private static final int TAIL = 4_000;
    private static final int PORTION = 64 << 10;

    private final Path file;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer bytes = ByteBuffer.allocate(PORTION);
    private final CharBuffer characters = CharBuffer.allocate(PORTION);
    private final StringBuilder text = new StringBuilder();
    private long position;
    private boolean unreadable;

    Output(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    synchronized String text() {
        readOn();
        return text.toString();
    }

    synchronized boolean contains(String wanted) {
        readOn();
        return text.indexOf(wanted) >= 0;
    }

    /**
     * The first match.
     *
     * @param complete whether nothing more will come; else a match that could become longer is none yet
     */
    synchronized Optional<MatchResult> find(Pattern pattern, boolean complete) {
        readOn();
        Matcher matcher = pattern.matcher(text);
        return matcher.find() && (complete || !matcher.hitEnd())
                ? Optional.of(matcher.toMatchResult())
                : Optional.empty();
    }

    synchronized String tail() {
        readOn();
        int hidden = text.length() - TAIL;
        String kept = hidden <= 0 ? text.toString() : "(" + hidden + " characters before)\n" + text.substring(hidden);
        return kept.isEmpty() || kept.endsWith("\n") ? kept : kept + "\n";
    }

    private void readOn() {
        try (RandomAccessFile in =
                new RandomAccessFile(file.toFile(), "r")) { // a channel fails if the thread is interrupted
            in.seek(position);
            for (int read = read(in); read > 0; read = read(in)) {
                position += read;
                bytes.position(bytes.position() + read).flip();
                decoder.decode(bytes, characters, false);
                bytes.compact();
                text.append(characters.flip());
                characters.clear();
            }
        } catch (IOException e) {
            if (!unreadable) {
                unreadable = true;
                text.append("(").append(e).append(")\n");
            }
        }
    }

    private int read(RandomAccessFile in) throws IOException {
        return in.read(bytes.array(), bytes.position(), bytes.remaining());
    }
}
