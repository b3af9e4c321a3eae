package io.mailslot.launcher.look;

import io.mailslot.inspect.Detail;
import io.mailslot.inspect.FileSystemStatus;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Tells how full mailslots are, and what they lie on. */
@Command(
        name = "df",
        header = "Tell how full each mailslot is, and the file system that they lie on.",
        description = {
            "",
            "TAKEN is what cannot be used again before the oldest unread message is read. It counts what stands around messages, and a part "
                    + "is kept for what tells of them, so a mailslot may have no room for one more well below 100 percent: STATE tells "
                    + "whether a sender waits for room. The last line is the file system, which all of them share."
        },
        footer = {
            "  mailslot df",
            "  mailslot df --sort -FILL --watch",
            "  mailslot df --json | jq .fileSystem.freeBytes"
        })
public final class DfCommand extends ListCommand {
    private static final int HUNDRED = 100;

    private static final List<Column> COLUMNS = List.of(
            Column.text("NAME", 0, "of a mailslot; the home's folder"),
            Column.text("TYPE", 1, "mailslot, or what kind of file system it is"),
            Column.bytes("CAPACITY", 3, "what messages may take; the size of the file system"),
            Column.bytes("TAKEN", 5, "what unread messages take; what anything takes there"),
            Column.bytes("FREE", 4, "what is left of that"),
            Column.number("UNREAD", 6, "messages, by the receiver that lags most"),
            Column.number("FILL", 0, "what is taken of a hundred parts"),
            Column.text("STATE", 2, "full if a sender waits for room"),
            Column.text("WHEN-FULL", 3, "what becomes of a message without room: wait or drop-oldest")
                    .onRequest());

    /** For the command line. */
    public DfCommand() {}

    @Override
    SnapshotJson.Parts parts(HomeSnapshot home) {
        return SnapshotJson.Parts.none().withMailslots(home.mailslots()).withFileSystem(home.fileSystem());
    }

    @Override
    Detail[] details() {
        return new Detail[] {Detail.FILE_SYSTEM};
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
            Tone tone = cells.isFull() ? Tone.BAD : Tone.PLAIN;
            boolean known = mailslot.takenBytes() >= 0 && mailslot.capacity() > 0;
            rows.add(new Cell[] {
                Cell.of(mailslot.name()),
                Cell.of("mailslot"),
                cells.bytes(mailslot.capacity()),
                cells.bytes(mailslot.takenBytes()),
                known ? cells.bytes(mailslot.capacity() - mailslot.takenBytes()) : Cell.NONE,
                Cell.ifKnown(mailslot.messageCount()),
                known ? fill(mailslot.takenBytes(), mailslot.capacity()).toned(tone) : Cell.NONE,
                cells.isFull() ? Cell.of("full", tone) : Cell.NONE,
                cells.whenFull()
            });
        }
        home.fileSystem().ifPresent(fileSystem -> rows.add(row(home, fileSystem)));
        return rows;
    }

    private Cell[] row(HomeSnapshot home, FileSystemStatus fileSystem) {
        long taken = fileSystem.totalBytes() - fileSystem.freeBytes();
        boolean full = fileSystem.freeBytes() == 0;
        Tone tone = full ? Tone.BAD : Tone.PLAIN;
        return new Cell[] {
            Cell.of(home.home().toString()),
            Cell.of(fileSystem.type()),
            bytes(fileSystem.totalBytes()),
            bytes(taken),
            bytes(fileSystem.freeBytes()),
            Cell.NONE,
            fileSystem.totalBytes() > 0 ? fill(taken, fileSystem.totalBytes()).toned(tone) : Cell.NONE,
            full ? Cell.of("full", tone) : Cell.NONE,
            Cell.NONE
        };
    }

    private Cell bytes(long bytes) {
        return Cell.of(context().bytes(bytes), bytes);
    }

    /** Rounded up: what is not empty is not told to be. */
    private static Cell fill(long taken, long whole) {
        long percent = Math.min(HUNDRED, (long) Math.ceil((double) taken * HUNDRED / whole));
        return Cell.of(percent + "%", percent);
    }
}
