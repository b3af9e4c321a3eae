package io.mailslot.benchmarks.race;

import java.util.List;
import java.util.Locale;

/**
 * The figures of some rounds.
 *
 * @param low the lowest
 * @param median the middle one, or the mean of the middle two
 * @param high the highest
 */
record Spread(double low, double median, double high) {

    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(sorted.get(0), median, sorted.get(sorted.size() - 1));
    }

    /** With a format for each of the three. */
    String text(String format) {
        return String.format(Locale.ROOT, format + " (" + format + "-" + format + ")", median, low, high);
    }
}
