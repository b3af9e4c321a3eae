package io.mailslot.benchmarks.race;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Figures that depend on a number, from several rounds. */
final class Curve {
    private final String title;
    private final String number;
    private final List<String> columns;
    private final Map<Long, List<List<Double>>> points = new TreeMap<>();

    Curve(String title, String number, List<String> columns) {
        this.title = title;
        this.number = number;
        this.columns = columns;
    }

    /** A figure of each column. */
    void add(long at, double... figures) {
        List<List<Double>> point = points.computeIfAbsent(
                at,
                key -> columns.stream()
                        .map(column -> (List<Double>) new ArrayList<Double>())
                        .toList());
        for (int i = 0; i < figures.length; i++) {
            point.get(i).add(figures[i]);
        }
    }

    String text() {
        StringBuilder text = new StringBuilder(title).append(String.format(Locale.ROOT, "%n%-12s", number));
        columns.forEach(column -> text.append(String.format(Locale.ROOT, " %-26s", column)));
        points.forEach((at, figures) -> {
            text.append(String.format(Locale.ROOT, "%n%-12s", grouped(at)));
            figures.forEach(values -> text.append(String.format(Locale.ROOT, " %-26s", cell(values))));
        });
        return text.append(String.format(Locale.ROOT, "%n")).toString();
    }

    String markdown() {
        StringBuilder text = new StringBuilder("### " + title + "\n\n| " + number + " | ");
        text.append(String.join(" | ", columns))
                .append(" |\n")
                .append("|---".repeat(columns.size() + 1))
                .append("|\n");
        points.forEach((at, figures) -> {
            text.append("| ").append(grouped(at));
            figures.forEach(values -> text.append(" | ").append(cell(values)));
            text.append(" |\n");
        });
        return text.toString();
    }

    List<Map<String, Object>> toMaps() {
        List<Map<String, Object>> maps = new ArrayList<>();
        points.forEach((at, figures) -> {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put(number, at);
            for (int i = 0; i < columns.size(); i++) {
                map.put(columns.get(i), figures.get(i));
            }
            maps.add(map);
        });
        return maps;
    }

    private static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String cell(List<Double> values) {
        Spread spread = Spread.of(values);
        return spread.text(Measure.format(spread.median()));
    }
}
