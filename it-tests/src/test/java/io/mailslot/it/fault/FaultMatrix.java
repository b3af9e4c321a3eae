package io.mailslot.it.fault;

import io.mailslot.internal.memory.FaultPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which deaths were survived, and how long the longest operation of a survivor took right after each. */
final class FaultMatrix {
    /** How a victim dies. */
    enum Death {
        HALT("halt"),
        KILL("kill -9");

        private final String title;

        Death(String title) {
            this.title = title;
        }
    }

    private final Map<FaultPoint, Map<Death, Duration>> survived = new EnumMap<>(FaultPoint.class);

    void add(FaultPoint point, Death death, Duration longestStall) {
        survived.computeIfAbsent(point, any -> new EnumMap<>(Death.class)).put(death, longestStall);
    }

    /** Prints the matrix, and leaves a copy beside the reports. */
    void print(Path file) {
        String text = this + System.lineSeparator();
        System.out.print(text);
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("Fault points survived, with the survivor's longest operation after it:");
        text.append(String.format(Locale.ROOT, "%n%-30s", "fault point"));
        for (Death death : tried()) {
            text.append(String.format(Locale.ROOT, "%14s", death.title));
        }
        int cells = 0;
        for (FaultPoint point : FaultPoint.values()) {
            text.append(String.format(Locale.ROOT, "%n%-30s", point));
            for (Death death : tried()) {
                Duration stall = survived.getOrDefault(point, Map.of()).get(death);
                text.append(
                        stall == null
                                ? String.format(Locale.ROOT, "%14s", "-")
                                : String.format(Locale.ROOT, "%11.1f ms", millis(stall)));
                cells += stall == null ? 0 : 1;
            }
        }
        double longest = survived.values().stream()
                .flatMap(row -> row.values().stream())
                .mapToDouble(FaultMatrix::millis)
                .max()
                .orElse(0);
        int all = FaultPoint.values().length * tried().size();
        return text.append(
                        String.format(Locale.ROOT, "%n%d of %d survived, longest stall %.1f ms", cells, all, longest))
                .toString();
    }

    /** Those of this run: the Maven profile {@code storm} has others than the default tests. */
    private List<Death> tried() {
        return Arrays.stream(Death.values())
                .filter(death -> survived.values().stream().anyMatch(row -> row.containsKey(death)))
                .toList();
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
