package io.mailslot.benchmarks.race;

import io.mailslot.benchmarks.transport.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * When a receiver should look again that has found nothing, judged over a ring that costs next to nothing itself: rules in
 * turn, each round of each in new processes. Arguments: rules, a number of rounds, {@code quick}.
 */
public final class Regimes {
    /** From here on, in nanoseconds of the canary, processors lie far apart. */
    private static final long FAR_NANOS = 280;

    private static final String[] FIGURES = {
        "M/s", "messages/look", "dialogue p50", "p99", "lone 20 us p50", "p99", "lone 200 ns p50", "p99"
    };

    private final int warmUpMillis;
    private final int millis;
    private final Folders folders;

    /** Of near and of far rounds. */
    private final List<Map<LookRule, List<double[]>>> figures =
            List.of(new EnumMap<>(LookRule.class), new EnumMap<>(LookRule.class));

    private Regimes(boolean quick, Folders folders) {
        this.folders = folders;
        warmUpMillis = quick ? 50 : 2_000;
        millis = quick ? 50 : 500;
    }

    /**
     * Measures and prints a table for near and one for far processors.
     *
     * @param arguments see above
     * @throws IOException if a side fails
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments);
        boolean quick = words.contains("quick");
        int rounds = words.stream()
                .filter(word -> word.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(quick ? 1 : 6);
        List<LookRule> rules = Arrays.stream(LookRule.values())
                .filter(rule -> words.contains(rule.name()))
                .toList();
        try (Folders folders = new Folders()) {
            Regimes regimes = new Regimes(quick, folders);
            for (int round = 0; round < rounds; round++) {
                for (LookRule rule : rules.isEmpty() ? List.of(LookRule.values()) : rules) {
                    regimes.run(rule);
                }
            }
            regimes.print();
        }
    }

    private void run(LookRule rule) throws IOException, InterruptedException {
        Path folder = folders.next();
        long before = Canary.roundTripNanos(30);
        ForeignLoad others = new ForeignLoad();
        double[] found = measure(rule, folder);
        double load = others.processors();
        long after = Canary.roundTripNanos(30);
        Folders.delete(folder);
        boolean far = Math.min(before, after) >= FAR_NANOS;
        boolean disturbed = load > Sample.QUIET;
        boolean moved = far != Math.max(before, after) >= FAR_NANOS;
        System.out.printf(
                Locale.ROOT,
                "%-15s %s canary %d %d ns, others %.2f%s%n",
                rule,
                text(found),
                before,
                after,
                load,
                moved || disturbed ? ": does not count" : "");
        if (!moved && !disturbed) {
            figures.get(far ? 1 : 0)
                    .computeIfAbsent(rule, unknown -> new ArrayList<>())
                    .add(found);
        }
    }

    private double[] measure(LookRule rule, Path folder) throws IOException, InterruptedException {
        Task task = new Task("regime-receive", Transport.NOBODY, folder)
                .with("rule", rule.ordinal())
                .with("warm", warmUpMillis)
                .with("millis", millis);
        try (Children children = new Children(false, "-Dagrona.disable.bounds.checks=true")) {
            Children.Child receiver = children.java(0, pinned(task, 1));
            Children.Child sender = children.java(0, pinned(task.with("regime-send"), 0));
            long[] dialogue = sender.figures();
            long[] flood = receiver.figures();
            long[] sparse = receiver.figures();
            long[] dense = receiver.figures();
            return new double[] {
                1e5 / flood[0], flood[1] / 100.0, dialogue[0], dialogue[1], sparse[0], sparse[1], dense[0], dense[1]
            };
        }
    }

    private static Task pinned(Task task, int processor) {
        return Pinning.possible() ? task.with("cpu", processor) : task;
    }

    private static String text(double[] found) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < found.length; i++) {
            line.append(String.format(Locale.ROOT, "%s %.1f, ", FIGURES[i], found[i]));
        }
        return line.toString();
    }

    private void print() {
        for (int far = 0; far < figures.size(); far++) {
            System.out.println((far == 0 ? "\nnear" : "\nfar") + ": median (lowest-highest), ns but for the first two");
            for (Map.Entry<LookRule, List<double[]>> rule : figures.get(far).entrySet()) {
                System.out.printf(
                        Locale.ROOT,
                        "%-15s %d rounds",
                        rule.getKey(),
                        rule.getValue().size());
                for (int i = 0; i < FIGURES.length; i++) {
                    int figure = i;
                    List<Double> values =
                            rule.getValue().stream().map(each -> each[figure]).toList();
                    System.out.print("; " + FIGURES[i] + " " + Spread.of(values).text(i < 2 ? "%.1f" : "%.0f"));
                }
                System.out.println();
            }
        }
    }
}
