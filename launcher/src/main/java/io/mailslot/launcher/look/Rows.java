package io.mailslot.launcher.look;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A table as it is asked for: which columns, in which order of rows. */
final class Rows {
    private static final String ADDED = "+";
    private static final String DESCENDING = "-";

    private final List<Column> columns;

    /** Places in the columns of those that are shown. */
    private final List<Integer> chosen;

    private final boolean areGiven;

    /** Place of the column to sort by, -1 for none. */
    private final int sorted;

    private final boolean descends;

    private Rows(List<Column> columns, List<Integer> chosen, boolean areGiven, int sorted, boolean descends) {
        this.columns = columns;
        this.chosen = chosen;
        this.areGiven = areGiven;
        this.sorted = sorted;
        this.descends = descends;
    }

    /**
     * Reads what was asked for.
     *
     * @param names as {@code COL,COL} or {@code +COL,COL}; null for the usual columns
     * @param sort a column, behind a minus to begin with the largest; null for the order in which things are found
     * @throws IllegalArgumentException if there is no such column
     */
    static Rows of(List<Column> columns, String names, String sort) {
        boolean adds = names != null && names.startsWith(ADDED);
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).isUsual() && (names == null || adds)) {
                chosen.add(i);
            }
        }
        if (names != null) {
            for (String name : names.substring(adds ? 1 : 0).split(",", -1)) {
                int place = place(columns, name.startsWith(ADDED) ? name.substring(1) : name);
                if (!adds || !chosen.contains(place)) {
                    chosen.add(place);
                }
            }
        }
        boolean descends = sort != null && sort.startsWith(DESCENDING);
        int sorted = sort == null ? -1 : place(columns, descends ? sort.substring(1) : sort);
        return new Rows(columns, chosen, names != null && !adds, sorted, descends);
    }

    private static int place(List<Column> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(Column.key(name))) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "no column '" + name + "'; there are " + String.join(",", names(columns)) + "; see -o help");
    }

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }

    /** Whether a column is shown, or sorted by. */
    boolean need(String name) {
        int place = place(columns, name);
        return chosen.contains(place) || sorted == place;
    }

    /** Those that are shown; whoever names them himself wants all of them. */
    List<Column> columns() {
        return chosen.stream()
                .map(columns::get)
                .map(column -> areGiven ? column.needed() : column)
                .toList();
    }

    /** Rows with a cell for each column that there is, as rows with one for each that is shown. */
    List<Cell[]> shown(List<Cell[]> rows) {
        List<Cell[]> ordered = new ArrayList<>(rows);
        if (sorted >= 0) {
            Comparator<Cell[]> order = Comparator.comparing(row -> row[sorted], Rows::compare);
            ordered.sort(descends ? order.reversed() : order);
        }
        return ordered.stream()
                .map(row -> chosen.stream().map(place -> row[place]).toArray(Cell[]::new))
                .toList();
    }

    /** Nothing comes before all else; numbers before words. */
    static int compare(Cell one, Cell other) {
        if (one.key() == null || other.key() == null) {
            return Boolean.compare(one.key() != null, other.key() != null);
        }
        if (one.key() instanceof Number number && other.key() instanceof Number than) {
            return Double.compare(number.doubleValue(), than.doubleValue());
        }
        if (one.key() instanceof Number || other.key() instanceof Number) {
            return one.key() instanceof Number ? -1 : 1;
        }
        return String.CASE_INSENSITIVE_ORDER.compare(
                one.key().toString(), other.key().toString());
    }
}
