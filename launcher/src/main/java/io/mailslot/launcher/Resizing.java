package io.mailslot.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks the terminal for its size again when that has changed: by a program, since Java cannot. */
final class Resizing {
    private volatile boolean changed;

    private Resizing() {}

    static Resizing watch() {
        Resizing resizing = new Resizing();
        Signals.handle("WINCH", () -> resizing.changed = true);
        return resizing;
    }

    /** The lines and columns of now; empty if they are as they were, or cannot be asked for. */
    Optional<int[]> size() {
        if (!changed) {
            return Optional.empty();
        }
        changed = false;
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException noTerminal) {
            return Optional.empty();
        }
    }

    static Optional<int[]> parse(String told) {
        String[] words = told.strip().split(" ");
        int rows = Terminal.number(words[0]);
        int columns = words.length == 2 ? Terminal.number(words[1]) : 0;
        return rows > 0 && columns > 0 ? Optional.of(new int[] {rows, columns}) : Optional.empty();
    }
}
