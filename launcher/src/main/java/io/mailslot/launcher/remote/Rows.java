package io.mailslot.launcher.remote;

import io.mailslot.launcher.look.Cell;
import io.mailslot.launcher.look.Column;
import io.mailslot.launcher.look.Tone;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A table that is made row by row. Columns that are not needed where there is no room go from the last one on. */
final class Rows {
    private final List<Column> columns = new ArrayList<>();
    private final List<Cell[]> rows = new ArrayList<>();

    private Rows() {}

    /** The names of columns; those of numbers begin with {@code #}. */
    static Rows of(String... names) {
        Rows rows = new Rows();
        for (String name : names) {
            boolean number = name.startsWith("#");
            Column.Kind kind = number ? Column.Kind.NUMBER : Column.Kind.TEXT;
            int need = rows.columns.isEmpty() ? 0 : names.length - rows.columns.size();
            rows.columns.add(new Column(number ? name.substring(1) : name, kind, need, true, ""));
        }
        return rows;
    }

    void add(Object... values) {
        Cell[] cells = new Cell[values.length];
        for (int i = 0; i < cells.length; i++) {
            String text = String.valueOf(values[i]);
            boolean nothing = text.isEmpty() || text.equals("-1");
            cells[i] = new Cell(nothing ? "-" : text, null, Tone.PLAIN);
        }
        rows.add(cells);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void print(RemoteContext context) throws IOException {
        context.table(columns, rows, true, false);
    }
}
