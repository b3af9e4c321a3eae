package io.mailslot.launcher.bench;

import java.time.Duration;
import java.util.Locale;

/** How far a benchmark is, for whoever sits at a terminal. */
final class Progress {
    private static final int BAR = 20;
    private static final int EIGHTHS = 8;
    private static final char FULL = '█';
    /** The first of eight: a block that is one eighth less than full. */
    private static final char LARGEST_PART = '▉';

    private static final double NANOS_PER_SECOND = 1e9;

    private final BenchContext context;
    private final long totalNanos;
    private long passedNanos;

    Progress(BenchContext context, Duration total) {
        this.context = context;
        this.totalNanos = Math.max(1, total.toNanos());
    }

    boolean isSeen() {
        return context.isTalkSeen();
    }

    void passed(long nanos) {
        passedNanos += nanos;
    }

    void show(Carrier carrier, double messagesPerSecond) {
        if (isSeen()) {
            context.progress(line(carrier.title(), passedNanos, totalNanos, messagesPerSecond));
        }
    }

    void end() {
        if (isSeen()) {
            context.progress("");
        }
    }

    static String line(String title, long passedNanos, long totalNanos, double messagesPerSecond) {
        double part = Math.min(1, (double) passedNanos / totalNanos);
        return String.format(
                Locale.ROOT,
                "%-11s %s  %.1f s of %.1f s  %s msg/s  ETA %d s",
                title,
                bar(part),
                passedNanos / NANOS_PER_SECOND,
                totalNanos / NANOS_PER_SECOND,
                Figures.count(messagesPerSecond, true),
                Math.max(0, Math.round((totalNanos - passedNanos) / NANOS_PER_SECOND)));
    }

    static String bar(double part) {
        int eighths = (int) Math.round(part * BAR * EIGHTHS);
        StringBuilder bar = new StringBuilder(String.valueOf(FULL).repeat(eighths / EIGHTHS));
        if (eighths % EIGHTHS > 0) {
            bar.append((char) (LARGEST_PART + EIGHTHS - 1 - eighths % EIGHTHS));
        }
        return bar.append(" ".repeat(BAR - bar.length())).toString();
    }
}
