package io.mailslot.launcher.look;

import io.mailslot.inspect.Detail;
import io.mailslot.inspect.HomeSnapshot;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Prints all that can be seen of a home. */
@Command(
        name = "snapshot",
        header = "Print all that can be seen of the home as one JSON document.",
        description = {
            "",
            "All looks take it in place of a home, with --from, here and on any other machine. It has no messages, but names, "
                    + "paths and the command lines of processes: look through it before you give it away."
        },
        footer = {"  mailslot snapshot > before.json", "  mailslot ps --from before.json", "  mailslot diff before.json"
        })
public final class SnapshotCommand extends LookCommand {
    /** For the command line. */
    public SnapshotCommand() {}

    @Override
    SnapshotJson.Parts parts(HomeSnapshot home) {
        return SnapshotJson.Parts.all(home);
    }

    @Override
    Detail[] details() {
        return new Detail[] {Detail.FILE_SYSTEM, Detail.ERRORS};
    }

    @Override
    void print(HomeSnapshot home) throws IOException {
        context().json(document(home));
    }
}
