package io.mailslot.launcher;

/**
 * Which standard streams are terminals. Java 17 cannot ask for each stream, so bin/mailslot tests them and passes the
 * answer in a system property. Without the script only "all of them" and "not known to be" can be told apart.
 */
record Terminal(boolean input, boolean output, boolean error) {
    /** Holds the digits of those streams, of 0, 1 and 2, that are terminals. */
    static final String PROPERTY = "mailslot.terminal";

    /** From this feature release on there is a console without a terminal too. */
    private static final int CONSOLE_ALWAYS = 22;

    static Terminal detect() {
        String streams = System.getProperty(PROPERTY);
        if (streams != null) {
            return new Terminal(streams.contains("0"), streams.contains("1"), streams.contains("2"));
        }
        boolean all = Runtime.version().feature() < CONSOLE_ALWAYS && System.console() != null;
        return new Terminal(all, all, all);
    }

    /** Whether to colour what goes to standard output; see no-color.org. */
    boolean colours() {
        String noColor = System.getenv("NO_COLOR");
        return output && (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }
}
