package io.mailslot.launcher;

import io.mailslot.api.WhenFull;
import io.mailslot.inspect.CursorStatus;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.Unseen;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Tells about one mailslot. */
@Command(
        name = "info",
        header = "Tell about one mailslot.",
        footer = {"  mailslot info orders", "  mailslot info orders --json | jq .messages"})
final class InfoCommand implements Callable<Integer> {
    private static final String[] LABELS = {
        "name",
        "messages",
        "next message",
        "largest message",
        "read timeout",
        "receivers",
        "senders",
        "allocated",
        "capacity",
        "when full"
    };

    @ParentCommand
    private Main main;

    @Parameters(paramLabel = "NAME", description = "The mailslot's name; letters' case does not matter.")
    private String name;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        HomeSnapshot home = Mailslots.snapshot(main);
        MailslotStatus mailslot = home.mailslot(name).orElseThrow(() -> main.noSuchMailslot(name, null));
        List<Unseen> unseen = Mailslots.unseenOf(home, mailslot);
        if (json) {
            main.console().println(toJson(mailslot, unseen));
        } else {
            printTable(mailslot);
        }
        return Mailslots.tell(main, unseen);
    }

    private static String toJson(MailslotStatus mailslot, List<Unseen> unseen) throws IOException {
        Map<String, Object> object = Mailslots.toMap(mailslot);
        object.put("unseen", Mailslots.details(unseen));
        return Json.line(object);
    }

    private void printTable(MailslotStatus mailslot) throws IOException {
        String[] values = Mailslots.cells(mailslot, main.console().terminal().output());
        Table table = new Table(false, false);
        for (int i = 0; i < LABELS.length; i++) {
            table.add(LABELS[i], values[i]);
        }
        table.add("broadcast", mailslot.broadcast() ? "yes" : "no");
        boolean drops = mailslot.whenFull().filter(WhenFull.DROP_OLDEST::equals).isPresent();
        if (drops || mailslot.missedMessages() > 0) {
            table.add("missed", String.valueOf(mailslot.missedMessages()));
        }
        for (CursorStatus cursor : mailslot.cursors()) {
            table.add("cursor", Mailslots.describe(cursor));
        }
        for (String line : table.lines()) {
            main.console().println(line);
        }
    }
}
