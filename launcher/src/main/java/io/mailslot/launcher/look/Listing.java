package io.mailslot.launcher.look;

import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.launcher.look.Holders.Held;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A table that a look prints, for those who show it in another way.
 *
 * @param columns what is in it, in the order of the cells; not all are usual
 * @param rows of it
 */
public record Listing(List<Column> columns, List<Row> rows) {
    /** Where {@link PsCommand} has the process's object. */
    private static final int PROCESS_OBJECT = 7;

    /**
     * One row.
     *
     * @param key tells it from the others, also when the table is made again
     * @param subject what {@code why} explains
     * @param cells one for each column
     */
    public record Row(String key, String subject, Cell[] cells) {}

    /**
     * The processes, as {@code ps} lists them.
     *
     * @param home of which
     * @return a row for each, whose key is its object
     */
    public static Listing processes(HomeSnapshot home) {
        Catalog catalog = new Catalog(home);
        List<Row> rows = new ArrayList<>();
        for (Cell[] cells : PsCommand.rowsOf(home)) {
            String object = cells[PROCESS_OBJECT].text();
            rows.add(new Row(object, catalog.subject(Long.decode(object)), cells));
        }
        return new Listing(PsCommand.COLUMNS, rows);
    }

    /**
     * The handles of all processes, as {@code handles} lists them.
     *
     * @param home of which
     * @return a row for each
     */
    public static Listing handles(HomeSnapshot home) {
        Catalog catalog = new Catalog(home);
        List<Held> handles = new ArrayList<>();
        for (ProcessStatus process : home.processes()) {
            process.handles().forEach(handle -> handles.add(new Held(process, handle)));
        }
        List<Cell[]> cells = HandlesCommand.rowsOf(handles);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < handles.size(); i++) {
            Held held = handles.get(i);
            String key = held.process().objectId() + ":" + held.handle().handle();
            rows.add(new Row(key, catalog.subject(held.handle().objectId()), cells.get(i)));
        }
        return new Listing(HandlesCommand.COLUMNS, rows);
    }

    /**
     * The kernel objects, as {@code objects} lists them.
     *
     * @param home of which
     * @return a row for each, whose key is its identity
     */
    public static Listing objects(HomeSnapshot home) {
        Catalog catalog = new Catalog(home);
        List<ObjectStatus> objects = home.objects();
        List<Cell[]> cells = ObjectsCommand.rowsOf(home, objects);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            long id = objects.get(i).objectId();
            rows.add(new Row(Words.address(id), catalog.subject(id), cells.get(i)));
        }
        return new Listing(ObjectsCommand.COLUMNS, rows);
    }

    /**
     * The same with one column more.
     *
     * @param place where it is to stand
     * @param column which
     * @param cell of each row
     * @return another table
     */
    public Listing with(int place, Column column, Function<Row, Cell> cell) {
        List<Column> more = new ArrayList<>(columns);
        more.add(place, column);
        List<Row> longer = new ArrayList<>();
        for (Row row : rows) {
            List<Cell> cells = new ArrayList<>(List.of(row.cells));
            cells.add(place, cell.apply(row));
            longer.add(new Row(row.key, row.subject, cells.toArray(Cell[]::new)));
        }
        return new Listing(more, longer);
    }

    /**
     * The same without the columns that are shown on request only.
     *
     * @return another table
     */
    public Listing usual() {
        int[] places = IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).isUsual())
                .toArray();
        List<Row> shorter = new ArrayList<>();
        for (Row row : rows) {
            Cell[] cells = IntStream.of(places).mapToObj(i -> row.cells[i]).toArray(Cell[]::new);
            shorter.add(new Row(row.key, row.subject, cells));
        }
        return new Listing(columns.stream().filter(Column::isUsual).toList(), shorter);
    }

    /**
     * The rows in which a text stands somewhere.
     *
     * @param text in any case
     * @return another table
     */
    public Listing filtered(String text) {
        String part = text.toLowerCase(Locale.ROOT);
        List<Row> kept = rows.stream()
                .filter(row -> List.of(row.cells).stream()
                        .anyMatch(cell -> cell.text().toLowerCase(Locale.ROOT).contains(part)))
                .toList();
        return new Listing(columns, kept);
    }

    /**
     * The rows in the order of a column.
     *
     * @param column its place
     * @param descends whether the largest is first
     * @return another table
     */
    public Listing sorted(int column, boolean descends) {
        Comparator<Row> order = Comparator.comparing(row -> row.cells[column], Rows::compare);
        return new Listing(
                columns,
                rows.stream().sorted(descends ? order.reversed() : order).toList());
    }
}
