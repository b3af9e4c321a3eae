package io.mailslot.benchmarks.race;

import java.util.Locale;

/** What is compared. */
enum Measure {
    /** Messages that all receivers have got. */
    RATE("M messages/s", Sample.RATE, 1e-6, true),
    /** Bytes of large messages that all receivers have got. */
    BYTES("MiB/s", Sample.BYTES, 1.0 / (1 << 20), true),
    /** There and back. */
    ROUND_TRIP("µs", Sample.P50, 1e-3, false);

    private final String unit;
    private final String figure;
    private final double factor;
    private final boolean moreIsBetter;

    Measure(String unit, String figure, double factor, boolean moreIsBetter) {
        this.unit = unit;
        this.figure = figure;
        this.factor = factor;
        this.moreIsBetter = moreIsBetter;
    }

    String unit() {
        return unit;
    }

    boolean moreIsBetter() {
        return moreIsBetter;
    }

    double of(Sample sample) {
        return sample.figures().get(figure) * factor;
    }

    /** How many times as good the one is. */
    double advantage(Sample one, Sample other) {
        return moreIsBetter ? of(one) / of(other) : of(other) / of(one);
    }

    static String text(double value) {
        return String.format(Locale.ROOT, format(value), value);
    }

    /** Three digits that count. */
    static String format(double value) {
        if (value >= 100) {
            return "%.0f";
        }
        if (value >= 10) {
            return "%.1f";
        }
        return value >= 0.1 ? "%.2f" : "%.3f";
    }
}
