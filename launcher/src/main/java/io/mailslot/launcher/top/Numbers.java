package io.mailslot.launcher.top;

import java.util.Locale;

/** Numbers that change all the time: rounded, and no wider than {@link #WIDTH}, so that columns stay where they are. */
final class Numbers {
    static final int WIDTH = 6;

    private static final long EXACT = 10_000;
    private static final double KILO = 1_000;
    private static final String[] UNITS = {"", "k", "M", "G", "T", "P"};

    private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    private static final String LEVELS = " ▁▂▃▄▅▆▇█";

    private Numbers() {}

    /** For instance {@code 0}, {@code 2.0}, {@code 812}, {@code 81.2k} or {@code 1.2M}. */
    static String rate(double rate) {
        return rate == 0 ? "0" : scaled(rate);
    }

    /** The same with more digits below 1. */
    static String small(double number) {
        return number > 0 && number < 1 ? String.format(Locale.ROOT, "%.3f", number) : rate(number);
    }

    /** Exact as long as that is short. */
    static String count(long count) {
        return count < EXACT ? String.valueOf(count) : scaled(count);
    }

    private static String scaled(double number) {
        double left = number;
        int unit = 0;
        while (left >= KILO - 0.5 && unit < UNITS.length - 1) {
            left /= KILO;
            unit++;
        }
        // what would be rounded to nothing is not told to be nothing
        double shown = unit == 0 && left < 0.1 ? 0.1 : left;
        boolean whole = shown >= 100 || unit == 0 && shown >= 10;
        return String.format(Locale.ROOT, whole ? "%.0f%s" : "%.1f%s", shown, UNITS[unit]);
    }

    static String padded(String text) {
        return " ".repeat(Math.max(0, WIDTH - text.length())) + text;
    }

    /** A bar, of which so much is filled. */
    static String bar(double part, int width) {
        int eighths = (int) Math.ceil(Math.max(0, Math.min(1, part)) * width * 8);
        String bar = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
        return bar + " ".repeat(width - bar.length());
    }

    /** A line of columns, as high as the numbers are beside the largest of them; what is not known, or nothing, is blank. */
    static String heights(double[] numbers) {
        double most = 0;
        for (double number : numbers) {
            most = Math.max(most, Double.isNaN(number) ? 0 : number);
        }
        StringBuilder line = new StringBuilder();
        for (double number : numbers) {
            boolean something = number > 0;
            line.append(LEVELS.charAt(something ? (int) Math.max(1, Math.round(number / most * 8)) : 0));
        }
        return line.toString();
    }
}
