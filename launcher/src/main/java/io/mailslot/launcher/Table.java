package io.mailslot.launcher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns padded with spaces, two between them, numbers to the right; nothing is ever cut off. */
final class Table {
    private static final String GAP = "  ";

    private final boolean[] rightAligned;
    private final List<String[]> rows = new ArrayList<>();

    /** A table with one column for each flag: true for numbers. */
    Table(boolean... rightAligned) {
        this.rightAligned = rightAligned.clone();
    }

    void add(String... cells) {
        if (cells.length != rightAligned.length) {
            throw new IllegalArgumentException(cells.length + " cells for " + rightAligned.length + " columns");
        }
        rows.add(cells.clone());
    }

    /** The rows as text, without trailing spaces. */
    List<String> lines() {
        int[] widths = new int[rightAligned.length];
        for (String[] row : rows) {
            Arrays.setAll(widths, column -> Math.max(widths[column], width(row[column])));
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.length; column++) {
            String padding = " ".repeat(widths[column] - width(row[column]));
            line.append(column == 0 ? "" : GAP);
            line.append(rightAligned[column] ? padding + row[column] : row[column] + padding);
        }
        return line.toString().stripTrailing();
    }

    /** Columns on a terminal: East Asian wide characters, which names may well have, take two. */
    private static int width(String text) {
        return text.codePoints().map(Table::columns).sum();
    }

    private static int columns(int codePoint) {
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HAN, HANGUL, HIRAGANA, KATAKANA, BOPOMOFO -> 2;
            default -> 1;
        };
    }
}
