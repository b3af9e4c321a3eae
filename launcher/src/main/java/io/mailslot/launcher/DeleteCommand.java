package io.mailslot.launcher;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotNotFoundException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Deletes a durable mailslot, or one of its cursors. */
@Command(
        name = "delete",
        header = "Delete a durable mailslot, or one of its cursors.",
        description = {
            "",
            "Other mailslots go with their last receiver. What somebody has open is not deleted; all that is unread is lost."
        },
        footer = {"  mailslot delete orders", "  mailslot delete '\\\\*\\mailslot\\news' --cursor audit"})
final class DeleteCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Parameters(paramLabel = "NAME", description = "The mailslot's name; letters' case does not matter.")
    private String name;

    @Option(
            names = "--cursor",
            paramLabel = "CURSOR",
            converter = CursorConverter.class,
            description = "Delete only this cursor of a broadcast mailslot: nothing is kept for it any more.")
    private String cursor;

    @Override
    public Integer call() {
        if (Files.notExists(main.home())) {
            // Attaching would make the home, only to find nothing in it.
            Mailslots.requirePossible(main, name);
            throw missing(null);
        }
        try (Kernel kernel = main.attach()) {
            if (cursor == null) {
                kernel.deleteMailslot(name);
            } else {
                kernel.deleteCursor(name, cursor);
            }
        } catch (MailslotNotFoundException missing) {
            throw missing(missing);
        }
        return ExitCode.OK.value();
    }

    private CommandFailure missing(MailslotNotFoundException cause) {
        return main.noSuchMailslot(name, "; see what exists with: mailslot ls" + main.homeOption(), cause);
    }
}
