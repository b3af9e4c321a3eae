package io.mailslot.launcher.demo;

import io.mailslot.Kernel;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.MailslotException;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A role's line to the director. One report is one line of words with tabs between them, {@code kind, who, …}:
 *
 * <pre>
 *   say    who  text               printed as it is
 *   row    who  cells…             collected
 *   table  who                     the rows collected so far are drawn
 *   fact   who  key  value         checked by the scene
 * </pre>
 *
 * <p>A child writes to the same pipe as the parent that started it. Each line is one write system call, so lines do not
 * mix; their order is the order in which things happened.
 */
final class Report {
    static final String SAY = "@say";
    static final String ROW = "@row";
    static final String TABLE = "@table";
    static final String FACT = "@fact";
    static final String SEPARATOR = "\t";

    /** What a fact says of a call that succeeded. */
    static final String DONE = "done";

    private final String who;
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final BufferedReader cues = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    Report(String who) {
        this.who = who;
    }

    void say(String text) {
        line(SAY, who, text);
    }

    void fact(String key, Object value) {
        line(FACT, who, key, value.toString());
    }

    /** Shows the handle table as it is now. */
    void table(Kernel kernel) {
        for (HandleInfo info : kernel.handles()) {
            List<String> words = new ArrayList<>(List.of(ROW, who));
            words.addAll(HandleRow.of(info).cells());
            line(words.toArray(String[]::new));
        }
        line(TABLE, who);
    }

    /** Does something that may be refused; says and reports how it went. */
    void attempt(String what, String key, Runnable action) {
        String outcome;
        try {
            action.run();
            outcome = DONE;
        } catch (MailslotException e) {
            outcome = e.errorCode().toString();
        }
        say(what + "  ->  " + outcome);
        fact(key, outcome);
    }

    /** Waits for the director; null once the director wants no more. */
    String cue() {
        try {
            return cues.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(String... words) {
        // Whatever is in a word, a report stays one line with its parts where they belong.
        String line = String.join(
                SEPARATOR,
                Arrays.stream(words)
                        .map(word -> word.replaceAll("[\\t\\r\\n]", " "))
                        .toList());
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
