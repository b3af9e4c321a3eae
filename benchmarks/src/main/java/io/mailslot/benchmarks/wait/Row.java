package io.mailslot.benchmarks.wait;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The figures of one side, a pair of each round. */
final class Row {
    private final String name;
    private final List<Double> first = new ArrayList<>();
    private final List<Double> second = new ArrayList<>();

    Row(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void add(double one, double two) {
        first.add(one);
        second.add(two);
    }

    double first() {
        return median(first);
    }

    String firstText() {
        return text(first);
    }

    String secondText() {
        return text(second);
    }

    /** The median over the rounds of how many times the other row's first figure this one's is. */
    double ratioTo(Row other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            ratios.add(first.get(i) / other.first.get(i));
        }
        return median(ratios);
    }

    private static String text(List<Double> values) {
        return String.format("%.2f (%.2f-%.2f)", median(values), Collections.min(values), Collections.max(values));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
