package io.mailslot.it.storm;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * An operation that took long.
 *
 * @param pid the process that waited
 * @param operation what it did
 * @param span from when to when
 */
public record Stall(long pid, String operation, Span span) {
    public static final Stall NONE = new Stall(0, "none", new Span(0, 0));

    /** Shorter ones are not worth a line of output. */
    public static final long NOTEWORTHY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    public String toLine() {
        return operation + " " + span.toLine();
    }

    public static Stall parse(String pid, String line) {
        int blank = line.indexOf(' ');
        return new Stall(Long.parseLong(pid), line.substring(0, blank), Span.parse(line.substring(blank + 1)));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f ms (%s by %d)", span.nanos() / 1e6, operation, pid);
    }
}
