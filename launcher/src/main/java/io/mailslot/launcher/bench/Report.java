package io.mailslot.launcher.bench;

import io.mailslot.launcher.look.Cell;
import io.mailslot.launcher.look.Column;
import io.mailslot.launcher.look.Column.Kind;
import io.mailslot.launcher.look.Tone;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints what was measured, of what, on what, and from where to where. */
final class Report {
    private static final int SCHEMA = 1;

    private static final double PERCENT = 100.0;

    private static final List<Column> COLUMNS = List.of(
            new Column("CARRIER", Kind.TEXT, 0, true, ""),
            new Column("MESSAGES/s", Kind.NUMBER, 0, true, ""),
            new Column("MiB/s", Kind.NUMBER, 0, true, ""),
            new Column("CPU", Kind.NUMBER, 0, true, ""),
            new Column("P50", Kind.NUMBER, 0, true, ""),
            new Column("P99", Kind.NUMBER, 0, true, ""),
            new Column("P99.9", Kind.NUMBER, 0, true, ""),
            new Column("MAX", Kind.NUMBER, 0, true, ""));

    private final BenchContext context;
    private final Load load;
    private final Machine machine;

    Report(BenchContext context, Load load, Machine machine) {
        this.context = context;
        this.load = load;
        this.machine = machine;
    }

    /** What is known before it begins. */
    void begin(Path home) throws IOException {
        int jvms = load.senders() + load.receivers();
        context.line("home " + home + " (removed at the end), " + (jvms + 1) + " JVMs");
        context.line(machine.hardware());
        context.line(machine.software());
        context.line(machine.room(home));
        context.line(load.title() + ": " + context.duration(load.time()) + " for each figure, after "
                + context.duration(load.warmUp()) + " of warm-up");
        context.flush();
    }

    void end(List<Measured> all) throws IOException {
        List<Cell[]> rows = new ArrayList<>();
        for (Measured each : all) {
            rows.add(cells(each));
        }
        context.line("");
        context.table(COLUMNS, rows, true, false);
        context.line("");
        for (String line : explanation(all)) {
            context.line(line);
        }
    }

    private Cell[] cells(Measured measured) {
        List<Cell> cells = new ArrayList<>();
        cells.add(cell(measured.carrier().title()));
        cells.add(cell(Figures.count(measured.received(), context.isTerminal())));
        cells.add(cell(Figures.amount(measured.mebibytes(load.size()))));
        cells.add(cell(Figures.amount(measured.cores())));
        boolean none = measured.latency().getTotalCount() == 0;
        for (double percentile : Measured.PERCENTILES) {
            cells.add(cell(none ? "-" : Figures.time(measured.latency().getValueAtPercentile(percentile))));
        }
        cells.add(cell(none ? "-" : Figures.time(measured.latency().getMaxValue())));
        return cells.toArray(Cell[]::new);
    }

    private static Cell cell(String text) {
        return new Cell(text, text, Tone.PLAIN);
    }

    private List<String> explanation(List<Measured> all) {
        Measured first = all.get(0);
        List<String> lines = new ArrayList<>();
        lines.add("MESSAGES/s  taken by " + (load.receivers() > 1 ? "all receivers together" : "the receiver")
                + ", while senders send as fast as they can");
        if (load.broadcast() && load.receivers() > 1) {
            lines.add("            each receiver gets every message; sent were "
                    + Figures.count(first.sent(), context.isTerminal()) + " a second");
        }
        lines.add("CPU         cores that all JVMs used meanwhile, this one included");
        lines.add("P50 to MAX  latency at " + Figures.count(first.rate(), context.isTerminal())
                + " messages/s, of " + Figures.count(first.latency().getTotalCount(), context.isTerminal())
                + " messages: from when one was");
        lines.add("            due to be sent, however late that was, until its bytes are in memory of");
        lines.add("            the receiver" + (load.batch() > 1 ? "; all messages of a call are due at once" : ""));
        if (all.size() > 1) {
            lines.add("Unix socket, pipe: between new JVMs of the same kind; written plainly, the length");
            lines.add("            before each message, " + gathering() + ", reads of");
            lines.add("            as much as there is");
        }
        return lines;
    }

    private String gathering() {
        return load.batch() > 1 ? load.batch() + " messages gathered in one write" : "one write for each message";
    }

    /** What a reader of the figures must know, for standard error. */
    List<String> warnings(List<Measured> all) {
        List<String> warnings = new ArrayList<>();
        for (Measured each : all) {
            long due = each.unsent() + each.latency().getTotalCount() / load.copies();
            if (each.unsent() > 0) {
                warnings.add(each.carrier().title() + ": " + each.unsent() + " of " + due + " messages ("
                        + Math.round(PERCENT * each.unsent() / due) + " %) that were due at " + each.rate()
                        + " messages/s could not be sent in time; the latency is of the others: lower --rate");
            }
        }
        return warnings;
    }

    Map<String, Object> document(List<Measured> all) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("machine", machine.fields());
        Map<String, Object> what = new LinkedHashMap<>();
        what.put("size", load.size());
        what.put("senders", load.senders());
        what.put("receivers", load.receivers());
        what.put("broadcast", load.broadcast());
        what.put("batch", load.batch());
        what.put("millis", load.time().toMillis());
        what.put("warmUpMillis", load.warmUp().toMillis());
        document.put("load", what);
        document.put(
                "measured", all.stream().map(each -> each.fields(load.size())).toList());
        return document;
    }
}
