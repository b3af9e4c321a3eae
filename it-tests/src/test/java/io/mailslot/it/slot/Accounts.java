package io.mailslot.it.slot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What was written against what was read, after a storm.
 *
 * @param streams how many there were
 * @param read messages that readers reported
 * @param unreported messages that somebody must have taken, but did not live to report
 * @param findings everything else that does not fit
 */
record Accounts(int streams, long read, long unreported, List<String> findings) {

    /** @param heard the last number of each broadcast stream that a listener of its own got, nothing missing */
    static Accounts of(Path folder, Map<Integer, Integer> heard) throws IOException {
        List<String> findings = new ArrayList<>();
        Map<Integer, BitSet> taken = new TreeMap<>();
        for (Path report : files(folder, "reader-")) {
            addReport(report, taken, findings);
        }
        long read = 0;
        long unreported = 0;
        List<Path> streams = files(folder, "stream-");
        for (Path file : streams) {
            int stream = Integer.parseInt(file.getFileName().toString().substring("stream-".length()));
            Progress progress = Progress.open(file);
            BitSet numbers = taken.computeIfAbsent(stream, key -> new BitSet());
            read += numbers.cardinality();
            unreported += missing(stream, progress, numbers, findings);
            if (stream % 2 == 1) {
                compare(stream, progress, heard.getOrDefault(stream, 0), findings);
            }
        }
        return new Accounts(streams.size(), read, unreported, findings);
    }

    private static void addReport(Path report, Map<Integer, BitSet> taken, List<String> findings) throws IOException {
        Map<Integer, Integer> last = new HashMap<>();
        StormReader.replay(report, (stream, number) -> {
            Integer before = last.put(stream, number);
            if (before != null && before >= number) {
                findings.add(report.getFileName() + " took " + number + " of stream " + stream + " after " + before);
            }
            BitSet numbers = taken.computeIfAbsent(stream, key -> new BitSet());
            if (numbers.get(number)) {
                findings.add(report.getFileName() + " took " + number + " of stream " + stream + " a second time");
            }
            numbers.set(number);
        });
    }

    /** How many of a stream nobody reported. What a writer died over is there in full or not at all. */
    private static int missing(int stream, Progress progress, BitSet numbers, List<String> findings) {
        if (numbers.length() - 1 > progress.begun()) {
            findings.add("stream " + stream + " has number " + (numbers.length() - 1) + ", of " + progress.begun());
        }
        int lastWritten = numbers.length() - 1 > progress.written() ? progress.begun() : progress.written();
        return lastWritten - numbers.get(1, lastWritten + 1).cardinality();
    }

    private static void compare(int stream, Progress progress, int heard, List<String> findings) {
        if (heard != progress.written() && heard != progress.begun()) {
            findings.add("stream " + stream + " was heard up to " + heard + ", but written up to " + progress.written()
                    + " and begun up to " + progress.begun());
        }
    }

    private static List<Path> files(Path folder, String prefix) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }
}
