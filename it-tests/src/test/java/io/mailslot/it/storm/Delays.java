package io.mailslot.it.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What took long, and for how long the machine held up any process that took part.
 *
 * @param stalls all noteworthy ones of processes that were alive when they ended
 * @param hiccups all noteworthy ones of all processes, as far as these lived to tell them, in order
 */
public record Delays(List<Stall> stalls, List<Span> hiccups) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    public static Delays of(Collection<Stall> stalls, Collection<Span> hiccups) {
        return new Delays(
                List.copyOf(stalls),
                hiccups.stream()
                        .sorted(Comparator.comparingLong(Span::startNanos))
                        .toList());
    }

    /** Those of operations whose name begins so. */
    public Delays only(String operation) {
        return new Delays(
                stalls.stream()
                        .filter(stall -> stall.operation().startsWith(operation))
                        .toList(),
                hiccups);
    }

    /** Those that were going on at some time of a span: while JVMs start, for one, nobody gets the processor in time. */
    public Delays during(Span time) {
        return new Delays(
                stalls.stream().filter(stall -> stall.span().overlaps(time)).toList(),
                hiccups.stream().filter(hiccup -> hiccup.overlaps(time)).toList());
    }

    public Stall longest() {
        return stalls.stream()
                .max(Comparator.comparingLong(stall -> stall.span().nanos()))
                .orElse(Stall.NONE);
    }

    /**
     * What is left of a stall without the time for which the machine held up any process, because that one may have been
     * the one that was waited for.
     */
    public long netNanos(Stall stall) {
        return stall.span().nanos() - stall.span().covered(hiccups);
    }

    /** Whether nothing took longer but for the machine. */
    public boolean areNetWithin(long millis) {
        return netNanos(longestNet()) / NANOS_PER_MILLI <= millis;
    }

    public Stall longestNet() {
        return stalls.stream().max(Comparator.comparingLong(this::netNanos)).orElse(Stall.NONE);
    }

    /** How many stalls are longer than each of some times, in milliseconds, as a whole. */
    public List<Long> countOver(long... millis) {
        return countOver(stall -> stall.span().nanos(), millis);
    }

    /** How many are longer than each of some times without what the machine is to blame for. */
    public List<Long> countNetOver(long... millis) {
        return countOver(this::netNanos, millis);
    }

    private List<Long> countOver(ToLongFunction<Stall> length, long... millis) {
        long[] lengths = stalls.stream().mapToLong(length).toArray();
        return Arrays.stream(millis)
                .mapToObj(limit -> Arrays.stream(lengths)
                        .filter(nanos -> nanos > limit * NANOS_PER_MILLI)
                        .count())
                .toList();
    }

    /** The longest time for which the machine held a process up all by itself. */
    public Span worstHiccup() {
        return hiccups.stream().max(Comparator.comparingLong(Span::nanos)).orElse(new Span(0, 0));
    }

    /**
     * Requires that nothing took longer but for the machine. Of a stall in which the machine held a process up for longer
     * than that all by itself, nobody can tell: whoever was held up with it may not have lived to say so.
     */
    public void requireNetWithin(long millis, Object report) {
        List<Span> worse = hiccups.stream()
                .filter(hiccup -> hiccup.nanos() / NANOS_PER_MILLI > millis)
                .toList();
        for (Stall stall : stalls) {
            boolean excused = worse.stream().anyMatch(stall.span()::overlaps);
            if (netNanos(stall) / NANOS_PER_MILLI > millis) {
                assertThat(excused).as("%s%n%s is too long", report, stall).isTrue();
                System.out.println("the machine alone held a process up for longer than " + millis + " ms: " + stall
                        + " cannot be judged\n");
            }
        }
    }
}
