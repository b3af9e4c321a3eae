package io.mailslot.it.storm;

import java.util.List;

/**
 * A stretch of time, by a clock that all JVMs of the machine share.
 *
 * @param startNanos its begin
 * @param endNanos its end
 */
public record Span(long startNanos, long endNanos) {
    public long nanos() {
        return endNanos - startNanos;
    }

    boolean overlaps(Span other) {
        return startNanos < other.endNanos && other.startNanos < endNanos;
    }

    /** For how much of this one any of some others went on, too. */
    public long covered(List<Span> byStart) {
        long covered = 0;
        long upTo = startNanos;
        for (Span other : byStart) {
            long from = Math.max(upTo, other.startNanos);
            long to = Math.min(endNanos, other.endNanos);
            if (to > from) {
                covered += to - from;
                upTo = to;
            }
        }
        return covered;
    }

    public String toLine() {
        return startNanos + " " + endNanos;
    }

    public static Span parse(String line) {
        int blank = line.indexOf(' ');
        return new Span(Long.parseLong(line.substring(0, blank)), Long.parseLong(line.substring(blank + 1)));
    }
}
