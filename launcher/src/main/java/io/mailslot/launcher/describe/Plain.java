package io.mailslot.launcher.describe;

import picocli.CommandLine.Help.Ansi;

/** Texts of the description without what only help on a terminal understands. */
final class Plain {
    private Plain() {}

    /** All of it, in one line. */
    static String line(String... text) {
        String joined = String.join(" ", text).replace("%n", " ").replace("%%", "%");
        return Ansi.OFF.string(joined).strip().replaceAll("\\s+", " ");
    }

    /** The same without a full stop at its end. */
    static String sentence(String... text) {
        String line = line(text);
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    /** What a list has room for: up to the first full stop or semicolon, without it. */
    static String firstSentence(String... text) {
        String line = sentence(text);
        int end = line.length();
        for (String stop : new String[] {". ", "; "}) {
            int at = line.indexOf(stop);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        return line.substring(0, end);
    }
}
