package io.mailslot.launcher.look;

import io.mailslot.api.ObjectType;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.ProcessStatus.OsState;
import io.mailslot.inspect.WaitStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the processes of a home. */
@Command(
        name = "ps",
        header = "List the processes of the home, and how they are.",
        description = {
            "",
            "STOPPED are those that a signal or a debugger has stopped: whoever waits for them waits until they are continued "
                    + "(kill -CONT PID). Of those that are dead nobody has cleared away yet what they left; whoever attaches next "
                    + "does. Those that have ended are kept, with their exit codes, by the handles to them."
        },
        footer = {"  mailslot ps", "  mailslot ps --json | jq '.processes[] | select(.osState == \"stopped\")'"})
public final class PsCommand extends ListCommand {
    static final List<Column> COLUMNS = List.of(
            Column.number("PID", 0, "process id; - if it is not known yet"),
            Column.number("PARENT", 2, "process id of who has started it"),
            Column.text("STATE", 0, "starting, live, left, STOPPED, dead, ended or unknown"),
            Column.number("UP", 1, "since when it runs"),
            Column.number("HANDLES", 3, "how many it has"),
            Column.text("WAITS-ON", 4, "what its threads sleep for"),
            Column.text("COMMAND", 0, "its program, and what that was given"),
            Column.text("OBJECT", 5, "its process object").onRequest(),
            Column.number("USES", 5, "handles of all to that, and itself").onRequest());

    /** For the command line. */
    public PsCommand() {}

    @Override
    SnapshotJson.Parts parts(HomeSnapshot home) {
        return SnapshotJson.Parts.none().withProcesses(home.processes()).withObjects(ended(home));
    }

    @Override
    List<Column> columns() {
        return COLUMNS;
    }

    @Override
    List<Cell[]> rows(HomeSnapshot home) {
        return rowsOf(home);
    }

    static List<Cell[]> rowsOf(HomeSnapshot home) {
        Holders holders = new Holders(home);
        Catalog catalog = new Catalog(home);
        List<Cell[]> rows = new ArrayList<>();
        for (ProcessStatus process : home.processes()) {
            String state = Words.state(process);
            rows.add(new Cell[] {
                process.processId() == 0 ? Cell.NONE : Cell.of(process.processId()),
                Cell.ifKnown(process.parentProcessId().orElse(-1)),
                Cell.of(state, Words.tone(state)),
                process.started()
                        .map(start -> up(Duration.between(start, home.takenAt())))
                        .orElse(Cell.NONE),
                Cell.of(process.handles().size()),
                Cell.of(waits(catalog, process)),
                Cell.of(Words.command(process)),
                Cell.of(Words.address(process.objectId())),
                Cell.of(process.usageCount())
            });
        }
        for (ObjectStatus ended : ended(home)) {
            rows.add(new Cell[] {
                Cell.number(ended.name()),
                Cell.NONE,
                Cell.of("ended"),
                Cell.NONE,
                Cell.of(0),
                Cell.NONE,
                Cell.of(Words.exit(ended.exitCode().orElse(0)) + ", kept by " + holders.words(ended.objectId())),
                Cell.of(Words.address(ended.objectId())),
                Cell.of(ended.usageCount())
            });
        }
        return rows;
    }

    private static Cell up(Duration time) {
        return Cell.of(Words.duration(time), time.toSeconds());
    }

    /** What its threads wait for: of each thing once, and of many the first. */
    private static String waits(Catalog catalog, ProcessStatus process) {
        List<Long> objects =
                process.waits().stream().map(WaitStatus::objectId).distinct().toList();
        if (objects.isEmpty()) {
            return "-";
        }
        return catalog.awaited(objects.get(0)) + (objects.size() > 1 ? " +" + (objects.size() - 1) : "");
    }

    /** Processes of which there are only the objects. */
    private static List<ObjectStatus> ended(HomeSnapshot home) {
        return home.objects().stream()
                .filter(object ->
                        object.type() == ObjectType.PROCESS && object.exitCode().isPresent())
                .toList();
    }

    @Override
    String summary(HomeSnapshot home) {
        int handles = home.processes().stream()
                .mapToInt(process -> process.handles().size())
                .sum();
        StringBuilder line = new StringBuilder(
                Words.count(home.processes().size(), "process") + ", " + Words.count(handles, "handle"));
        long stopped = count(home, OsState.STOPPED);
        long dead = count(home, OsState.ENDED);
        line.append(stopped > 0 ? "; " + stopped + " stopped" : "");
        line.append(dead > 0 ? "; " + dead + " dead and not cleared away" : "");
        line.append(ended(home).isEmpty() ? "" : "; " + ended(home).size() + " ended");
        return line.toString();
    }

    private static long count(HomeSnapshot home, OsState state) {
        return home.processes().stream()
                .filter(process -> process.osState() == state)
                .count();
    }
}
