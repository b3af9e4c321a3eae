package io.mailslot.micrometer;

/** One figure, as it was seen last. Whoever reads it has the home looked at, if that is due. */
final class Reading {
    private static final double UNKNOWN = -1;

    private final MailslotMetrics metrics;

    /** Negative for what could not be read. */
    private volatile double level = UNKNOWN;

    /** The last that could be read. */
    private volatile double count;

    Reading(MailslotMetrics metrics) {
        this.metrics = metrics;
    }

    /** @param seen negative for what could not be read */
    void set(double seen) {
        level = seen;
        if (seen >= 0) {
            count = seen;
        }
    }

    /** For a gauge: NaN if it could not be read. */
    double level() {
        boolean known = metrics.latest().isPresent() && level >= 0;
        return known ? level : Double.NaN;
    }

    /** For a counter, which stays where it was if it could not be read. */
    double count() {
        metrics.latest();
        return count;
    }
}
