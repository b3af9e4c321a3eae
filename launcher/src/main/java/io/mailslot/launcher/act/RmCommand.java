package io.mailslot.launcher.act;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleInfo;
import io.mailslot.inspect.CursorStatus;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.ProcessStatus.OsState;
import io.mailslot.inspect.ReceiverStatus;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
        MailslotStatus mailslot = look(context)
                .orElseThrow(() -> context.noSuchMailslot(
                        name, "; see what exists with: mailslot ls" + context.homeOption(), null));
        if (!mailslot.durable()) {
            throw context.failure(
                    ErrorCode.INVALID_PARAMETER,
                    "mailslot " + mailslot.name()
                            + " is not durable: it goes with its last receiver; see who has one with: "
                            + context.about(
                                    "mailslot handles" + context.homeOption() + " --type receiver",
                                    mailslot.name(),
                                    ""));
        }
        requireClosed(context, mailslot);
        boolean asked = unread(mailslot) != 0 || consent.isDryRun();
        if (asked && !consent.isGivenOrNobodyThere(context, words(mailslot))) {
            return consent.refused(context);
        }
        requireSame(context, mailslot);
        try (Kernel kernel = context.attach()) {
            MailslotStatus now = requireSame(context, mailslot); // to attach takes a while, in which something may come
            boolean came = !asked && unread(now) != 0;
            if (came && !consent.isGivenOrNobodyThere(context, words(now))) {
                return consent.refused(context);
            }
            delete(kernel, mailslot);
        }
        return 0;
    }

    private String words(MailslotStatus mailslot) {
        long unread = unread(mailslot);
        return "delete " + what(mailslot)
                + (unread == 0 ? "" : " with " + (unread < 0 ? "what is" : unread) + " unread");
    }

    private String what(MailslotStatus mailslot) {
        return (cursor == null ? "" : "cursor " + cursor + " of ") + "mailslot " + mailslot.name();
    }

    /** What was seen, and nothing that has its name by now. */
    private void delete(Kernel kernel, MailslotStatus seen) {
        if (cursor == null) {
            kernel.deleteMailslot(name, seen.objectId());
            return;
        }
        long meant = seen.receivers().stream()
                .filter(this::isMeant)
                .mapToLong(ReceiverStatus::objectId)
                .findFirst()
                .orElse(0); // no cursor: the failure says which ones there are
        kernel.deleteCursor(name, cursor, meant);
    }

    private boolean isMeant(ReceiverStatus receiver) {
        return cursor == null
                || receiver.cursor().filter(cursor::equalsIgnoreCase).isPresent();
    }

    /** Refuses what somebody who lives has open, before anybody is asked; what only the dead have is closed first. */
    private void requireClosed(ActContext context, MailslotStatus mailslot) {
        Set<Long> ends = mailslot.receivers().stream()
                .filter(this::isMeant)
                .map(ReceiverStatus::objectId)
                .collect(Collectors.toSet());
        for (ProcessStatus process : snapshot(context).processes()) {
            boolean lives = process.osState() == OsState.RUNNING || process.osState() == OsState.STOPPED;
            for (HandleInfo handle : process.handles()) {
                if (lives && ends.contains(handle.objectId())) {
                    throw context.failure(
                            ErrorCode.SHARING_VIOLATION,
                            what(mailslot) + " is open in process " + Members.words(process)
                                    + "; end that, or close its handle with: mailslot close" + context.homeOption()
                                    + " "
                                    + process.processId() + ":" + handle.handle());
                }
            }
        }
    }

    private static HomeSnapshot snapshot(ActContext context) {
        return HomeInspector.inspect(context.home()).orElseGet(() -> HomeSnapshot.empty(context.home()));
    }

    private Optional<MailslotStatus> look(ActContext context) {
        return snapshot(context).mailslot(name);
    }

    /** Whoever was asked may have thought for long, and what has the name by now need not be what he was asked about. */
    private MailslotStatus requireSame(ActContext context, MailslotStatus asked) {
        return look(context)
                .filter(now -> now.objectId() == asked.objectId())
                .orElseThrow(() -> context.failure(
                        ErrorCode.FILE_NOT_FOUND,
                        "mailslot " + asked.name() + " has gone, or is another one by now; nothing was done"));
    }

    /** What would be lost; -1 if that cannot be told. */
    private long unread(MailslotStatus mailslot) {
        return mailslot.cursors().stream()
                .filter(each -> cursor == null || each.name().equalsIgnoreCase(cursor))
                .mapToLong(CursorStatus::messageCount)
                .max()
                .orElse(0);
    }
}
