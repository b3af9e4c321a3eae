package io.mailslot.launcher;

import com.fasterxml.jackson.jr.ob.JSON;
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
                    + "of the receivers, the number of senders, the bytes that are really taken on disk, those that may be, and "
                    + "the cursors of a durable mailslot."
        },
        footer = {"  mailslot ls", "  mailslot ls --json | jq '.mailslots[].name'"})
final class LsCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Option(names = "--no-header", description = "Leave out the line with the column names.")
    private boolean noHeader;

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
        return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(document);
    }

    private void printTable(HomeSnapshot home) throws IOException {
        Table table = new Table(false, true, true, true, true, false, true, true, true, false);
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
                    "CURSORS");
        }
        for (MailslotStatus mailslot : home.mailslots()) {
            table.add(Mailslots.cells(mailslot, main.console().terminal().output()));
        }
        for (String line : table.lines()) {
            main.console().println(line);
        }
    }
}
