package io.mailslot.benchmarks.race;

import io.mailslot.benchmarks.transport.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How costs grow with the number of mailslots, receivers, unread messages, and with the size of messages. */
@Command(
        name = "Scaling",
        mixinStandardHelpOptions = true,
        description = "Measures how costs grow with numbers and sizes.")
public final class Scaling implements Callable<Integer> {
    private static final int MAILSLOTS = 1_000;
    private static final int UNREAD = 10_000_000;
    private static final int RECEIVERS = 8;
    private static final int SMALLEST = 16;
    private static final int LARGEST = 16 << 20;
    private static final int STEP = 4;
    private static final int QUICK_STEP = 64;

    private static final int MEBIBYTES = 1 << 10;

    @Mixin
    private final RaceOptions options = new RaceOptions();

    @Option(names = "--curve", split = ",", paramLabel = "CURVE", description = "only these: ${COMPLETION-CANDIDATES}")
    private Set<Kind> kinds = Set.of(Kind.values());

    /** What grows. */
    enum Kind {
        MAILSLOTS,
        RECEIVERS,
        SIZES,
        BACKLOG
    }

    private final Map<Kind, Curve> curves = new LinkedHashMap<>();

    private Scaling() {
        curves.put(
                Kind.MAILSLOTS,
                new Curve(
                        "Mailslots in one JVM",
                        "mailslots",
                        List.of("home, KiB", "descriptors", "heap, KiB", "create, µs", "open, µs")));
        curves.put(
                Kind.RECEIVERS,
                new Curve(
                        "Receivers of a broadcast, 64 B",
                        "receivers",
                        List.of("k messages/s", "sender's CPU, ns/message")));
        curves.put(
                Kind.SIZES,
                new Curve("Size of messages", "bytes", List.of("k messages/s", "MiB/s", "sender's CPU, ns/message")));
        curves.put(
                Kind.BACKLOG,
                new Curve("Unread messages, 64 B", "unread", List.of("read, ns", "write, ns", "info(), ns")));
    }

    /**
     * Measures, prints and writes.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Scaling()).setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        curves.keySet().retainAll(kinds);
        List<Long> canaries = new ArrayList<>();
        try (Folders folders = new Folders()) {
            for (int round = 0; round < options.rounds(); round++) {
                for (Kind kind : curves.keySet()) {
                    canaries.add(Canary.roundTripNanos());
                    System.err.println(
                            "round " + (round + 1) + ": " + kind.name().toLowerCase(Locale.ROOT));
                    measure(kind, folders);
                }
            }
        }
        publish(canaries);
        return 0;
    }

    private void measure(Kind kind, Folders folders) throws IOException, InterruptedException {
        Curve curve = curves.get(kind);
        boolean quick = options.quick();
        switch (kind) {
            case MAILSLOTS ->
                steps("many", quick ? MAILSLOTS / 10 : MAILSLOTS, curve, folders, 1, 1024, 1, 1024, 1e3, 1e3);
            case BACKLOG -> steps("backlog", quick ? UNREAD / 100 : UNREAD, curve, folders, 1, 1, 1, 1);
            case RECEIVERS -> {
                for (int receivers = 1; receivers <= RECEIVERS; receivers *= quick ? RECEIVERS : 2) {
                    Map<String, Double> figures = flood(Message.SMALL, receivers, true, folders);
                    curve.add(receivers, figures.get(Sample.RATE) / 1e3, figures.get(Sample.SENDER_CPU));
                }
            }
            case SIZES -> {
                for (int size = SMALLEST; size <= LARGEST; size *= quick ? QUICK_STEP : STEP) {
                    Map<String, Double> figures = flood(size, 1, false, folders);
                    curve.add(
                            size,
                            figures.get(Sample.RATE) / 1e3,
                            figures.get(Sample.BYTES) / (1 << 20),
                            figures.get(Sample.SENDER_CPU));
                }
            }
        }
    }

    /** A JVM says a line of figures at each step: the number reached, and figures to be divided. */
    private static void steps(String role, int most, Curve curve, Folders folders, double... divisors)
            throws IOException, InterruptedException {
        Path folder = folders.next();
        try (Children children = new Children(false)) {
            Children.Child side = children.java(0, new Task(role, Transport.MAILSLOT, folder).with("amount", most));
            for (long[] figures = side.figures(); figures[0] > 0; figures = side.figures()) {
                double[] scaled = new double[figures.length - 1];
                for (int i = 0; i < scaled.length; i++) {
                    scaled[i] = figures[i + 1] / divisors[i + 1];
                }
                curve.add(figures[0], scaled);
            }
        }
        Folders.delete(folder);
    }

    private Map<String, Double> flood(int size, int receivers, boolean broadcast, Folders folders)
            throws IOException, InterruptedException {
        Path folder = folders.next();
        Task task = new Task("", Transport.MAILSLOT, folder)
                .with("size", size)
                .with("batch", 1)
                .with("mebibytes", MEBIBYTES)
                .with("broadcast", broadcast ? 1 : 0)
                .with("warm", options.warmUpMillis())
                .with("millis", options.millis());
        Map<String, Double> figures = new Contest(options).flood(task, 1, receivers);
        Folders.delete(folder);
        return figures;
    }

    private void publish(List<Long> canaries) throws IOException {
        curves.values().forEach(curve -> System.out.println(curve.text()));
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("rounds", options.rounds());
        results.put("canaryNanos", canaries);
        curves.forEach((kind, curve) -> results.put(kind.name().toLowerCase(Locale.ROOT), curve.toMaps()));
        Path json = Results.write("scaling.json", results);
        Path folder = options.docs(kinds.size() == Kind.values().length);
        StringBuilder tables = new StringBuilder();
        curves.values().forEach(curve -> tables.append(curve.markdown()).append("\n"));
        Page.replace(folder, "Scaling", tables.toString());
        System.out.println("written: " + json + ", performance.md in " + folder);
    }
}
