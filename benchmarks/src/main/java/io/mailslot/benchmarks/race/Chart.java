package io.mailslot.benchmarks.race;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Bars of all works, one group under the other, each on a logarithmic scale of its own. */
final class Chart {
    private static final int WIDTH = 800;
    private static final int LEFT = 200;
    private static final int RIGHT = 130;
    private static final int BAR = 16;
    private static final int HEAD = 46;
    private static final int FOOT = 12;

    /** Greys and orange that can be read on white as well as on black. */
    private static final String STYLE = """
            <style>
              text { font: 12px system-ui, sans-serif; fill: #57606a }
              .title { font-weight: 600; font-size: 13px }
              .tick { font-size: 10px }
              .grid { stroke: #8c959f; stroke-opacity: .35 }
              .spread { stroke: #57606a; stroke-width: 1.5 }
              .peer { fill: #8fa3b8 }
              .own { fill: #e0701e }
              @media (prefers-color-scheme: dark) {
                text { fill: #c9d1d9 }
                .spread { stroke: #c9d1d9 }
                .peer { fill: #5b7088 }
              }
            </style>
            """;

    private final Map<Work, List<PeerReport.Line>> groups;
    private final StringBuilder svg = new StringBuilder();

    Chart(Map<Work, List<PeerReport.Line>> groups) {
        this.groups = groups;
    }

    String svg() {
        int height = groups.values().stream()
                .mapToInt(lines -> HEAD + BAR * lines.size() + FOOT)
                .sum();
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">%n",
                WIDTH, height, WIDTH, height);
        add("<title>Mailslot and its peers</title>%n");
        svg.append(STYLE);
        int y = 0;
        for (Map.Entry<Work, List<PeerReport.Line>> group : groups.entrySet()) {
            y = group(y, group.getKey(), group.getValue());
        }
        return svg.append("</svg>\n").toString();
    }

    private int group(int top, Work work, List<PeerReport.Line> lines) {
        double low =
                lines.stream().mapToDouble(line -> line.figure().low()).min().orElseThrow();
        double high =
                lines.stream().mapToDouble(line -> line.figure().high()).max().orElseThrow();
        int first = (int) Math.floor(Math.log10(low) - 0.05);
        int last = Math.max(first + 1, (int) Math.ceil(Math.log10(high)));
        Scale scale = new Scale(first, last);
        Measure measure = work.measure();
        add("<text class=\"title\" x=\"4\" y=\"%d\">%s</text>%n", top + 18, work.title());
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s, logarithmic, %s is better</text>%n",
                WIDTH - 4, top + 18, measure.unit(), measure.moreIsBetter() ? "more" : "less");
        int bars = top + HEAD;
        int bottom = bars + BAR * lines.size();
        for (int power = first; power <= last; power++) {
            double x = scale.x(Math.pow(10, power));
            add("<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n", x, x, bars - 4, bottom + 2);
            add(
                    "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                    x,
                    bars - 8,
                    power >= 0 ? String.format(Locale.ROOT, "%,.0f", Math.pow(10, power)) : Math.pow(10, power));
        }
        for (int i = 0; i < lines.size(); i++) {
            bar(bars + i * BAR, scale, lines.get(i));
        }
        return bottom + FOOT;
    }

    private void bar(int top, Scale scale, PeerReport.Line line) {
        double end = scale.x(line.figure().median());
        int middle = top + BAR / 2;
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                LEFT - 6, middle + 4, line.side().title());
        add(
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
                line.side().isMailslot() ? "own" : "peer", LEFT, top + 2, end - LEFT, BAR - 4);
        add(
                "<line class=\"spread\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n",
                scale.x(line.figure().low()), scale.x(line.figure().high()), middle, middle);
        add(
                "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
                Math.max(end, scale.x(line.figure().high())) + 5,
                middle + 4,
                Measure.text(line.figure().median()));
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    /** Powers of ten from the left edge to the right one. */
    private record Scale(int first, int last) {
        double x(double value) {
            double share = (Math.log10(value) - first) / (last - first);
            return LEFT + share * (WIDTH - LEFT - RIGHT);
        }
    }
}
