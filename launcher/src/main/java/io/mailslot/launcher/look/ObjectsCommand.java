package io.mailslot.launcher.look;

import io.mailslot.api.ErrorCode;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ObjectStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the kernel objects of a home. */
@Command(
        name = "objects",
        header = "List the kernel objects of the home, their state, and who holds them.",
        description = {
            "",
            "USES counts the handles of all processes, and a running process itself. Those that hold one are named as "
                    + "PID:HANDLE. 'Waited for' is what somebody sleeps for, or has slept for since it was last signaled."
        },
        footer = {"  mailslot objects", "  mailslot objects ledger", "  mailslot objects --type mutex --json"})
public final class ObjectsCommand extends ListCommand {
    static final List<Column> COLUMNS = List.of(
            Column.text("OBJECT", 1, "its identity, which no other object ever has"),
            Column.text("TYPE", 0, "receiver, sender, process, event, semaphore, mutex or file"),
            Column.number("USES", 2, "handles of all processes to it, and a running process itself"),
            Column.text("STATE", 0, "what its type has: unread messages, owner, count, exit code ..."),
            Column.text("NAME", 0, "its name, a mailslot's, a process id, or a path"),
            Column.text("HELD-BY", 3, "who has handles to it, as PID:HANDLE"),
            Column.text("SIGNALED", 4, "whether a wait for it would be over at once")
                    .onRequest());

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME|0xOBJECT",
            description = "Only those whose name contains this, or the one of that identity.")
    private String wanted;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only those of a type: ${COMPLETION-CANDIDATES}.")
    private Kind type;

    /** For the command line. */
    public ObjectsCommand() {}

    @Override
    SnapshotJson.Parts parts(HomeSnapshot home) {
        return SnapshotJson.Parts.none().withObjects(chosen(home));
    }

    @Override
    List<Column> columns() {
        return COLUMNS;
    }

    @Override
    List<Cell[]> rows(HomeSnapshot home) {
        return rowsOf(home, chosen(home));
    }

    static List<Cell[]> rowsOf(HomeSnapshot home, List<ObjectStatus> objects) {
        Holders holders = new Holders(home);
        Catalog catalog = new Catalog(home);
        List<Cell[]> rows = new ArrayList<>();
        for (ObjectStatus object : objects) {
            rows.add(new Cell[] {
                Cell.of(Words.address(object.objectId())),
                Cell.of(Words.lower(object.type())),
                Cell.of(object.usageCount()),
                Cell.of(catalog.state(object), object.abandoned() ? Tone.BAD : Tone.PLAIN),
                Cell.of(object.name()),
                Cell.of(holders.words(object.objectId())),
                Cell.of(object.signaled() ? "yes" : "no")
            });
        }
        return rows;
    }

    private List<ObjectStatus> chosen(HomeSnapshot home) {
        List<ObjectStatus> chosen = home.objects().stream()
                .filter(object -> type == null || type.is(object.type()))
                .filter(this::isWanted)
                .toList();
        if (chosen.isEmpty() && wanted != null) {
            throw context()
                    .failure(
                            ErrorCode.FILE_NOT_FOUND,
                            "no object '" + wanted + "' in " + home.home() + "; see what exists with: mailslot objects"
                                    + homeOption(home));
        }
        return chosen;
    }

    private boolean isWanted(ObjectStatus object) {
        return wanted == null
                || Words.address(object.objectId()).equalsIgnoreCase(wanted)
                || object.name().toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
    }
}
