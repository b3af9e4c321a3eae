package io.mailslot.launcher.look;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.WhenFull;
import io.mailslot.inspect.CursorStatus;
import io.mailslot.inspect.Detail;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.Unseen;
import io.mailslot.launcher.look.Bridging.Outbox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells about one mailslot. */
@Command(
        name = "info",
        header = "Tell about one mailslot.",
        footer = {
            "  mailslot info orders",
            "  mailslot info orders --allocated",
            "  mailslot info orders --json | jq '.mailslots[0].messages'"
        })
public final class InfoCommand extends LookCommand {
    private static final List<Column> COLUMNS = List.of(Column.text("", 0, ""), Column.text("", 0, ""));

    @Parameters(paramLabel = "NAME", description = "The mailslot's name; letters' case does not matter.")
    private String name;

    @Option(
            names = "--allocated",
            description = "Look up what its files really take, which takes as long as all the rest together.")
    private boolean allocated;

    /** For the command line. */
    public InfoCommand() {}

    @Override
    SnapshotJson.Parts parts(HomeSnapshot home) {
        return SnapshotJson.Parts.none().withMailslots(List.of(mailslot(home)));
    }

    @Override
    Detail[] details() {
        return allocated ? new Detail[] {Detail.ALLOCATED_BYTES} : new Detail[0];
    }

    /** What could not be seen of others is not asked for. */
    @Override
    List<Unseen> unseen(HomeSnapshot home) {
        String own = mailslot(home).name();
        return home.unseen().stream()
                .filter(one -> one.mailslot().orElse(own).equals(own))
                .toList();
    }

    private MailslotStatus mailslot(HomeSnapshot home) {
        return home.mailslot(name).orElseThrow(() -> missing(home));
    }

    private RuntimeException missing(HomeSnapshot home) {
        return isOfFile()
                ? context().failure(ErrorCode.FILE_NOT_FOUND, "no mailslot '" + name + "' in " + home.home())
                : context().noSuchMailslot(name);
    }

    @Override
    void print(HomeSnapshot home) throws IOException {
        MailslotStatus mailslot = mailslot(home);
        MailslotCells cells = new MailslotCells(context(), mailslot);
        List<Cell[]> rows = new ArrayList<>();
        add(rows, "name", Cell.of(mailslot.name()));
        add(rows, "messages", cells.messages());
        add(rows, "next message", cells.next());
        add(rows, "largest message", cells.largest());
        add(rows, "read timeout", cells.timeout());
        add(rows, "receivers", cells.receivers());
        add(rows, "senders", Cell.of(mailslot.senders()));
        if (mailslot.allocatedBytes() >= 0) {
            add(rows, "allocated", cells.bytes(mailslot.allocatedBytes()));
        }
        add(rows, "capacity", cells.bytes(mailslot.capacity()));
        add(rows, "when full", cells.whenFull());
        add(rows, "broadcast", Cell.of(mailslot.broadcast() ? "yes" : "no"));
        boolean drops = mailslot.whenFull().filter(WhenFull.DROP_OLDEST::equals).isPresent();
        if (drops || mailslot.missedMessages() > 0) {
            add(rows, "missed", Cell.of(mailslot.missedMessages()));
        }
        Outbox.of(mailslot).ifPresent(outbox -> {
            add(rows, "outbox for", Cell.of(outbox.target()));
            add(rows, "carried by", bridge(Bridging.of(home)));
        });
        for (CursorStatus cursor : mailslot.cursors()) {
            add(rows, "cursor", Cell.of(words(cursor)));
        }
        context().table(COLUMNS, rows, false, true);
    }

    private static Cell bridge(Bridging bridging) {
        return bridging.processId().isPresent()
                ? Cell.of(bridging.processId().getAsLong() + " (" + bridging.words() + ")")
                : Cell.of("nobody").toned(Tone.BAD);
    }

    private static void add(List<Cell[]> rows, String label, Cell value) {
        rows.add(new Cell[] {Cell.of(label), value});
    }

    /** One cursor in words. */
    static String words(CursorStatus cursor) {
        String missed = cursor.missedMessages() == 0 ? "" : ", " + cursor.missedMessages() + " missed";
        String unread = cursor.messageCount() < 0 ? "unreadable" : cursor.messageCount() + " unread";
        return cursor.name() + " (" + (cursor.open() ? "open" : "closed") + ", " + unread + missed + ")";
    }
}
