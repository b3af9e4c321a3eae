package io.mailslot.launcher.look;

import io.mailslot.api.HomeException;
import io.mailslot.inspect.Detail;
import io.mailslot.inspect.ErrorLogStatus;
import io.mailslot.inspect.ErrorStatus;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.Unseen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Lists what a home remembers of errors. */
@Command(
        name = "errors",
        header = "List the errors that processes of the home have met, each kind once.",
        description = {
            "",
            "Those that came of damage, of want of room, memory, descriptors, handles or objects, of input and output, and of somebody who "
                    + "stood still; and those of threads that tell nobody. The last one comes first. They stay when all processes are "
                    + "dead, and can be read where the rest of the home is damaged. What a command or call was asked wrongly is none."
        },
        footer = {
            "  mailslot errors",
            "  mailslot errors -o +PLACE,FIRST --sort -COUNT",
            "  mailslot errors --json | jq -r '.errors[] | select(.code == 112) | .lastAt'"
        })
public final class ErrorsCommand extends ListCommand {
    static final List<Column> COLUMNS = List.of(
            Column.number("LAST", 0, "how long ago it was met last"),
            Column.number("COUNT", 0, "how often it was met"),
            Column.number("CODE", 2, "its Win32 error number"),
            Column.number("PID", 3, "the process that met it last"),
            Column.text("TYPE", 1, "the class of the failure; Warning if no call has failed with it"),
            Column.text("MESSAGE", 0, "what was said the first time"),
            Column.number("FIRST", 4, "how long ago it was met first").onRequest(),
            Column.text("PLACE", 5, "where in the library, for whoever reports it")
                    .onRequest());

    /** For the command line. */
    public ErrorsCommand() {}

    @Override
    SnapshotJson.Parts parts(HomeSnapshot home) {
        return SnapshotJson.Parts.none().withErrorLog(home.errorLog());
    }

    @Override
    Detail[] details() {
        return new Detail[] {Detail.ERRORS};
    }

    /** Errors are looked for above all where the rest is damaged, or gone. */
    @Override
    HomeSnapshot look() throws IOException {
        if (isOfFile()) {
            return super.look();
        }
        try {
            HomeSnapshot home = super.look();
            return home.layoutVersion() == 0 ? errorsAlone(List.of()) : home;
        } catch (HomeException unreadable) {
            return errorsAlone(List.of(
                    new SavedSnapshot.Blank(unreadable.errorCode(), Optional.empty(), unreadable.getMessage())));
        }
    }

    private HomeSnapshot errorsAlone(List<Unseen> rest) {
        Path home = context().home();
        return SavedSnapshot.ofErrors(HomeSnapshot.empty(home), HomeInspector.errors(home), rest);
    }

    @Override
    List<Column> columns() {
        return COLUMNS;
    }

    @Override
    List<Cell[]> rows(HomeSnapshot home) {
        List<Cell[]> rows = new ArrayList<>();
        for (ErrorStatus error : errors(home)) {
            rows.add(new Cell[] {
                ago(home, error.lastAt()),
                Cell.of(error.count()),
                Cell.ifKnown(error.code().orElse(-1)),
                Cell.of(error.processId()),
                Cell.of(error.type()),
                Cell.of(error.message()),
                ago(home, error.firstAt()),
                Cell.of(error.place().isEmpty() ? "-" : error.place())
            });
        }
        return rows;
    }

    private static List<ErrorStatus> errors(HomeSnapshot home) {
        return home.errorLog().map(ErrorLogStatus::errors).orElse(List.of());
    }

    private static Cell ago(HomeSnapshot home, Instant when) {
        Duration time = Duration.between(when, home.takenAt());
        return Cell.of(Words.duration(time), time.toSeconds());
    }

    @Override
    String summary(HomeSnapshot home) {
        if (home.errorLog().isEmpty()) {
            return "";
        }
        List<ErrorStatus> errors = errors(home);
        long met = errors.stream().mapToLong(ErrorStatus::count).sum();
        long dropped = home.errorLog().get().dropped();
        return Words.count(errors.size(), "kind") + " of errors, met " + Words.count(met, "time")
                + (dropped > 0 ? "; " + dropped + " more found no room" : "");
    }
}
