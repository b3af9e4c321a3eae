package io.mailslot.launcher.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A process's handle table at one moment. */
record HandleTable(List<HandleRow> rows) {
    private static final Set<Integer> NUMERIC = Set.of(0, 5);

    /** The row of that handle. */
    HandleRow row(int handle) {
        return rows.stream()
                .filter(row -> row.handle() == handle)
                .findFirst()
                .orElseThrow(() -> new SceneFailure("expected handle " + handle + " in the table, got " + handles()));
    }

    /** The only row of that type. */
    HandleRow only(String type) {
        List<HandleRow> found =
                rows.stream().filter(row -> row.type().equals(type)).toList();
        if (found.size() != 1) {
            throw new SceneFailure("expected one " + type + " in the table, got " + found.size());
        }
        return found.get(0);
    }

    /** The numbers, lowest first. */
    List<Integer> handles() {
        return rows.stream().map(HandleRow::handle).sorted().toList();
    }

    /** The table as a drawing, in plain ASCII so that it survives every terminal and log. */
    List<String> draw() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HandleRow.HEADINGS);
        rows.forEach(row -> lines.add(row.cells()));
        int[] widths = new int[HandleRow.HEADINGS.size()];
        for (List<String> line : lines) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        List<String> drawing = new ArrayList<>();
        String rule = rule(widths);
        drawing.add(rule);
        for (int i = 0; i < lines.size(); i++) {
            drawing.add(drawRow(lines.get(i), widths));
            if (i == 0) {
                drawing.add(rule);
            }
        }
        if (rows.isEmpty()) {
            drawing.add("| (empty)" + " ".repeat(rule.length() - "| (empty)|".length()) + "|");
        }
        drawing.add(rule);
        return drawing;
    }

    private static String rule(int[] widths) {
        StringBuilder rule = new StringBuilder("+");
        for (int width : widths) {
            rule.append("-".repeat(width + 2)).append('+');
        }
        return rule.toString();
    }

    private static String drawRow(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(' ').append(NUMERIC.contains(column) ? padding + cell : cell + padding);
            line.append(" |");
        }
        return line.toString();
    }
}
