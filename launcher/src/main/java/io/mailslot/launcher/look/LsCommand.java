package io.mailslot.launcher.look;

import io.mailslot.inspect.CursorStatus;
import io.mailslot.inspect.Detail;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.launcher.look.Bridging.Outbox;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the mailslots of a home. */
@Command(
        name = "ls",
        header = "List the mailslots that exist.",
        description = {
            "",
            "ALLOCATED, what the files of a mailslot really take, is looked up only where it is asked for: -o +ALLOCATED, also "
                    + "with --json. It takes as long as all the rest together."
        },
        footer = {
            "  mailslot ls",
            "  mailslot ls --sort -MESSAGES -o +ALLOCATED",
            "  mailslot ls --json | jq '.mailslots[].name'"
        })
public final class LsCommand extends ListCommand {
    private static final String ALLOCATED = "ALLOCATED";

    private static final List<Column> COLUMNS = List.of(
            Column.text("NAME", 0, "as it was created"),
            Column.number("MESSAGES", 0, "unread, by the receiver that lags most"),
            Column.bytes("NEXT", 3, "size of the oldest of them"),
            Column.bytes("MAX", 2, "the largest message that it takes"),
            Column.number("TIMEOUT", 1, "how long its reads wait"),
            Column.text("RECEIVERS", 8, "processes that have a receiver"),
            Column.number("SENDERS", 7, "how many are open"),
            Column.bytes("CAPACITY", 5, "what its files may take"),
            Column.text("WHEN-FULL", 4, "what becomes of a message without room: wait or drop-oldest"),
            Column.text("CURSORS", 6, "of a durable mailslot"),
            Column.bytes(ALLOCATED, 7, "what its files really take; is looked up only if asked for")
                    .onRequest(),
            Column.text("OUTBOX-FOR", 5, "the computer or domain to which the bridge carries what is in it")
                    .onRequest(),
            Column.number("SENT", 5, "messages ever sent to it").onRequest(),
            Column.number("MISSED", 5, "messages that were dropped unread").onRequest());

    /** For the command line. */
    public LsCommand() {}

    @Override
    SnapshotJson.Parts parts(HomeSnapshot home) {
        return SnapshotJson.Parts.none().withMailslots(home.mailslots());
    }

    @Override
    Detail[] details() {
        return shows(ALLOCATED) ? new Detail[] {Detail.ALLOCATED_BYTES} : new Detail[0];
    }

    @Override
    List<Column> columns() {
        return COLUMNS;
    }

    @Override
    List<Cell[]> rows(HomeSnapshot home) {
        List<Cell[]> rows = new ArrayList<>();
        for (MailslotStatus mailslot : home.mailslots()) {
            MailslotCells cells = new MailslotCells(context(), mailslot);
            rows.add(new Cell[] {
                Cell.of(mailslot.name()),
                cells.messages(),
                cells.next(),
                cells.largest(),
                cells.timeout(),
                cells.receivers(),
                Cell.of(mailslot.senders()),
                cells.bytes(mailslot.capacity()),
                cells.whenFull(),
                names(mailslot.cursors()),
                cells.bytes(mailslot.allocatedBytes()),
                Outbox.of(mailslot).map(outbox -> Cell.of(outbox.host())).orElse(Cell.NONE),
                Cell.ifKnown(mailslot.appendedMessages()),
                Cell.of(mailslot.missedMessages())
            });
        }
        return rows;
    }

    private static Cell names(List<CursorStatus> cursors) {
        List<String> names = cursors.stream().map(CursorStatus::name).toList();
        return names.isEmpty() ? Cell.NONE : Cell.of(String.join(",", names));
    }
}
