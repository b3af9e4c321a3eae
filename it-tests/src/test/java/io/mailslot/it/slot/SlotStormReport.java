package io.mailslot.it.slot;

import io.mailslot.it.storm.Delays;
import io.mailslot.it.storm.StormTable;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a storm on mailslots came to.
 *
 * @param kills of all processes, and of readers among them
 * @param segments how many segments the busier mailslot has had
 * @param delays of writes that found room, and of those that did not
 * @param micros times of a sample of writes that found room
 */
record SlotStormReport(
        long seed,
        int kills,
        int readerKills,
        Accounts accounts,
        long segments,
        Delays delays,
        List<Integer> micros,
        Duration duration) {
    private static final int LONGEST_SHOWN = 6;

    double percentileMillis(double share) {
        List<Integer> sorted = micros.stream().sorted(Comparator.naturalOrder()).toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) (share * (sorted.size() - 1))) / 1e3;
    }

    @Override
    public String toString() {
        StormTable table = new StormTable()
                .row("seed", seed)
                .row("kills", kills + ", of readers " + readerKills)
                .row("streams", accounts.streams())
                .row("messages read", accounts.read())
                .row("taken, not reported", accounts.unreported())
                .row("segments", segments)
                .row("longest write", both(StormWriter.WRITE))
                .row("longest wait for room", both(StormWriter.WAIT))
                .row("write, p50 and p99", percentileMillis(0.5) + " and " + percentileMillis(0.99) + " ms")
                .row("worst hiccup", StormTable.millis(delays.worstHiccup().nanos()))
                .row("duration", duration.toMillis() / 1000.0 + " s");
        delays.stalls().stream()
                .sorted(Comparator.comparingLong(delays::netNanos).reversed())
                .limit(LONGEST_SHOWN)
                .forEach(stall ->
                        table.row(stall.toString(), StormTable.millis(delays.netNanos(stall)) + " less hiccups"));
        return table.toString();
    }

    private String both(String kind) {
        Delays those = delays.only(kind);
        return String.format(
                Locale.ROOT,
                "%.1f ms, %.1f less hiccups",
                those.longest().span().nanos() / 1e6,
                those.netNanos(those.longestNet()) / 1e6);
    }
}
