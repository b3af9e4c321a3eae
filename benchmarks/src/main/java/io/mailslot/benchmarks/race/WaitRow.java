package io.mailslot.benchmarks.race;

import java.util.ArrayList;
import java.util.List;

/** The figures of one side, a pair of each round. */
final class WaitRow {
    private final String name;
    private final List<Double> first = new ArrayList<>();
    private final List<Double> second = new ArrayList<>();

    WaitRow(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void add(double one, double two) {
        first.add(one);
        second.add(two);
    }

    String firstText() {
        return Spread.of(first).text("%.2f");
    }

    String secondText() {
        return Spread.of(second).text("%.2f");
    }

    /** The median over the rounds of how many times the other row's first figure this one's is. */
    double ratioTo(WaitRow other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            ratios.add(first.get(i) / other.first.get(i));
        }
        return Spread.of(ratios).median();
    }
}
