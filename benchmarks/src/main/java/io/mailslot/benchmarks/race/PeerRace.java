package io.mailslot.benchmarks.race;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Messages between JVMs: the library against what else one would take. All contestants take their turn in every round,
 * each in new processes.
 */
@Command(
        name = "PeerRace",
        mixinStandardHelpOptions = true,
        description = "Races Mailslot against its peers, each side in a JVM of its own.")
public final class PeerRace implements Callable<Integer> {
    @Mixin
    private final RaceOptions options = new RaceOptions();

    @Option(names = "--work", split = ",", paramLabel = "WORK", description = "only these: ${COMPLETION-CANDIDATES}")
    private List<Work> works = List.of(Work.values());

    @Option(names = "--side", split = ",", paramLabel = "SIDE", description = "only these: ${COMPLETION-CANDIDATES}")
    private List<Contestant> contestants = List.of(Contestant.values());

    @Option(
            names = "--profile",
            paramLabel = "DIR",
            description =
                    "records all sides, which costs some speed, and prints what their hot threads do; recordings stay there")
    private Path profiles;

    private final List<Sample> samples = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int round;

    /**
     * Measures, prints and writes.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new PeerRace()).setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (Folders folders = new Folders()) {
            long longest = 0;
            for (; round < options.rounds() && options.allows(longest); round++) {
                long start = System.nanoTime();
                for (Work work : works) {
                    run(work, folders);
                }
                longest = Math.max(longest, System.nanoTime() - start);
            }
        }
        publish();
        failures.forEach(System.err::println);
        return failures.isEmpty() ? 0 : 1;
    }

    private void run(Work work, Folders folders) throws IOException, InterruptedException {
        for (Contestant contestant : work.contestants()) {
            if (contestants.contains(contestant)) {
                try {
                    Sample sample = measure(work, contestant, folders);
                    if (!sample.quiet() && !options.quick()) {
                        tell(sample, "again: others disturbed ");
                        sample = measure(work, contestant, folders);
                    }
                    samples.add(sample);
                    tell(sample, "");
                } catch (IOException | UncheckedIOException e) {
                    failures.add(work + ", " + contestant + ", round " + (round + 1) + ": " + e.getMessage());
                }
            }
        }
    }

    private Sample measure(Work work, Contestant contestant, Folders folders) throws IOException, InterruptedException {
        Path folder = folders.next();
        long before = Canary.roundTripNanos(canaryMillis());
        ForeignLoad others = new ForeignLoad();
        Map<String, Double> figures = run(work, contestant, folder);
        double load = others.processors();
        long after = Canary.roundTripNanos(canaryMillis());
        Folders.delete(folder);
        return new Sample(work, contestant, round, before, after, load, figures);
    }

    private Map<String, Double> run(Work work, Contestant contestant, Path folder)
            throws IOException, InterruptedException {
        if (profiles == null) {
            return new Contest(options).run(work, contestant, folder);
        }
        Profiler profiler = new Profiler(profiles, work + "-" + contestant + "-" + (round + 1) + "-");
        List<String> recorded = profiler.jvmOptions(folder.resolve("recorder"));
        Map<String, Double> figures = new Contest(options, recorded).run(work, contestant, folder);
        System.out.println(profiler.text(Duration.ofMillis(work.millis(options.millis()))));
        return figures;
    }

    private static void tell(Sample sample, String remark) {
        System.err.printf(
                Locale.ROOT,
                "%sround %d, %s, %s: %s %s, canary %d and %d ns, others %.2f%n",
                remark,
                sample.round() + 1,
                sample.work().title(),
                sample.contestant().title(),
                Measure.text(sample.work().measure().of(sample)),
                sample.work().measure().unit(),
                sample.canaryBefore(),
                sample.canaryAfter(),
                sample.foreignLoad());
    }

    private int canaryMillis() {
        return options.quick() ? 20 : 150;
    }

    private void publish() throws IOException {
        PeerReport report = new PeerReport(samples);
        System.out.println(report.text());
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("rounds", round);
        results.put("warmUpMillis", options.warmUpMillis());
        results.put("millis", options.millis());
        results.put("samples", samples.stream().map(Sample::toMap).toList());
        results.put("failures", failures);
        Path json = Results.write("peer-race.json", results);
        boolean whole = profiles == null
                && works.size() == Work.values().length
                && contestants.size() == Contestant.values().length;
        Path folder = options.docs(whole);
        Results.writeText(folder.resolve("performance.svg"), new Chart(report.groups()).svg());
        Page.replace(folder, "PeerRace", "![Chart of the tables below](performance.svg)\n\n" + report.markdown());
        System.out.println("written: " + json + ", performance.md and performance.svg in " + folder);
    }
}
