package io.mailslot.launcher.graph;

import java.util.Locale;

/** Printable text within XML, HTML, or labels of Graphviz that look like it. */
final class Xml {
    private static final int FIRST_NO_CHARACTER = 0xfffe;

    private Xml() {}

    /** As text, or as the value of an attribute between double quotes. */
    static String text(String text) {
        StringBuilder xml = new StringBuilder(text.length());
        text.codePoints().forEach(each -> {
            switch (each) {
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '&' -> xml.append("&amp;");
                case '"' -> xml.append("&quot;");
                case '\'' -> xml.append("&#39;");
                // obeyed by Graphviz, and the same for all others
                case '\\' -> xml.append("&#92;");
                default -> append(xml, each);
            }
        });
        return xml.toString();
    }

    /** What XML cannot have at all is spelled out: halves of characters, and what is none. */
    private static void append(StringBuilder xml, int codePoint) {
        boolean none = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE
                || codePoint == FIRST_NO_CHARACTER
                || codePoint == FIRST_NO_CHARACTER + 1;
        if (none) {
            xml.append("&#92;u").append(String.format(Locale.ROOT, "%04x", codePoint));
        } else {
            xml.appendCodePoint(codePoint);
        }
    }
}
