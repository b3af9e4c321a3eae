package io.mailslot.it.storm;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a storm came to.
 *
 * @param seed of all random choices
 * @param kills of workers, and children of workers
 * @param verifications of the home, all without a finding
 * @param tally of all processes together
 * @param delays of all operations
 * @param duration of the storm
 */
record StormReport(long seed, int kills, int verifications, Tally tally, Delays delays, Duration duration) {

    private Map<String, Long> longestByOperation() {
        Map<String, Long> longest = new TreeMap<>();
        delays.stalls()
                .forEach(stall -> longest.merge(stall.operation(), stall.span().nanos() / 1_000_000, Math::max));
        return longest;
    }

    @Override
    public String toString() {
        Stall raw = delays.longest();
        Stall net = delays.longestNet();
        return new StormTable()
                .row("seed", seed)
                .row("kills", kills)
                .row("operations", tally.operations())
                .row("refusals by code", tally.refusals())
                .row("longest stall, raw", raw)
                .row("hiccups meanwhile", StormTable.millis(raw.span().covered(delays.hiccups())))
                .row("longest stall less hiccups", StormTable.millis(delays.netNanos(net)) + " of " + net)
                .row("over 20, 50, 100, 200 ms", delays.countOver(20, 50, 100, 200))
                .row("less hiccups over 10, 20, 40, 80 ms", delays.countNetOver(10, 20, 40, 80))
                .row("worst hiccup", StormTable.millis(delays.worstHiccup().nanos()))
                .row("longest by operation, raw ms", longestByOperation())
                .row("findings", "0 in " + verifications + " verifications")
                .row("duration", duration.toMillis() / 1000.0 + " s")
                .toString();
    }
}
