package io.mailslot.launcher.look;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.ObjectType;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.launcher.look.Holders.Held;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists handles. */
@Command(
        name = "handles",
        header = "List the handles of all processes: who holds what.",
        description = {
            "",
            "Given a number, those of that process and those to it; else those to objects whose name contains the word, to the "
                    + "object of that identity, or the one handle PID:HANDLE."
        },
        footer = {
            "  mailslot handles orders",
            "  mailslot handles 4711",
            "  mailslot handles 4711:28",
            "  mailslot handles --summary"
        })
public final class HandlesCommand extends ListCommand {
    static final List<Column> COLUMNS = List.of(
            Column.number("PID", 0, "process id of who has it"),
            Column.number("HANDLE", 0, "its number there"),
            Column.text("TYPE", 0, "of the object: receiver, sender, process, event, semaphore, mutex or file"),
            Column.text("OBJECT", 1, "the object's identity"),
            Column.number("USES", 2, "handles of all processes to the object"),
            Column.text("ACCESS", 3, "what the handle permits"),
            Column.text("FLAGS", 4, "inherit: children get it; protect: it cannot be closed"),
            Column.text("NAME", 0, "the object's name, a mailslot's, a process id, or a path"));
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern ONE = Pattern.compile("[0-9]+:[0-9]+");
    private static final Pattern ADDRESS = Pattern.compile("0[xX][0-9a-fA-F]+");

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME|PID|0xOBJECT|PID:HANDLE",
            description = "Which handles; all if nothing is given.")
    private String wanted;

    @Option(
            names = {"-p", "--process"},
            paramLabel = "PID",
            description = "Only those of this process.")
    private Long pid;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only those to a type: ${COMPLETION-CANDIDATES}.")
    private Kind type;

    @Option(names = "--summary", description = "Only how many there are, by process and type.")
    private boolean summary;

    /** For the command line. */
    public HandlesCommand() {}

    @Override
    SnapshotJson.Parts parts(HomeSnapshot home) {
        return SnapshotJson.Parts.none().withHandles(chosen(home));
    }

    @Override
    List<Column> columns() {
        return summary ? summaryColumns() : COLUMNS;
    }

    @Override
    List<Cell[]> rows(HomeSnapshot home) {
        return summary ? summaryOf(chosen(home)) : rowsOf(chosen(home));
    }

    static List<Cell[]> rowsOf(List<Held> handles) {
        List<Cell[]> rows = new ArrayList<>();
        for (Held held : handles) {
            rows.add(new Cell[] {
                Cell.of(held.process().processId()),
                Cell.of(held.handle().handle()),
                Cell.of(Words.lower(held.handle().type())),
                Cell.of(held.handle().address()),
                Cell.of(held.handle().usageCount()),
                Cell.of(Words.access(held.handle())),
                Cell.of(Words.flags(held.handle())),
                Cell.of(held.handle().name())
            });
        }
        return rows;
    }

    private static List<Column> summaryColumns() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.number("PID", 0, "process id"));
        columns.add(Column.number("HANDLES", 0, "how many it has"));
        for (ObjectType each : ObjectType.values()) {
            String name = Words.plural(each.name()).toUpperCase(Locale.ROOT);
            columns.add(Column.number(name, 0, "how many of them lead to that"));
        }
        return columns;
    }

    private static List<Cell[]> summaryOf(List<Held> chosen) {
        Map<ProcessStatus, int[]> counts = new TreeMap<>(
                Comparator.comparingLong(ProcessStatus::processId).thenComparingLong(ProcessStatus::objectId));
        for (Held held : chosen) {
            int[] row = counts.computeIfAbsent(held.process(), process -> new int[ObjectType.values().length]);
            row[held.handle().type().ordinal()]++;
        }
        List<Cell[]> rows = new ArrayList<>();
        counts.forEach((process, row) -> {
            List<Cell> cells = new ArrayList<>();
            cells.add(Cell.of(process.processId()));
            cells.add(Cell.of(IntStream.of(row).sum()));
            IntStream.of(row).forEach(each -> cells.add(Cell.of(each)));
            rows.add(cells.toArray(Cell[]::new));
        });
        return rows;
    }

    private List<Held> chosen(HomeSnapshot home) {
        List<Held> chosen = new ArrayList<>();
        Predicate<Held> isWanted = wanted == null ? held -> true : filter(wanted);
        for (ProcessStatus process : home.processes()) {
            process.handles().stream()
                    .map(handle -> new Held(process, handle))
                    .filter(held -> pid == null || process.processId() == pid)
                    .filter(held -> type == null || type.is(held.handle().type()))
                    .filter(isWanted)
                    .forEach(chosen::add);
        }
        if (chosen.isEmpty() && (wanted != null || pid != null)) {
            String what = wanted != null
                    ? "no handle is '" + wanted + "', or leads to such an object,"
                    : "no handles of " + pid;
            throw context()
                    .failure(
                            ErrorCode.FILE_NOT_FOUND,
                            what + " in " + home.home() + "; see all with: mailslot handles" + homeOption(home));
        }
        return chosen;
    }

    private static Predicate<Held> filter(String wanted) {
        if (ONE.matcher(wanted).matches()) {
            return held -> held.toString().equals(wanted);
        }
        if (ADDRESS.matcher(wanted).matches()) {
            return held -> held.handle().address().equalsIgnoreCase(wanted);
        }
        if (NUMBER.matcher(wanted).matches()) {
            return held -> String.valueOf(held.process().processId()).equals(wanted)
                    || held.handle().name().equals(wanted);
        }
        String part = wanted.toLowerCase(Locale.ROOT);
        return held -> held.handle().name().toLowerCase(Locale.ROOT).contains(part);
    }
}
