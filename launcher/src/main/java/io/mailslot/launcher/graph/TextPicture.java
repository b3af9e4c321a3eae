package io.mailslot.launcher.graph;

import io.mailslot.launcher.graph.Picture.Box;
import io.mailslot.launcher.graph.Picture.Card;
import io.mailslot.launcher.graph.Picture.Row;
import io.mailslot.launcher.look.LookContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A picture for terminals. Each object stands beside the first row that leads to it; the others come to it in lanes. Where
 * there is no lane left, a row leads to the object's address instead.
 */
final class TextPicture {
    private static final int NARROWEST_OBJECT = 34;
    private static final int LONGEST_ACCESS = 8;
    private static final int SHORTEST_STATE = 8;
    private static final int GAP = 2;

    /** Borders, and blanks at both sides: of a handle table, and of the objects beside their text. */
    private static final int TABLE_FRAME = 10;

    private static final int OBJECT_FRAME = 7;
    private static final int FLAG = "inherit".length();

    private final Picture picture;
    private final LookContext context;
    private final int width;

    private final int numbers;
    private final int accesses;
    private final int uses;

    private final List<Line> lines = new ArrayList<>();

    private final Map<Card, Integer> lineOf = new HashMap<>();
    private final Map<Card, List<Integer>> linesTo = new HashMap<>();

    /** Objects for which there is no lane. */
    private final Set<Card> far = new HashSet<>();

    /** One line: a title, a border or a row on the left; what is in the frame on the right. */
    private record Line(Side side, Box box, Row row, Card card) {}

    private enum Side {
        TITLE,
        TOP,
        ROW,
        BOTTOM,
        BLANK
    }

    private TextPicture(Picture picture, LookContext context, int width) {
        this.picture = picture;
        this.context = context;
        this.width = width;
        this.numbers = picture.rows().stream()
                .mapToInt(row -> row.number().length())
                .max()
                .orElse(1);
        this.accesses = picture.rows().stream()
                .mapToInt(row -> Math.min(LONGEST_ACCESS, row.access().length()))
                .max()
                .orElse(1);
        this.uses = picture.cards().stream()
                .mapToInt(card -> String.valueOf(card.uses()).length())
                .max()
                .orElse(1);
    }

    static List<String> of(Picture picture, LookContext context, int width) {
        return picture.isEmpty() ? List.of() : new TextPicture(picture, context, width).draw();
    }

    private List<String> draw() {
        place();
        int table = TABLE_FRAME + numbers + accesses + FLAG;
        int most = Math.max(0, (width - table - OBJECT_FRAME - uses - NARROWEST_OBJECT - Wires.MARGIN) / 2);
        Wires wires = new Wires(lines.size(), most);
        linesTo.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<Card, List<Integer>> net) -> span(net.getValue()))
                        .thenComparingInt(net -> net.getValue().get(0)))
                .filter(net -> !wires.add(net.getValue()))
                .forEach(net -> far.add(net.getKey()));
        int objects = width - table - wires.width() - OBJECT_FRAME - uses;
        List<String> arrows = wires.draw();
        List<String> text = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = left(lines.get(i), table) + arrows.get(i) + right(i, objects);
            text.add(line.stripTrailing());
        }
        return text;
    }

    private static int span(List<Integer> rows) {
        return rows.get(rows.size() - 1) - rows.get(0);
    }

    /** Which line has what. */
    private void place() {
        for (Box box : picture.boxes()) {
            lines.add(new Line(Side.TITLE, box, null, null));
            lines.add(new Line(Side.TOP, box, null, null));
            for (Row row : picture.rows(box)) {
                boolean first = lineOf.putIfAbsent(row.card(), lines.size()) == null;
                linesTo.computeIfAbsent(row.card(), card -> new ArrayList<>()).add(lines.size());
                lines.add(new Line(Side.ROW, box, row, first ? row.card() : null));
            }
            lines.add(new Line(Side.BOTTOM, box, null, null));
        }
        if (picture.boxes().isEmpty()) {
            lines.add(new Line(Side.BLANK, null, null, null)); // for the heading,
            lines.add(new Line(Side.BLANK, null, null, null)); // and the upper edge
        }
        for (Card card : picture.cards()) {
            if (!lineOf.containsKey(card)) {
                lines.add(new Line(Side.BLANK, null, null, card));
            }
        }
        if (lines.get(lines.size() - 1).side() != Side.BOTTOM) {
            lines.add(new Line(Side.BLANK, null, null, null)); // for the lower edge
        }
    }

    private String left(Line line, int table) {
        return switch (line.side()) {
            case TITLE -> title(line.box(), table);
            case TOP -> edge('┌', '┬', '┐');
            case BOTTOM -> edge('└', '┴', '┘');
            case BLANK -> " ".repeat(table);
            case ROW ->
                "│ " + " ".repeat(numbers - line.row().number().length())
                        + line.row().number() + " │ "
                        + context.fitted(line.row().access(), accesses) + " │ "
                        + context.fitted(line.row().isInheritable() ? "inherit" : "", FLAG) + " │";
        };
    }

    /** Whose table it is stays whole; what it was started as loses its middle, if need be. */
    private String title(Box box, int width) {
        String name = box.pid() + (box.isOdd() ? " " + box.state() : "") + " ";
        String title = "process " + name + " " + box.command();
        String fitted = context.fitted(title, width);
        return fitted.stripTrailing().equals(title)
                ? fitted
                : name + context.fitted(box.command(), Math.max(0, width - name.length()));
    }

    private String edge(char first, char middle, char last) {
        return first + bar(numbers + 2) + middle + bar(accesses + 2) + middle + bar(FLAG + 2) + last;
    }

    private static String bar(int length) {
        return "─".repeat(length);
    }

    private String right(int number, int objects) {
        Line line = lines.get(number);
        if (number == 0) {
            return context.fitted(" kernel objects", objects + OBJECT_FRAME + uses - "uses".length()) + "uses";
        }
        if (number == 1) {
            return "┌" + bar(objects + 2) + "┬" + bar(uses + 2) + "┐";
        }
        if (number == lines.size() - 1) {
            return "└" + bar(objects + 2) + "┴" + bar(uses + 2) + "┘";
        }
        String count = line.card() == null ? "" : String.valueOf(line.card().uses());
        return "│ " + object(line, objects) + " │ " + " ".repeat(uses - count.length()) + count + " │";
    }

    private String object(Line line, int width) {
        if (line.card() == null) {
            boolean isFar = line.row() != null && far.contains(line.row().card());
            return context.fitted(isFar ? "↑ " + name(line.row().card()) : "", width);
        }
        String name = context.fitted(name(line.card()), width);
        // the state has what room there is, and is left out before it says nothing
        int left = name.length() - name.stripTrailing().length() - GAP;
        String state = line.card().state();
        if (state.length() > left) {
            state = state.replaceFirst(",.*", "");
        }
        return state.equals("-") || left < Math.min(SHORTEST_STATE, state.length())
                ? name
                : name.stripTrailing() + "  " + context.fitted(state, left);
    }

    private static String name(Card card) {
        return card.address() + " " + card.typeWord() + " " + card.name();
    }
}
