package io.mailslot.launcher.top;

import io.mailslot.inspect.FileSystemStatus;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.launcher.look.Bridging;
import io.mailslot.launcher.look.Cell;
import io.mailslot.launcher.look.Column;
import io.mailslot.launcher.look.Listing;
import io.mailslot.launcher.look.LookContext;
import io.mailslot.launcher.look.Tone;
import io.mailslot.launcher.look.WhyCommand;
import io.mailslot.launcher.look.Words;
import io.mailslot.launcher.top.Choice.Shown;
import io.mailslot.launcher.top.Choice.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines of the screen, with the sequences for what is bold, inverse or red in them. */
final class Page {
    private static final String BOLD = "\u001b[1m";
    private static final String INVERSE = "\u001b[7m";
    private static final String PLAIN = "\u001b[0m";
    private static final String STYLES = "\u001b\\[[0-9;]*m";
    private static final String DOT = " · ";
    private static final int FEWEST_LINES = 3;
    private static final int SHORTEST_HOME = 8;

    private final Board board;
    private final LookContext context;
    private final Duration interval;
    private final int width;
    private final int height;
    private final List<String> lines = new ArrayList<>();

    private Page(Board board, LookContext context, Duration interval, int width, int height) {
        this.board = board;
        this.context = context;
        this.interval = interval;
        this.width = width;
        this.height = height;
    }

    /** As many lines as there is room for. */
    static List<String> of(Board board, LookContext context, Duration interval, int width, int height) {
        Page page = new Page(board, context, interval, width, height);
        page.head();
        if (board.subject() == null) {
            page.tables();
        } else {
            page.explanation();
        }
        page.foot();
        return page.lines.subList(0, Math.min(height, page.lines.size()));
    }

    private int room() {
        return Math.max(0, height - 1 - lines.size());
    }

    private void head() {
        HomeSnapshot home = board.frame().tick().home();
        long stopped = count(home, ProcessStatus.OsState.STOPPED);
        String filter = board.choice().filter();
        String before = "mailslot top" + DOT;
        String behind = DOT
                + Words.count(home.processes().size(), "process")
                + (stopped > 0 ? " (" + stopped + " STOPPED)" : "")
                + DOT
                + Words.count(home.objects().size(), "object")
                + DOT
                + context.duration(interval)
                + (filter.isEmpty() ? "" : DOT + "only '" + filter + "'")
                + (board.paused() ? DOT + "PAUSED" : "");
        int left = Math.max(SHORTEST_HOME, width - before.length() - behind.length());
        String where =
                context.fitted(context.printable(home.home().toString()), left).stripTrailing();
        line(before + where + behind);
        String bridge = Bridging.of(home).words();
        double changes = board.frame().tick().changes();
        line(home.fileSystem().map(this::taken).orElse("")
                + (home.locked() ? "kernel lock held by " + home.lockedBy() : "kernel lock free")
                + DOT + count(home, ProcessStatus.OsState.ENDED) + " unreaped" + DOT
                + (Double.isNaN(changes) ? "-" : Numbers.rate(changes)) + " changes/s"
                + (bridge.isEmpty() ? "" : DOT + bridge));
        String problem = board.frame().problem();
        if (!problem.isEmpty()) {
            lines.add(context.toned(context.fitted(context.printable(problem), width), Tone.BAD));
        }
    }

    private String taken(FileSystemStatus fileSystem) {
        long taken = fileSystem.totalBytes() - fileSystem.freeBytes();
        return context.bytes(taken) + " of " + context.bytes(fileSystem.totalBytes()) + " taken" + DOT;
    }

    private static long count(HomeSnapshot home, ProcessStatus.OsState state) {
        return home.processes().stream()
                .filter(process -> process.osState() == state)
                .count();
    }

    private void line(String text) {
        lines.add(context.fitted(context.printable(text), width).stripTrailing());
    }

    private void tables() {
        List<Shown> shown = board.choice().shown();
        Listing.Row pointedAt = board.choice().pointedAt(shown);
        boolean two = shown.size() > 1;
        int second = two ? shown.get(1).listing().rows().size() : 0;
        int free = room() - (two ? 3 : 1); // names of columns, and what is said of a mailslot that is full
        int lower = two ? Math.min(second, Math.max(free / 3, free - rows(shown, 0))) : 0;
        table(shown.get(0), pointedAt, Math.min(rows(shown, 0), free - lower));
        if (two) {
            lines.add(context.toned(
                    context.fitted(context.printable(full(shown.get(0), pointedAt)), width)
                            .stripTrailing(),
                    Tone.BAD));
            table(shown.get(1), pointedAt, Math.min(second, Math.max(0, room() - 1)));
        }
        while (room() > 0) {
            lines.add("");
        }
    }

    private static int rows(List<Shown> shown, int table) {
        return shown.get(table).listing().rows().size();
    }

