package io.mailslot.launcher.act;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.inspect.CursorStatus;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Deletes a durable mailslot, or one of its cursors. */
@Command(
        name = "rm",
        header = "Delete a durable mailslot, or one of its cursors.",
        description = {
            "",
            "Other mailslots go with their last receiver. What somebody has open is not deleted; all that is unread is lost: "
                    + "on a terminal it asks before that."
        },
        footer = {"  mailslot rm orders", "  mailslot rm '\\\\*\\mailslot\\news' --cursor audit"})
public final class RmCommand implements Callable<Integer> {
    @ParentCommand
    private ActParent parent;

    @Parameters(paramLabel = "NAME", description = "The mailslot's name; letters' case does not matter.")
    private String name;

    @Option(
            names = "--cursor",
            paramLabel = "CURSOR",
            converter = CursorConverter.class,
            description = "Delete only this cursor of a broadcast mailslot: nothing is kept for it any more.")
    private String cursor;

    @Mixin
    private Consent consent;

    /** For the command line. */
    public RmCommand() {}

    @Override
    public Integer call() throws IOException {
        ActContext context = parent.acts();
        MailslotStatus mailslot = look(context).orElseThrow(() -> missing(context, null));
        if (!mailslot.durable()) {
            throw context.failure(
                    ErrorCode.INVALID_PARAMETER,
                    "mailslot " + mailslot.name()
                            + " is not durable: it goes with its last receiver; see who has one with:"
                            + " mailslot handles" + context.homeOption() + " --type receiver "
                            + context.shellWord(mailslot.name()));
        }
        long unread = unread(mailslot);
        String deed = "delete " + (cursor == null ? "" : "cursor " + cursor + " of ") + "mailslot " + mailslot.name()
                + (unread == 0 ? "" : " with " + (unread < 0 ? "what is" : unread) + " unread");
        boolean asks = unread != 0 || consent.isDryRun();
        if (asks && !consent.isGivenOrNobodyThere(context, deed)) {
            return consent.refused(context);
        }
        if (asks) {
            requireSame(context, mailslot);
        }
        try (Kernel kernel = context.attach()) {
            if (cursor == null) {
                kernel.deleteMailslot(name);
            } else {
                kernel.deleteCursor(name, cursor);
            }
        } catch (MailslotNotFoundException goneMeanwhile) {
            throw missing(context, goneMeanwhile);
        }
        return 0;
    }

    private Optional<MailslotStatus> look(ActContext context) {
        return HomeInspector.inspect(context.home())
                .orElseGet(() -> HomeSnapshot.empty(context.home()))
                .mailslot(name);
    }

    /** Whoever was asked may have thought for long, and what has the name by now need not be what he was asked about. */
    private void requireSame(ActContext context, MailslotStatus asked) {
        if (look(context).filter(now -> now.objectId() == asked.objectId()).isEmpty()) {
            throw context.failure(
                    ErrorCode.FILE_NOT_FOUND,
                    "mailslot " + asked.name() + " has gone, or is another one by now; nothing was done");
        }
    }

    /** What would be lost; -1 if that cannot be told. */
    private long unread(MailslotStatus mailslot) {
        return mailslot.cursors().stream()
                .filter(each -> cursor == null || each.name().equalsIgnoreCase(cursor))
                .mapToLong(CursorStatus::messageCount)
                .max()
                .orElse(0);
    }

    private RuntimeException missing(ActContext context, RuntimeException cause) {
        return context.noSuchMailslot(name, "; see what exists with: mailslot ls" + context.homeOption(), cause);
    }
}
