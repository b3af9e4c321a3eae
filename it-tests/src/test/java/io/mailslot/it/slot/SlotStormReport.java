package io.mailslot.it.slot;

import io.mailslot.it.storm.Span;
import io.mailslot.it.storm.Stall;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a storm on mailslots came to.
 *
 * @param kills of all processes, and of readers among them
 * @param segments how many segments the busier mailslot has had
 * @param stalls of writes that found room, and of those that did not
 * @param hiccups in which the machine held up any process, in order
 * @param micros times of a sample of writes that found room
 */
record SlotStormReport(
        long seed,
        int kills,
        int readerKills,
        Accounts accounts,
        long segments,
        List<Stall> stalls,
        List<Span> hiccups,
        List<Integer> micros,
        Duration duration) {

    /** The longest of the stalls of a kind, without the time for which the machine held up any process. */
    long longestNetMillis(String kind) {
        return longestNet(kind) / 1_000_000;
    }

    private long longestNet(String kind) {
        return stalls.stream()
                .filter(stall -> stall.operation().startsWith(kind))
                .mapToLong(this::net)
                .max()
                .orElse(0);
    }

    private long net(Stall stall) {
        return stall.span().nanos() - stall.span().covered(hiccups);
    }

    private long longestRaw(String kind) {
        return stalls.stream()
                .filter(stall -> stall.operation().startsWith(kind))
                .mapToLong(stall -> stall.span().nanos())
                .max()
                .orElse(0);
    }

    long worstHiccupMillis() {
        return hiccups.stream().mapToLong(Span::nanos).max().orElse(0) / 1_000_000;
    }

    double percentileMillis(double share) {
        List<Integer> sorted = micros.stream().sorted(Comparator.naturalOrder()).toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) (share * (sorted.size() - 1))) / 1e3;
    }

    @Override
    public String toString() {
        Map<String, Object> rows = new LinkedHashMap<>();
        rows.put("seed", seed);
        rows.put("kills", kills + ", of readers " + readerKills);
        rows.put("streams", accounts.streams());
        rows.put("messages read", accounts.read());
        rows.put("taken, not reported", accounts.unreported());
        rows.put("segments", segments);
        rows.put("longest write", both(StormWriter.WRITE));
        rows.put("longest wait for room", both(StormWriter.WAIT));
        rows.put("write, p50 and p99", percentileMillis(0.5) + " and " + percentileMillis(0.99) + " ms");
        rows.put("worst hiccup", worstHiccupMillis() + " ms");
        rows.put("duration", duration.toMillis() / 1000.0 + " s");
        stalls.stream()
                .sorted(Comparator.comparingLong(this::net).reversed())
                .limit(6)
                .forEach(stall -> rows.put(stall.toString(), net(stall) / 1_000_000 + " ms less hiccups"));
        StringBuilder table = new StringBuilder();
        rows.forEach((name, value) -> table.append(String.format(Locale.ROOT, "| %-28s | %s%n", name, value)));
        return table.toString();
    }

    private String both(String kind) {
        return String.format(Locale.ROOT, "%.1f ms, %.1f less hiccups", longestRaw(kind) / 1e6, longestNet(kind) / 1e6);
    }
}
