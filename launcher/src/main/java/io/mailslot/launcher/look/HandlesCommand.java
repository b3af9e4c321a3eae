package io.mailslot.launcher.look;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.ObjectType;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.launcher.look.Holders.Held;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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
    private static final List<LookContext.Column> COLUMNS = List.of(
            LookContext.Column.number("PID", 0),
            LookContext.Column.number("HANDLE", 0),
            LookContext.Column.text("TYPE", 0),
            LookContext.Column.text("OBJECT", 1),
            LookContext.Column.number("USES", 2),
            LookContext.Column.text("ACCESS", 3),
            LookContext.Column.text("FLAGS", 4),
            LookContext.Column.text("NAME", 0));
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
    void print(HomeSnapshot home) throws IOException {
        List<Held> chosen = chosen(home);
        if (summary) {
            printSummary(chosen);
            return;
        }
        List<String[]> rows = new ArrayList<>();
        for (Held held : chosen) {
            rows.add(new String[] {
                String.valueOf(held.process().processId()),
                String.valueOf(held.handle().handle()),
                Words.lower(held.handle().type()),
                held.handle().address(),
                String.valueOf(held.handle().usageCount()),
                Words.access(held.handle()),
                Words.flags(held.handle()),
                held.handle().name()
            });
        }
        table(COLUMNS, rows);
    }

    private void printSummary(List<Held> chosen) throws IOException {
        List<LookContext.Column> columns = new ArrayList<>();
        columns.add(LookContext.Column.number("PID", 0));
        columns.add(LookContext.Column.number("HANDLES", 0));
        for (ObjectType each : ObjectType.values()) {
            columns.add(LookContext.Column.number(Words.plural(each.name()).toUpperCase(Locale.ROOT), 0));
        }
        Map<ProcessStatus, int[]> counts = new TreeMap<>(
                Comparator.comparingLong(ProcessStatus::processId).thenComparingLong(ProcessStatus::objectId));
        for (Held held : chosen) {
            int[] row = counts.computeIfAbsent(held.process(), process -> new int[ObjectType.values().length]);
            row[held.handle().type().ordinal()]++;
        }
        List<String[]> rows = new ArrayList<>();
        counts.forEach((process, row) -> {
            List<String> cells = new ArrayList<>();
            cells.add(String.valueOf(process.processId()));
            int all = 0;
            for (int each : row) {
                all += each;
            }
            cells.add(String.valueOf(all));
            for (int each : row) {
                cells.add(String.valueOf(each));
            }
            rows.add(cells.toArray(String[]::new));
        });
        table(columns, rows);
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
