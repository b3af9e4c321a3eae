package io.mailslot.launcher.look;

import io.mailslot.api.ErrorCode;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ObjectStatus;
import java.io.IOException;
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
    private static final List<LookContext.Column> COLUMNS = List.of(
            LookContext.Column.text("OBJECT", 1),
            LookContext.Column.text("TYPE", 0),
            LookContext.Column.number("USES", 2),
            LookContext.Column.text("STATE", 0),
            LookContext.Column.text("NAME", 0),
            LookContext.Column.text("HELD BY", 3));

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
    void print(HomeSnapshot home) throws IOException {
        Holders holders = new Holders(home);
        List<String[]> rows = new ArrayList<>();
        for (ObjectStatus object : chosen(home)) {
            rows.add(new String[] {
                Words.address(object.objectId()),
                Words.lower(object.type()),
                String.valueOf(object.usageCount()),
                Words.state(home, object),
                object.name(),
                holders.words(object.objectId())
            });
        }
        table(COLUMNS, rows);
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
