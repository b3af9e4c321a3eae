package io.mailslot.benchmarks.race;

import io.mailslot.JvmFlags;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/**
 * From the call that starts a child JVM until the child has read its first message, which lies in its mailslot before it
 * starts; beside a JVM that does nothing, and other builds of the library. Every build has a parent that stays, and starts one child
 * of each kind in every round. Arguments, in any order: {@code NAME=JAR}, the {@code launcher/target/mailslot.jar} of a build, ratios
 * are to the first one; {@code rounds=N}; {@code KIND} or {@code KIND@NAME}, only these {@link StartKind}s, or those with that build.
 * Without a build it is the one that was packaged here.
 */
public final class StartRace {
    private static final int ROUNDS = 30;
    private static final int WARM_UP_ROUNDS = 2;

    /** What {@link StartSide} tells, in this order. */
    private static final int DONE = 0;

    private static final int PROCESSOR = 1;
    private static final int RETURNED = 2;
    private static final int ENTERED = 3;
    private static final int ATTACHED = 4;

    private final Map<String, String> builds = new LinkedHashMap<>();
    private final List<String> wanted = new ArrayList<>();
    private final Map<Turn, List<long[]>> figures = new LinkedHashMap<>();
    private int rounds = ROUNDS;

    private StartRace(String[] arguments) {
        for (String word : arguments) {
            String[] pair = word.split("=", 2);
            if (pair[0].equals("rounds")) {
                rounds = Integer.parseInt(pair[1]);
            } else if (pair.length == 2) {
                builds.put(pair[0], Path.of(pair[1]).toAbsolutePath().toString());
            } else {
                wanted.add(word.toUpperCase(Locale.ROOT));
            }
        }
        if (builds.isEmpty()) {
            builds.put(
                    "this",
                    Path.of("launcher/target/mailslot.jar").toAbsolutePath().toString());
        }
    }

    /** The sides in a jar: a JVM archives no classes of folders. */
    private static String sides(Path folder) {
        Path jar = folder.resolve("sides.jar");
        String classes = StartRace.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        String own = StartRace.class.getPackageName().replace('.', '/');
        int status = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.err, System.err, "--create", "--file", jar.toString(), "-C", classes, own);
        if (status != 0) {
            throw new IllegalStateException("no jar of " + classes);
        }
        return jar.toString();
    }

    /**
     * Measures and prints a table.
     *
     * @param arguments see above
     * @throws Exception if a side fails
     */
    public static void main(String[] arguments) throws Exception {
        new StartRace(arguments).run();
    }

    private void run() throws Exception {
        try (Folders folders = new Folders();
                Children children = new Children(false)) {
            Map<String, Children.Child> parents = new LinkedHashMap<>();
            String sides = sides(folders.root());
            for (Map.Entry<String, String> build : builds.entrySet()) {
                String classPath = build.getValue() + File.pathSeparator + sides;
                Children.Child parent = children.start(0, parent(classPath, folders.next()));
                parent.line();
                parents.put(build.getKey(), parent);
            }
            List<Turn> turns = turns();
            for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
                for (Turn turn : turns) {
                    parents.get(turn.build()).tellLine(turn.kind().name());
                    long[] nanos = parents.get(turn.build()).figures();
                    if (round >= 0) {
                        figures.computeIfAbsent(turn, key -> new ArrayList<>()).add(nanos);
                    }
                }
                // whoever comes after a slow one is not always the same
                Collections.reverse(turns);
            }
            print();
        }
    }

    private List<Turn> turns() {
        return Arrays.stream(StartKind.values())
                .flatMap(kind -> builds.keySet().stream().map(build -> new Turn(kind, build)))
                .filter(turn -> wanted.isEmpty()
                        || wanted.stream()
                                .anyMatch(word -> word.equalsIgnoreCase(turn.kind() + "@" + turn.build())
                                        || word.equals(turn.kind().name())))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<String> parent(String classPath, Path home) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmFlags.forJdk(Runtime.version().feature()));
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        command.addAll(List.of("-cp", classPath, StartSide.class.getName(), home.toString()));
        return command;
    }

    private void print() {
        row("ms, median of " + rounds, "returned", "main", "attached", "done", "p90", "CPU", "ratio", "CPU");
        figures.keySet().stream()
                .sorted(Comparator.comparing(Turn::kind).thenComparing(Turn::build))
                .forEach(turn -> {
                    StartKind kind = turn.kind();
                    Turn first = new Turn(kind, builds.keySet().iterator().next());
                    boolean isFirst = turn.equals(first) || !figures.containsKey(first);
                    row(
                            kind.text() + ", " + turn.build(),
                            kind.isBare() ? "" : text(turn, RETURNED, 50),
                            kind.isBare() ? "" : text(turn, ENTERED, 50),
                            kind.isBare() ? "" : text(turn, ATTACHED, 50),
                            text(turn, DONE, 50),
                            text(turn, DONE, 90),
                            text(turn, PROCESSOR, 50),
                            isFirst ? "" : ratio(turn, first, DONE),
                            isFirst ? "" : ratio(turn, first, PROCESSOR));
                });
    }

    private static void row(Object... cells) {
        System.out.printf(Locale.ROOT, "%-48s %-9s %-9s %-9s %-9s %-9s %-9s %-9s %-9s%n", cells);
    }

    private String text(Turn turn, int column, int percent) {
        long[] sorted = figures.get(turn).stream()
                .mapToLong(nanos -> nanos[column])
                .sorted()
                .toArray();
        return String.format(Locale.ROOT, "%.1f", sorted[(sorted.length - 1) * percent / 100] / 1e6);
    }

    /** The median of the ratios within a round. */
    private String ratio(Turn turn, Turn to, int column) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            ratios.add(
                    (double) figures.get(turn).get(i)[column] / figures.get(to).get(i)[column]);
        }
        return String.format(Locale.ROOT, "%.2f", Spread.of(ratios).median());
    }

    /** One of the children of a round. */
    private record Turn(StartKind kind, String build) {}
}
