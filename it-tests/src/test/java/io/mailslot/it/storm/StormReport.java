package io.mailslot.it.storm;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a storm came to.
 *
 * @param seed of all random choices
 * @param kills of workers, and children of workers
 * @param verifications of the home, all without a finding
 * @param tally of all processes together
 * @param stalls all noteworthy ones of processes that were alive when they ended
 * @param hiccups all noteworthy ones of all processes, as far as these lived to tell them
 * @param duration of the storm
 */
record StormReport(
        long seed,
        int kills,
        int verifications,
        Tally tally,
        List<Stall> stalls,
        List<Span> hiccups,
        Duration duration) {

    StormReport {
        hiccups = hiccups.stream()
                .sorted(Comparator.comparingLong(Span::startNanos))
                .toList();
    }

    Stall longest() {
        return stalls.stream()
                .max(Comparator.comparingLong(stall -> stall.span().nanos()))
                .orElse(Stall.NONE);
    }

    /**
     * What is left of a stall without the time for which the machine held up any process of the storm, because that one
     * may have been the one that was waited for.
     */
    long netNanos(Stall stall) {
        return stall.span().nanos() - stall.span().covered(hiccups);
    }

    Stall longestNet() {
        return stalls.stream().max(Comparator.comparingLong(this::netNanos)).orElse(Stall.NONE);
    }

    /** The longest time for which the machine held a process up all by itself. */
    Span worstHiccup() {
        return hiccups.stream().max(Comparator.comparingLong(Span::nanos)).orElse(new Span(0, 0));
    }

    private Map<String, Long> longestByOperation() {
        Map<String, Long> longest = new TreeMap<>();
        stalls.forEach(stall -> longest.merge(stall.operation(), stall.span().nanos() / 1_000_000, Math::max));
        return longest;
    }

    @Override
    public String toString() {
        Stall raw = longest();
        Map<String, Object> rows = new LinkedHashMap<>();
        rows.put("seed", seed);
        rows.put("kills", kills);
        rows.put("operations", tally.operations());
        rows.put("refusals by code", tally.refusals());
        rows.put("longest stall, raw", raw);
        rows.put("hiccups meanwhile", millis(raw.span().covered(hiccups)));
        rows.put("longest stall less hiccups", millis(netNanos(longestNet())) + " of " + longestNet());
        rows.put("worst hiccup", millis(worstHiccup().nanos()));
        rows.put("longest by operation, raw ms", longestByOperation());
        rows.put("findings", "0 in " + verifications + " verifications");
        rows.put("duration", duration.toMillis() / 1000.0 + " s");
        StringBuilder table = new StringBuilder();
        rows.forEach((name, value) -> table.append(String.format(Locale.ROOT, "| %-28s | %s%n", name, value)));
        return table.toString();
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}
