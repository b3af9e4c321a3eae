package io.mailslot.launcher.top;

import io.mailslot.inspect.MailslotStatus;
import io.mailslot.launcher.look.Cell;
import io.mailslot.launcher.look.Column;
import io.mailslot.launcher.look.Listing;
import io.mailslot.launcher.look.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of the screen. */
enum Panes {
    MAILSLOTS {
        @Override
        Listing of(Frame frame) {
            List<Listing.Row> rows = new ArrayList<>();
            for (MailslotStatus mailslot : frame.tick().home().mailslots()) {
                String key = "mailslot " + mailslot.objectId();
                rows.add(new Listing.Row(key, mailslot.name(), cells(frame, mailslot)));
            }
            return new Listing(MAILSLOT_COLUMNS, rows);
        }
    },
    PROCESSES {
        @Override
        Listing of(Frame frame) {
            Listing listing = Listing.processes(frame.tick().home());
            return listing.with(BEHIND_STATE, CPU, row -> cpu(frame, row)).usual();
        }
    },
    HANDLES {
        @Override
        Listing of(Frame frame) {
            return Listing.handles(frame.tick().home());
        }
    },
    OBJECTS {
        @Override
        Listing of(Frame frame) {
            return Listing.objects(frame.tick().home()).usual();
        }
    };

    private static final int BAR = 8;
    private static final int BEHIND_STATE = 3;
    private static final Column CPU = column("CPU%", Column.Kind.NUMBER, 5);

    /** The line of the last minute goes first where there is no room, then the rate of bytes. */
    private static final List<Column> MAILSLOT_COLUMNS = List.of(
            column("NAME", Column.Kind.TEXT, 0),
            column("", Column.Kind.TEXT, 0),
            column("IN/s", Column.Kind.NUMBER, 0),
            column("OUT/s", Column.Kind.NUMBER, 0),
            column("MB/s", Column.Kind.NUMBER, 2),
            column("UNREAD", Column.Kind.NUMBER, 0),
            column("FILL", Column.Kind.NUMBER, 0),
            column("", Column.Kind.TEXT, 3),
            column("RECV", Column.Kind.NUMBER, 5),
            column("SEND", Column.Kind.NUMBER, 4),
            column("MISSED", Column.Kind.NUMBER, 6),
            column("IN, LAST " + Frame.KEPT + " TICKS", Column.Kind.NUMBER, 1));

    /** The table as it is in a frame. */
    abstract Listing of(Frame frame);

    static Column column(String name, Column.Kind kind, int need) {
        return new Column(name, kind, need, true, "");
    }

    private static Cell[] cells(Frame frame, MailslotStatus mailslot) {
        SlotCells cells = new SlotCells(mailslot, frame.tick().flow(mailslot), true);
        boolean full = SlotCells.isFull(mailslot);
        Tone tone = full ? Tone.BAD : Tone.PLAIN;
        double fill = SlotCells.fill(mailslot);
        return new Cell[] {
            text(mailslot.name()),
            new Cell(full ? "!" : mailslot.broadcast() ? "*" : " ", full ? 1 : 0, tone),
            cells.in(),
            cells.out(),
            cells.megabytes(),
            cells.unread(),
            cells.percent(),
            new Cell(Numbers.bar(Double.isNaN(fill) ? 0 : fill, BAR), fill, tone),
            number(cells.receivers()),
            number(mailslot.senders()),
            cells.missed(),
            new Cell(line(frame.past(mailslot)), 0, Tone.PLAIN)
        };
    }

    /** The youngest to the right. */
    private static String line(double[] past) {
        return " ".repeat(Frame.KEPT - past.length) + Numbers.heights(past);
    }

    private static Cell cpu(Frame frame, Listing.Row row) {
        double percent = frame.processors().percent(Long.decode(row.key()));
        return Double.isNaN(percent)
                ? new Cell("-", null, Tone.PLAIN)
                : new Cell(String.format(Locale.ROOT, "%5.1f", percent), percent, Tone.PLAIN);
    }

    private static Cell text(String text) {
        return new Cell(text, text, Tone.PLAIN);
    }

    private static Cell number(long number) {
        return new Cell(String.valueOf(number), number, Tone.PLAIN);
    }
}
