package io.mailslot.it.storm;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What one process has done so far: operations, and refusals by code. Thread-safe. */
final class Tally {
    private static final String NO_REFUSALS = "-";

    private long operations;
    private final Map<Integer, Long> refusals = new TreeMap<>();

    synchronized void done() {
        operations++;
    }

    synchronized void refused(int code) {
        operations++;
        refusals.merge(code, 1L, Long::sum);
    }

    synchronized long operations() {
        return operations;
    }

    synchronized Map<Integer, Long> refusals() {
        return new TreeMap<>(refusals);
    }

    synchronized void add(Tally other) {
        operations += other.operations();
        other.refusals().forEach((code, count) -> refusals.merge(code, count, Long::sum));
    }

    synchronized String toLine() {
        String codes = refusals.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
        return operations + " " + (codes.isEmpty() ? NO_REFUSALS : codes);
    }

    static Tally parse(String line) {
        String[] words = line.split(" ");
        Tally tally = new Tally();
        tally.operations = Long.parseLong(words[0]);
        if (!words[1].equals(NO_REFUSALS)) {
            for (String pair : words[1].split(",")) {
                int split = pair.indexOf('=');
                tally.refusals.put(Integer.valueOf(pair.substring(0, split)), Long.valueOf(pair.substring(split + 1)));
            }
        }
        return tally;
    }
}
