package io.mailslot.launcher;

import io.mailslot.launcher.look.Tone;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns padded with spaces, two between them, numbers to the right. All of it is printed, unless it has to fit: then the
 * columns go that are needed least, and what is still too long loses its middle. Without lambdas, which would take longer to be
 * made than the table.
 */
final class Table {
    private static final String GAP = "  ";
    private static final String CUT = "\u2026";

    /** What is left of a name that loses its middle: enough to tell it from others, as a rule. */
    private static final int SHORTEST = 8;

    /** No column goes for a text that is longer than that: it loses its middle instead. */
    private static final int LONG_ENOUGH = 24;

    private final boolean[] rightAligned;
    private final List<String[]> rows = new ArrayList<>();

    /** Of each row; null for one without. */
    private final List<Tone[]> tones = new ArrayList<>();

    /** A table with one column for each flag: true for numbers. */
    Table(boolean... rightAligned) {
        this.rightAligned = rightAligned.clone();
    }

    void add(String... cells) {
        add(null, cells);
    }

    /** Adds a row of which some cells may be in colour; none is if there are no tones. */
    void add(Tone[] tonesOfCells, String[] cells) {
        if (cells.length != rightAligned.length) {
            throw new IllegalArgumentException(cells.length + " cells for " + rightAligned.length + " columns");
        }
        String[] row = cells.clone();
        for (int i = 0; i < row.length; i++) {
            row[i] = Printable.line(row[i]);
        }
        rows.add(row);
        tones.add(tonesOfCells);
    }

    /** The rows as text, without trailing spaces. */
    List<String> lines() {
        return lines(allColumns());
    }

    /**
     * The rows as text that fits, as far as that is possible.
     *
     * @param width of the longest line
     * @param dispensable the columns that may go, the one that is needed least first
     */
    List<String> lines(int width, int... dispensable) {
        List<Integer> columns = allColumns();
        int[] widths = widths(columns);
        for (int i = 0; i < dispensable.length && total(columns, widths, LONG_ENOUGH) > width; i++) {
            columns.remove((Integer) dispensable[i]);
        }
        shortenWidest(columns, widths, width);
        return lines(columns);
    }

    /** No text stays longer than another one that loses something: a name stays whole while a command line has room to give. */
    private void shortenWidest(List<Integer> columns, int[] widths, int width) {
        int most = 0;
        for (int column : columns) {
            most = Math.max(most, rightAligned[column] ? 0 : widths[column]);
        }
        while (most > SHORTEST && total(columns, widths, most) > width) {
            most--;
        }
        int left = width - total(columns, widths, most);
        for (int column : columns) {
            if (!rightAligned[column] && widths[column] > most) {
                shorten(column, left > 0 ? most + 1 : most);
                left--;
            }
        }
    }

    private List<String> lines(List<Integer> columns) {
        int[] widths = widths(columns);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            lines.add(line(rows.get(i), tones.get(i), columns, widths));
        }
        return lines;
    }

    private List<Integer> allColumns() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < rightAligned.length; i++) {
            all.add(i);
        }
        return all;
    }

    /** How wide these columns are together, if none of text is wider than that. */
    private int total(List<Integer> columns, int[] widths, int widestText) {
        int total = GAP.length() * (columns.size() - 1);
        for (int column : columns) {
            total += rightAligned[column] ? widths[column] : Math.min(widths[column], widestText);
        }
        return total;
    }

    private int[] widths(List<Integer> columns) {
        int[] widths = new int[rightAligned.length];
        for (int column : columns) {
            widths[column] = columnWidth(column);
        }
        return widths;
    }

    private int columnWidth(int column) {
        int widest = 0;
        for (String[] row : rows) {
            widest = Math.max(widest, Columns.of(row[column]));
        }
        return widest;
    }

    private void shorten(int column, int width) {
        for (String[] row : rows) {
            row[column] = shortened(row[column], width);
        }
    }

    /** Its beginning and its end: names that begin alike are told apart by that. */
    static String shortened(String text, int width) {
        if (Columns.of(text) <= width) {
            return text;
        }
        if (width < 1) {
            return ""; // no room even for the mark
        }
        int[] letters = text.codePoints().toArray();
        int before = 0;
        int after = letters.length;
        int left = width - 1;
        while (true) {
            boolean first = before <= letters.length - after;
            int next = Columns.of(first ? letters[before] : letters[after - 1]);
            if (next > left) {
                return new String(letters, 0, before) + CUT + new String(letters, after, letters.length - after);
            }
            left -= next;
            before += first ? 1 : 0;
            after -= first ? 0 : 1;
        }
    }

    /** As wide as that: shortened, or with blanks behind it. */
    static String fitted(String text, int width) {
        String shown = shortened(text, width);
        return shown + " ".repeat(Math.max(0, width - Columns.of(shown)));
    }

    private String line(String[] row, Tone[] ofRow, List<Integer> columns, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column : columns) {
            String padding = " ".repeat(widths[column] - Columns.of(row[column]));
            String cell = ofRow == null ? row[column] : Paint.of(ofRow[column], row[column]);
            line.append(line.length() == 0 ? "" : GAP);
            line.append(rightAligned[column] ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }
}
