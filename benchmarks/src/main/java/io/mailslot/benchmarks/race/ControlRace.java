package io.mailslot.benchmarks.race;

import io.mailslot.JvmFlags;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Calls of the control plane between two JVMs, and what sits next to them, if need be beside another build of the library:
 * both take their turn in every round, in processes that stay. Arguments, in any order: {@code against=JAR}, the
 * launcher's jar of another checkout; {@code rounds=N}; {@code amount=N} calls a round; names of {@link ControlTask}s, all
 * if there is none. For each it prints the median and the 99th percentile of a call and the processor time of the thread
 * that makes it, in microseconds; a ratio is the median of the ratios within each round.
 */
public final class ControlRace {
    private static final int ROUNDS = 15;
    private static final int WARM_UP_ROUNDS = 5;

    private final List<ControlTask> tasks = new ArrayList<>();
    private final Map<String, String> builds = new LinkedHashMap<>();
    private final Map<String, WaitRow> rows = new LinkedHashMap<>();
    private int rounds = ROUNDS;
    private int amount;

    private ControlRace(String[] arguments) {
        String own = System.getProperty("java.class.path");
        for (String word : arguments) {
            String[] pair = word.split("=", 2);
            switch (pair[0]) {
                case "rounds" -> rounds = Integer.parseInt(pair[1]);
                case "amount" -> amount = Integer.parseInt(pair[1]);
                case "against" -> builds.put("other", pair[1] + File.pathSeparator + own);
                default -> tasks.add(ControlTask.valueOf(word.toUpperCase(Locale.ROOT)));
            }
        }
        builds.put("this", own);
        if (tasks.isEmpty()) {
            tasks.addAll(List.of(ControlTask.values()));
        }
    }

    /**
     * Measures and prints a table.
     *
     * @param arguments see above
     * @throws Exception if a side fails
     */
    public static void main(String[] arguments) throws Exception {
        new ControlRace(arguments).run();
    }

    private void run() throws Exception {
        System.out.printf(Locale.ROOT, "%-18s %-26s %-26s %-26s%n", "us", "p50", "p99", "processor time of a call");
        for (ControlTask task : tasks) {
            rows.clear();
            try (Folders folders = new Folders()) {
                race(task, folders);
            }
            builds.keySet().forEach(build -> print(task, build));
        }
    }

    /** One pair of processes of each build; for the attachments too, so that nobody's home begins anew. */
    private void race(ControlTask task, Folders folders) throws Exception {
        int calls = amount > 0 ? amount : task.amount();
        try (Children children = new Children(false)) {
            Map<String, Children.Child> doers = new LinkedHashMap<>();
            for (Map.Entry<String, String> build : builds.entrySet()) {
                Path home = folders.next();
                long target = start(children, build.getValue(), task, home, 0).figures()[0];
                Children.Child doer = start(children, build.getValue(), task, home, target);
                doer.line();
                doers.put(build.getKey(), doer);
            }
            for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
                for (Map.Entry<String, Children.Child> doer : doers.entrySet()) {
                    doer.getValue().tellLine(Integer.toString(calls));
                    long[] nanos = doer.getValue().figures();
                    if (round >= 0) {
                        row(doer.getKey()).add(nanos[0] / 1e3, nanos[1] / 1e3);
                        row(doer.getKey() + " cpu").add(nanos[2] / 1e3, 0);
                    }
                }
            }
            for (Map.Entry<String, Children.Child> doer : doers.entrySet()) {
                doer.getValue().tellLine("0");
                System.out.println("  " + doer.getKey() + ": " + doer.getValue().line());
            }
        }
    }

    private static Children.Child start(
            Children children, String classPath, ControlTask task, Path home, long targetPid) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(JvmFlags.forJdk(Runtime.version().feature()));
        command.addAll(List.of(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-Xmx256m",
                "-cp",
                classPath,
                ControlSide.class.getName(),
                task.name(),
                home.toString(),
                Long.toString(targetPid)));
        return children.start(0, command);
    }

    private WaitRow row(String name) {
        return rows.computeIfAbsent(name, WaitRow::new);
    }

    private void print(ControlTask task, String build) {
        WaitRow wall = row(build);
        WaitRow cpu = row(build + " cpu");
        String ratio = builds.size() == 1 || build.equals("other")
                ? ""
                : String.format(
                        Locale.ROOT,
                        " / other: p50 %.2f, processor time %.2f",
                        wall.ratioTo(row("other")),
                        cpu.ratioTo(row("other cpu")));
        System.out.printf(
                Locale.ROOT,
                "%-18s %-26s %-26s %-26s%s%n",
                task.name().toLowerCase(Locale.ROOT) + " " + build,
                wall.firstText(),
                wall.secondText(),
                cpu.firstText(),
                ratio);
    }
}
