package io.mailslot.launcher;

import io.mailslot.api.Timeouts;
import java.time.Duration;
import java.util.Locale;

/** Numbers the way people read them. */
final class Humanize {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final int KIBI = 1024;

    private Humanize() {}

    /** For instance {@code 20 KiB} or {@code 1.5 MiB}. */
    static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= KIBI && unit < UNITS.length - 1) {
            amount /= KIBI;
            unit++;
        }
        boolean whole = amount == Math.rint(amount) || amount >= 100;
        return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
    }

    /** For instance {@code 5s}, {@code 1500ms} or {@code forever}; what the options take. */
    static String duration(Duration duration) {
        if (duration.equals(Timeouts.FOREVER)) {
            return "forever";
        }
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    /** A word as a POSIX shell takes it, quoted only where it must be. */
    static String shellWord(String word) {
        if (word.matches("[\\p{L}\\p{N}_./:@%+=,-]+")) {
            return word;
        }
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
