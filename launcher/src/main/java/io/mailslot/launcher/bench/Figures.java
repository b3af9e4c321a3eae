package io.mailslot.launcher.bench;

import java.util.Locale;

/** How numbers are got from numbers, and how people read them. */
final class Figures {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int KILO = 1000;
    private static final int TEN = 10;
    private static final String[] TIMES = {"ns", "µs", "ms", "s"};

    private Figures() {}

    /** The sum of what each of some counters has counted in its own time; a counter that no time has passed for has not. */
    static double perSecond(Counts before, Counts after) {
        double sum = 0;
        for (int i = 0; i < after.numbers().length; i++) {
            long nanos = after.nanos()[i] - before.nanos()[i];
            long number = after.numbers()[i] - before.numbers()[i];
            sum += nanos <= 0 ? 0 : number * NANOS_PER_SECOND / nanos;
        }
        return sum;
    }

    /** How many times are due before the end, every so often from the first one. */
    static long dueWithin(long first, long end, long interval) {
        return first >= end ? 0 : (end - first + interval - 1) / interval;
    }

    /** Three digits at least, for instance {@code 870ns}, {@code 6.1µs}, {@code 41µs}, {@code 1.2s}. */
    static String time(long nanos) {
        double amount = nanos;
        int unit = 0;
        while (Math.round(amount) >= KILO && unit < TIMES.length - 1) {
            amount /= KILO;
            unit++;
        }
        boolean whole = unit == 0 || amount >= TEN;
        return String.format(Locale.ROOT, whole ? "%.0f%s" : "%.1f%s", amount, TIMES[unit]);
    }

    /** A whole number; in groups of three digits where people read it. */
    static String count(double number, boolean grouped) {
        long whole = Math.round(number);
        return grouped ? String.format(Locale.ROOT, "%,d", whole).replace(',', ' ') : Long.toString(whole);
    }

    /** One decimal of what is small. */
    static String amount(double number) {
        return String.format(Locale.ROOT, number < TEN * TEN ? "%.1f" : "%.0f", number);
    }
}
