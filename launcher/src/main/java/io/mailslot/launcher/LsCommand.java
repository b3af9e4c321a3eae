package io.mailslot.launcher;

import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the mailslots of a home. */
@Command(
        name = "ls",
        header = "List the mailslots that exist.",
        description = {
            "",
            "Shows unread messages, the size of the next one, the largest allowed, the read timeout, the process ids "
                    + "of the receivers, the number of senders, the bytes that are really taken on disk, those that may be, what "
                    + "becomes of messages that find no room, and the cursors of a durable mailslot. On a terminal that is too "
                    + "narrow the columns go that are needed least; --wide, --json and pipes have all of them."
        },
        footer = {"  mailslot ls", "  mailslot ls --json | jq '.mailslots[].name'"})
final class LsCommand implements Callable<Integer> {
    /** Columns that go when all do not fit, the first one first: time-out, largest, next, what is done when full ... */
    private static final int[] DISPENSABLE = {4, 3, 2, 9, 8, 10, 7, 6, 5};

    @ParentCommand
    private Main main;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Option(names = "--no-header", description = "Leave out the line with the column names.")
    private boolean noHeader;

    @Option(names = "--wide", description = "Show all columns, also on a terminal that is too narrow for them.")
    private boolean wide;

    @Override
    public Integer call() throws IOException {
        HomeSnapshot home = Mailslots.snapshot(main);
        if (json) {
            main.console().println(toJson(home));
        } else {
            printTable(home);
        }
        return Mailslots.tell(main, home.unseen());
    }

    static String toJson(HomeSnapshot home) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("home", home.home().toString());
        document.put(
                "mailslots", home.mailslots().stream().map(Mailslots::toMap).toList());
        document.put("unseen", Mailslots.details(home.unseen()));
        return Json.line(document);
    }

    private void printTable(HomeSnapshot home) throws IOException {
        Table table = new Table(false, true, true, true, true, false, true, true, true, false, false);
        if (!noHeader) {
            table.add(
                    "NAME",
                    "MESSAGES",
                    "NEXT",
                    "MAX",
                    "TIMEOUT",
                    "RECEIVERS",
                    "SENDERS",
                    "ALLOCATED",
                    "CAPACITY",
                    "WHEN-FULL",
                    "CURSORS");
        }
        for (MailslotStatus mailslot : home.mailslots()) {
            table.add(Mailslots.cells(mailslot, main.console().terminal().output()));
        }
        Terminal terminal = main.console().terminal();
        boolean all = wide || !terminal.output();
        for (String line : all ? table.lines() : table.lines(terminal.width(), DISPENSABLE)) {
            main.console().println(line);
        }
    }
}
