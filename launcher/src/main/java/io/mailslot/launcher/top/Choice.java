package io.mailslot.launcher.top;

import io.mailslot.launcher.look.Column;
import io.mailslot.launcher.look.Listing;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What somebody has chosen to see: which tables, which rows of them in which order, and the row that is pointed at. */
final class Choice {
    /** What can be seen at a time. */
    enum View {
        MAILSLOTS(Panes.MAILSLOTS, Panes.PROCESSES),
        PROCESSES(Panes.PROCESSES),
        HANDLES(Panes.HANDLES),
        OBJECTS(Panes.OBJECTS);

        private final List<Panes> panes;

        View(Panes... panes) {
            this.panes = List.of(panes);
        }
    }

    /** A column to sort by, and which end of it comes first. */
    record Order(int column, boolean descends) {}

    /** A table as it was chosen. */
    record Shown(Panes pane, Listing listing, Order order) {}

    private final Frame frame;
    private final Map<Panes, Order> orders = new EnumMap<>(Panes.class);
    private View view = View.MAILSLOTS;
    private String filter = "";

    /** Of the row that is pointed at, and where that was: if it goes, what comes in its place is pointed at. */
    private String key = "";

    private int place;

    Choice(Frame frame) {
        this.frame = frame;
    }

    View view() {
        return view;
    }

    void view(View other) {
        view = other;
        key = "";
        place = 0;
    }

    String filter() {
        return filter;
    }

    void filter(String text) {
        filter = text;
    }

    /** The tables, one below the other. */
    List<Shown> shown() {
        List<Shown> shown = new ArrayList<>();
        for (Panes pane : view.panes) {
            Order order = orders.get(pane);
            Listing listing = pane.of(frame);
            listing = filter.isEmpty() ? listing : listing.filtered(filter);
            listing = order == null ? listing : listing.sorted(order.column(), order.descends());
            shown.add(new Shown(pane, listing, order));
        }
        return shown;
    }

    /** The row that is pointed at; null if there is none. */
    Listing.Row pointedAt(List<Shown> shown) {
        List<Listing.Row> rows = rows(shown);
        if (rows.isEmpty()) {
            return null;
        }
        int found = place(rows);
        place = found >= 0 ? found : Math.max(0, Math.min(place, rows.size() - 1));
        key = rows.get(place).key();
        return rows.get(place);
    }

    private static List<Listing.Row> rows(List<Shown> shown) {
        return shown.stream().flatMap(each -> each.listing().rows().stream()).toList();
    }

    private int place(List<Listing.Row> rows) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).key().equals(key)) {
                return i;
            }
        }
        return -1;
    }

    /** Points at another row, as far as there are any. */
    void move(int rows) {
        List<Shown> shown = shown();
        if (pointedAt(shown) != null) {
            place = (int) Math.max(0, Math.min((long) place + rows, rows(shown).size() - 1));
            key = rows(shown).get(place).key();
        }
    }

    /** Sorts the table that is pointed at by its next column: numbers with the largest first. */
    void sortByNext() {
        Shown shown = pane();
        List<Column> columns = shown.listing().columns();
        int next = shown.order() == null ? 0 : shown.order().column() + 1;
        while (next < columns.size() && columns.get(next).name().isEmpty()) {
            next++;
        }
        if (next >= columns.size()) {
            orders.remove(shown.pane());
        } else {
            orders.put(shown.pane(), new Order(next, columns.get(next).isToTheRight()));
        }
    }

    /** Turns the order round. */
    void reverse() {
        Shown shown = pane();
        Order order = shown.order() == null ? new Order(0, false) : shown.order();
        orders.put(shown.pane(), new Order(order.column(), !order.descends()));
    }

    private Shown pane() {
        List<Shown> shown = shown();
        pointedAt(shown);
        int left = place;
        for (Shown each : shown) {
            int rows = each.listing().rows().size();
            if (left < rows) {
                return each;
            }
            left -= rows;
        }
        return shown.get(0);
    }
}
