package io.mailslot.launcher.look;

import io.mailslot.api.ObjectType;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.ProcessStatus.OsState;
import io.mailslot.inspect.WaitStatus;
import java.io.IOException;
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
    private static final List<LookContext.Column> COLUMNS = List.of(
            LookContext.Column.number("PID", 0),
            LookContext.Column.number("PARENT", 2),
            LookContext.Column.text("STATE", 0),
            LookContext.Column.number("UP", 1),
            LookContext.Column.number("HANDLES", 3),
            LookContext.Column.text("WAITS ON", 4),
            LookContext.Column.text("COMMAND", 0));

    /** For the command line. */
    public PsCommand() {}

    @Override
    SnapshotJson.Parts parts(HomeSnapshot home) {
        return SnapshotJson.Parts.none().withProcesses(home.processes()).withObjects(ended(home));
    }

    @Override
    void print(HomeSnapshot home) throws IOException {
        Holders holders = new Holders(home);
        List<String[]> rows = new ArrayList<>();
        for (ProcessStatus process : home.processes()) {
            rows.add(new String[] {
                process.processId() == 0 ? "-" : String.valueOf(process.processId()),
                process.parentProcessId().isPresent()
                        ? String.valueOf(process.parentProcessId().getAsLong())
                        : "-",
                Words.state(process),
                process.started()
                        .map(start -> Words.duration(Duration.between(start, home.takenAt())))
                        .orElse("-"),
                String.valueOf(process.handles().size()),
                waits(home, process),
                Words.command(process)
            });
        }
        for (ObjectStatus ended : ended(home)) {
            rows.add(new String[] {
                ended.name(),
                "-",
                "ended",
                "-",
                "0",
                "-",
                Words.exit(ended.exitCode().orElse(0)) + ", kept by " + holders.words(ended.objectId())
            });
        }
        table(COLUMNS, rows);
        summary(summaryOf(home));
    }

    /** What its threads wait for: of each thing once, and of many the first. */
    private static String waits(HomeSnapshot home, ProcessStatus process) {
        List<Long> objects =
                process.waits().stream().map(WaitStatus::objectId).distinct().toList();
        if (objects.isEmpty()) {
            return "-";
        }
        return Words.awaited(home, objects.get(0)) + (objects.size() > 1 ? " +" + (objects.size() - 1) : "");
    }

    /** Processes of which there are only the objects. */
    private static List<ObjectStatus> ended(HomeSnapshot home) {
        return home.objects().stream()
                .filter(object ->
                        object.type() == ObjectType.PROCESS && object.exitCode().isPresent())
                .toList();
    }

    private static String summaryOf(HomeSnapshot home) {
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
