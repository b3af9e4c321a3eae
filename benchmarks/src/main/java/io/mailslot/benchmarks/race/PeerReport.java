package io.mailslot.benchmarks.race;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Medians of the rounds, and ratios within them. */
final class PeerReport {
    private final Map<Work, List<Line>> groups = new LinkedHashMap<>();
    private final long bestCanary;

    PeerReport(List<Sample> samples) {
        bestCanary = samples.stream().mapToLong(Sample::canaryBefore).min().orElse(0);
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
     * @param figure of runs for which the processors lay alike
     * @param advantage how many times as good as this one Mailslot is
     * @param more further figures, and what is to be said of the runs
     * @param pairs what was compared: round by round
     */
    record Line(Work work, Contestant side, Spread figure, Optional<Spread> advantage, String more, List<Pair> pairs) {

        String figureText() {
            return figure.text(Measure.format(figure.median()));
        }

        String advantageText() {
            return advantage
                    .map(ratio -> ratio.text(Measure.format(ratio.median())))
                    .orElse(side == Contestant.MAILSLOT ? "" : "?");
        }
    }

    /**
     * Mailslot and a peer in one round, the processors alike for both.
     *
     * @param own Mailslot's run
     * @param peer the other's
     */
    record Pair(Sample own, Sample peer) {

        double advantage() {
            return own.work().measure().advantage(own, peer);
        }

        /** By the slowest hundredth of the messages; of round trips only. */
        double advantageAtP99() {
            return peer.figures().get(Sample.P99) / own.figures().get(Sample.P99);
        }

        private String text(double ratio) {
            return String.format(Locale.ROOT, "%.2f @%d", ratio, own.canaryBefore());
        }
    }

    private Line line(Work work, Contestant side, List<Sample> all, List<Sample> own) {
        List<Sample> runs = alike(all);
        Measure measure = work.measure();
        List<Pair> pairs = side == Contestant.MAILSLOT
                ? List.of()
                : all.stream()
                        .flatMap(run -> own.stream()
                                .filter(mine -> mine.round() == run.round() && mine.comparable(run))
                                .map(mine -> new Pair(mine, run)))
                        .toList();
        return new Line(
                work,
                side,
                Spread.of(runs.stream().map(measure::of).toList()),
                pairs.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                Spread.of(pairs.stream().map(Pair::advantage).toList())),
                more(runs, all.size() - runs.size()),
                pairs);
    }

    /** Those with near processors, or those with far ones, whichever are more; all, if the processors never stood still. */
    private List<Sample> alike(List<Sample> all) {
        List<Sample> near =
                all.stream().filter(run -> run.steady() && isNear(run)).toList();
        List<Sample> far =
                all.stream().filter(run -> run.steady() && !isNear(run)).toList();
        List<Sample> more = far.size() > near.size() ? far : near;
        return more.isEmpty() ? all : more;
    }

    private boolean isNear(Sample run) {
        return run.canaryBefore() <= Sample.STEADY * bestCanary;
    }

    private String more(List<Sample> runs, int dropped) {
        List<String> words = new ArrayList<>();
        figure(runs, Sample.P99).ifPresent(p99 -> words.add("p99 " + Measure.text(p99 / 1e3) + " µs"));
        figure(runs, Sample.SENDER_RATE).ifPresent(rate -> words.add("sender " + Measure.text(rate / 1e6) + " M/s"));
        figure(runs, Sample.SENDER_CPU).ifPresent(nanos -> words.add(Measure.text(nanos) + " ns CPU/message"));
        if (!runs.stream().allMatch(Sample::steady)) {
            words.add("unsteady");
        } else if (!isNear(runs.get(0))) {
            words.add("processors far apart");
        }
        if (dropped > 0) {
            words.add(dropped + " runs dropped");
        }
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
                    Locale.ROOT,
                    "%n%-44s %-28s %-26s %s%n",
                    work.title(),
                    work.measure().unit(),
                    "Mailslot is better by",
                    "medians besides"));
            for (Line line : lines) {
                text.append(String.format(
                        Locale.ROOT,
                        "  %-42s %-28s %-26s %s%n",
                        line.side().title(),
                        line.figureText(),
                        line.advantageText(),
                        line.more()));
                text.append(rounds("", line.pairs(), Pair::advantage));
                if (work.measure() == Measure.ROUND_TRIP) {
                    text.append(rounds("p99: ", line.pairs(), Pair::advantageAtP99));
                }
            }
        });
        return text.toString();
    }

    /** Each round by itself, with its canary: how often, and where the processors lay when. */
    private static String rounds(String what, List<Pair> pairs, ToDoubleFunction<Pair> advantage) {
        if (pairs.isEmpty()) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "    %sat least 1 in %d of %d rounds: %s%n",
                what,
                pairs.stream()
                        .filter(pair -> advantage.applyAsDouble(pair) >= 1)
                        .count(),
                pairs.size(),
                pairs.stream()
                        .map(pair -> pair.text(advantage.applyAsDouble(pair)))
                        .collect(Collectors.joining(", ")));
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        groups.forEach((work, lines) -> {
            text.append("### ").append(work.title()).append("\n\n");
            text.append("| Side | ")
                    .append(work.measure().unit())
                    .append(" | Advantage | Besides |\n|---|---|---|---|\n");
            for (Line line : lines) {
                String name = line.side().isMailslot()
                        ? "**" + line.side().title() + "**"
                        : line.side().title();
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s |%n",
                        name,
                        line.figureText(),
                        line.advantageText(),
                        line.more()));
            }
            text.append("\n");
        });
        return text.toString();
    }
}