    /** What is most urgent: the mailslot that is pointed at, if it is full, or the first that is. */
    private String full(Shown mailslots, Listing.Row pointedAt) {
        HomeSnapshot home = board.frame().tick().home();
        Map<String, MailslotStatus> full = new HashMap<>();
        home.mailslots().stream().filter(SlotCells::isFull).forEach(each -> full.put(each.name(), each));
        MailslotStatus urgent = pointedAt == null ? null : full.get(pointedAt.subject());
        for (Listing.Row row : mailslots.listing().rows()) {
            urgent = urgent == null ? full.get(row.subject()) : urgent;
        }
        return urgent == null ? "" : Urgent.of(home, urgent);
    }

    /** A table in so many lines, besides that with the names: those around the row that is pointed at. */
    private void table(Shown shown, Listing.Row pointedAt, int most) {
        if (room() == 0) {
            return;
        }
        List<Listing.Row> rows = shown.listing().rows();
        List<Cell[]> cells = rows.stream().map(Listing.Row::cells).toList();
        List<String> drawn = context.lines(named(shown), cells, width - 1);
        lines.add(BOLD + " " + drawn.get(0) + PLAIN);
        int pointed = rows.indexOf(pointedAt);
        boolean all = rows.size() <= most;
        int seen = all ? rows.size() : Math.max(0, most - 1);
        int from = Math.max(0, Math.min(rows.size() - seen, pointed - seen / 2));
        for (int i = from; i < from + seen; i++) {
            lines.add(i == pointed ? inverse(">" + drawn.get(i + 1)) : " " + drawn.get(i + 1));
        }
        if (!all && most > 0) {
            lines.add(" … " + (rows.size() - seen) + " more");
        }
    }

    /** The columns, that by which they are sorted with a mark. */
    private static List<Column> named(Shown shown) {
        List<Column> columns = new ArrayList<>(shown.listing().columns());
        if (shown.order() != null) {
            Column sorted = columns.get(shown.order().column());
            String mark = shown.order().descends() ? "▼" : "▲";
            String name = sorted.isToTheRight() ? mark + sorted.name() : sorted.name() + mark;
            columns.set(shown.order().column(), new Column(name, sorted.kind(), 0, true, ""));
        }
        return columns;
    }

    private String inverse(String line) {
        return INVERSE + context.fitted(line.replaceAll(STYLES, ""), width) + PLAIN;
    }

    private void explanation() {
        HomeSnapshot home = board.frame().tick().home();
        lines.add(BOLD
                + context.fitted("why " + context.printable(board.subject()), width)
                        .stripTrailing()
                + PLAIN);
        List<String> told = new ArrayList<>();
        for (String reason : WhyCommand.explain(home, context, board.subject())) {
            wrap(context.printable(reason), told);
        }
        if (told.isEmpty()) {
            wrap("it has gone", told);
        }
        int seen = room();
        board.limitAbove(told.size() - seen);
        lines.addAll(told.subList(board.above(), Math.min(told.size(), board.above() + seen)));
        while (room() > 0) {
            lines.add("");
        }
    }

    /** Breaks a line where it has to be, and begins what follows a little farther to the right. */
    private void wrap(String text, List<String> into) {
        String left = text;
        String indent = " ".repeat(Math.min(text.length() - text.stripLeading().length() + 4, width / 2));
        while (context.columns(left) > width) {
            int end = end(left, indent.length());
            into.add(left.substring(0, end).stripTrailing());
            left = indent + left.substring(end).stripLeading();
        }
        into.add(left);
    }

    /** At the last blank before the edge; where there is none, at the edge, but behind one letter at least. */
    private int end(String text, int indent) {
        int end = 0;
        int used = 0;
        while (used <= width) {
            used += context.columns(Character.toString(text.codePointAt(end)));
            end += used <= width ? Character.charCount(text.codePointAt(end)) : 0;
        }
        int blank = text.lastIndexOf(' ', end);
        return blank > indent ? blank : Math.max(end, indent + Character.charCount(text.codePointAt(indent)));
    }

    private void foot() {
        if (height < FEWEST_LINES) {
            return;
        }
        if (board.typesFilter()) {
            String typed = "only rows with: " + board.choice().filter();
            lines.add(context.fitted(context.printable(typed), Math.max(1, width - 1))
                            .stripTrailing() + INVERSE + " " + PLAIN);
        } else if (board.subject() != null) {
            keys(List.of("⏎ back", "↑↓ scroll", "p pause", "q quit"), "");
        } else {
            List<String> keys = new ArrayList<>();
            for (View view : View.values()) {
                keys.add(name(view));
            }
            keys.addAll(List.of("/ filter", "s sort", "⏎ why", "p pause", "q quit"));
            keys(keys, name(board.choice().view()));
        }
    }

    private static String name(View view) {
        return view.ordinal() + 1 + " " + Words.lower(view);
    }

    /** What keys do, as many as there is room for. */
    private void keys(List<String> keys, String current) {
        StringBuilder line = new StringBuilder();
        int used = -1;
        for (String key : keys) {
            used += 1 + key.length();
            if (used <= width) {
                int blank = key.indexOf(' ');
                line.append(line.isEmpty() ? "" : " ");
                line.append(
                        key.equals(current)
                                ? INVERSE + key + PLAIN
                                : BOLD + key.substring(0, blank) + PLAIN + key.substring(blank));
            }
        }
        lines.add(line.toString());
    }
}
