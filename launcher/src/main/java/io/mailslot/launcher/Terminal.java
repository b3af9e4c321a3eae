package io.mailslot.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which standard streams are terminals, and how wide standard output is. Java cannot ask for each stream, so bin/mailslot
 * does and passes the answers in system properties. Without the script their names tell where Linux has them.
 *
 * @param obeys whether it knows colours, and can be drawn on anywhere
 */
record Terminal(boolean input, boolean output, boolean error, boolean obeys, int width) {
    /** Set by bin/mailslot: how many columns standard output has, or COLUMNS says. */
    static final String COLUMNS_PROPERTY = "mailslot.columns";

    /** What people and programs have relied on since there are terminals. */
    static final int USUAL_WIDTH = 80;

    /** Set by bin/mailslot: how many lines it has. */
    static final String ROWS_PROPERTY = "mailslot.rows";

    private static final int USUAL_HEIGHT = 24;

    private static final int WIDEST = 9_999;

    /** Holds the digits of those streams, of 0, 1 and 2, that are terminals. */
    static final String PROPERTY = "mailslot.terminal";

    /** From this feature release on there is a console without a terminal, too. */
    private static final int CONSOLE_ALWAYS = 22;

    /** Of the usual kind. */
    Terminal(boolean input, boolean output, boolean error, int width) {
        this(input, output, error, true, width);
    }

    static Terminal detect() {
        String streams = System.getProperty(PROPERTY);
        boolean obeys = obeys(System.getenv("TERM"));
        int width = width(System.getProperty(COLUMNS_PROPERTY), System.getenv("COLUMNS"));
        if (streams != null) {
            return new Terminal(streams.contains("0"), streams.contains("1"), streams.contains("2"), obeys, width);
        }
        return new Terminal(isTerminal(0), isTerminal(1), isTerminal(2), obeys, width);
    }

    /** One that says nothing of itself is taken for one that obeys nothing, as by other programs. */
    static boolean obeys(String kind) {
        return kind != null && !kind.isEmpty() && !kind.equals("dumb");
    }

    private static boolean isTerminal(int stream) {
        try {
            String device =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream)).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException unknown) {
            return Runtime.version().feature() < CONSOLE_ALWAYS && System.console() != null;
        }
    }

    /** The first of these that is a number of columns, else the usual one. */
    static int width(String... told) {
        for (String each : told) {
            int columns = number(each);
            if (columns > 0) {
                return columns;
            }
        }
        return USUAL_WIDTH;
    }

    /** How many lines standard output has. */
    static int height() {
        int rows = number(System.getProperty(ROWS_PROPERTY));
        return rows > 0 ? rows : USUAL_HEIGHT;
    }

    /** 0 if it is none, or none that a terminal has. */
    static int number(String text) {
        try {
            int number = text == null || text.isEmpty() ? 0 : Integer.parseInt(text);
            return number <= WIDEST ? number : 0;
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    /** Whether people see what is printed on a screen that can be drawn on anywhere. */
    boolean canDraw() {
        return output && obeys;
    }

    /** Whether people see a screen that can be drawn on anywhere, and type. */
    boolean isInteractive() {
        return input && canDraw();
    }

    /** Whether to colour what goes to standard output; see no-color.org. */
    boolean colours() {
        String noColor = System.getenv("NO_COLOR");
        return canDraw() && (noColor == null || noColor.isEmpty());
    }
}
