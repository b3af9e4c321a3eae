package io.mailslot.launcher.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** What the audience reads: one column for who speaks, one for what is said. Counts the checks. */
final class Transcript {
    private static final String RESET = "\u001b[0m";
    private static final String BOLD = "\u001b[1m";
    private static final String FAINT = "\u001b[2m";
    private static final String RED = "\u001b[31;1m";
    private static final String GREEN = "\u001b[32m";
    private static final String CYAN = "\u001b[36m";
    private static final int WHO_WIDTH = 10;
    private static final int STORY_WIDTH = 80;

    private final PrintWriter out;
    private final boolean colours;
    private int checks;
    private int failures;

    Transcript(PrintWriter out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    void title(int number, String title) {
        String line = "Scene " + number + ": " + title;
        print("");
        print(paint(BOLD, line));
        print(paint(BOLD, "=".repeat(line.length())));
    }

    /** Fills the lines of a terminal with what they say. */
    void story(List<String> lines) {
        StringBuilder line = new StringBuilder();
        for (String word : String.join(" ", lines).split(" ")) {
            if (line.length() + 1 + word.length() > STORY_WIDTH) {
                print(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        print(line.toString());
        print("");
    }

    void say(String who, String text) {
        print(paint(CYAN, column(who)) + "  " + text);
    }

    void table(String who, HandleTable table) {
        String owner = who;
        for (String line : table.draw()) {
            print(paint(CYAN, column(owner)) + "  " + paint(FAINT, line));
            owner = "";
        }
    }

    /** Prints whether a claim holds, with both values if it does not. */
    void check(String claim, Object expected, Object actual) {
        if (expected.equals(actual)) {
            checks++;
            print(paint(GREEN, column("ok")) + "  " + claim);
        } else {
            fail(claim + ": expected " + expected + ", got " + actual);
        }
    }

    /** Counts and prints a check that did not hold. */
    void fail(String what) {
        checks++;
        failures++;
        print(paint(RED, "FAILED: " + what));
    }

    /** Prints how it all went; true if every check held. */
    boolean summary() {
        print("");
        int held = checks - failures;
        print(paint(failures == 0 ? GREEN : RED, "demo: " + held + " of " + checks + " checks held"));
        return failures == 0;
    }

    private static String column(String who) {
        return who + " ".repeat(Math.max(0, WHO_WIDTH - who.length()));
    }

    private String paint(String style, String text) {
        return colours ? style + text + RESET : text;
    }

    /** Fails when nobody can see it: there is no point in going on then. */
    private void print(String line) {
        out.println(line.stripTrailing());
        if (out.checkError()) {
            throw new UncheckedIOException(new IOException("the demonstration cannot be shown"));
        }
    }
}
