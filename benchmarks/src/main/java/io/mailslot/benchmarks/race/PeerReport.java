package io.mailslot.benchmarks.race;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Medians of the rounds, and ratios within them. */
final class PeerReport {
    private final Map<Work, List<Line>> groups = new LinkedHashMap<>();

    PeerReport(List<Sample> samples) {
        Map<Work, Map<Contestant, List<Sample>>> sorted = samples.stream()
                .collect(Collectors.groupingBy(
                        Sample::work,
                        LinkedHashMap::new,
                        Collectors.groupingBy(Sample::contestant, LinkedHashMap::new, Collectors.toList())));
        sorted.forEach((work, sides) -> {
            List<Sample> own = sides.getOrDefault(Contestant.MAILSLOT, List.of());
            List<Line> lines = new ArrayList<>();
            sides.forEach((side, runs) -> lines.add(line(work, side, runs, own)));
            groups.put(work, lines);
        });
    }

    /**
     * A line of the table.
     *
     * @param work what was done
     * @param side by whom
     * @param figure the runs during which the processors stayed where they were, if there are any
     * @param advantage how many times as good as this one Mailslot is
     * @param ratios in how many rounds that could be told
     * @param unsteady runs that do not count
     * @param more further figures
     */
    record Line(
            Work work,
            Contestant side,
            Spread figure,
            Optional<Spread> advantage,
            int ratios,
            int unsteady,
            String more) {

        String figureText() {
            return figure.text(Measure.format(figure.median()));
        }

        String advantageText() {
            return advantage
                    .map(ratio -> ratio.text(Measure.format(ratio.median())))
                    .orElse(side == Contestant.MAILSLOT ? "" : "?");
        }
    }

    private static Line line(Work work, Contestant side, List<Sample> all, List<Sample> own) {
        List<Sample> steady = all.stream().filter(Sample::steady).toList();
        List<Sample> runs = steady.isEmpty() ? all : steady;
        Measure measure = work.measure();
        List<Double> ratios = side == Contestant.MAILSLOT
                ? List.of()
                : all.stream()
                        .flatMap(run -> own.stream()
                                .filter(mine -> mine.round() == run.round() && mine.comparable(run))
                                .map(mine -> measure.advantage(mine, run)))
                        .toList();
        return new Line(
                work,
                side,
                Spread.of(runs.stream().map(measure::of).toList()),
                ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios)),
                ratios.size(),
                all.size() - steady.size(),
                more(runs));
    }

    private static String more(List<Sample> runs) {
        List<String> words = new ArrayList<>();
        figure(runs, Sample.P99).ifPresent(p99 -> words.add("p99 " + Measure.text(p99 / 1e3) + " µs"));
        figure(runs, Sample.SENDER_RATE).ifPresent(rate -> words.add("sender " + Measure.text(rate / 1e6) + " M/s"));
        figure(runs, Sample.SENDER_CPU).ifPresent(nanos -> words.add(Measure.text(nanos) + " ns CPU/message"));
        return String.join(", ", words);
    }

    private static Optional<Double> figure(List<Sample> runs, String name) {
        List<Double> values = runs.stream()
                .map(run -> run.figures().get(name))
                .filter(Objects::nonNull)
                .toList();
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(Spread.of(values).median());
    }

    Map<Work, List<Line>> groups() {
        return groups;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        groups.forEach((work, lines) -> {
            text.append(String.format(
                    "%n%-44s %-28s %-26s %s%n",
                    work.title(), work.measure().unit(), "Mailslot is better by", "medians besides"));
            for (Line line : lines) {
                text.append(String.format(
                        "  %-42s %-28s %-26s %s%s%n",
                        line.side().title(),
                        line.figureText(),
                        line.advantageText(),
                        line.more(),
                        note(line).map(note -> "; " + note).orElse("")));
            }
        });
        return text.toString();
    }

    String markdown(int rounds) {
        StringBuilder text = new StringBuilder();
        text.append("Median of ")
                .append(rounds)
                .append(" rounds (lowest-highest). \"Advantage\" tells how many times ");
        text.append("as good as that side Mailslot was in the same round.\n");
        groups.forEach((work, lines) -> {
            text.append("\n### ").append(work.title()).append("\n\n");
            text.append("| Side | ")
                    .append(work.measure().unit())
                    .append(" | Advantage | Besides |\n|---|---|---|---|\n");
            for (Line line : lines) {
                String name = line.side().isMailslot()
                        ? "**" + line.side().title() + "**"
                        : line.side().title();
                text.append(String.format(
                        "| %s | %s | %s | %s%s |%n",
                        name,
                        line.figureText(),
                        line.advantageText(),
                        line.more(),
                        note(line).map(note -> "; " + note).orElse("")));
            }
        });
        return text.toString();
    }

    private static Optional<String> note(Line line) {
        return line.unsteady() == 0
                ? Optional.empty()
                : Optional.of(line.unsteady() + " unsteady run" + (line.unsteady() == 1 ? "" : "s"));
    }
}
