package io.mailslot.launcher.top;

import io.mailslot.api.MailslotException;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.Unseen;
import io.mailslot.launcher.look.Cell;
import io.mailslot.launcher.look.Column;
import io.mailslot.launcher.look.LookContext;
import io.mailslot.launcher.look.SnapshotJson;
import io.mailslot.launcher.look.Snapshots;
import io.mailslot.launcher.look.Tone;
import io.mailslot.launcher.look.Words;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Prints a line for each mailslot at each tick, or a document for all of them. */
final class Lines {
    /** Where people scroll, the names of the columns are to be seen from everywhere. */
    private static final int LINES_BELOW_A_HEADER = 20;

    private static final List<Column> COLUMNS = List.of(
            text("TIME"),
            text("NAME"),
            number("IN/s"),
            number("OUT/s"),
            number("MB/s"),
            number("UNREAD"),
            number("FILL%"),
            number("RECV"),
            number("SEND"),
            number("MISSED"));

    private final LookContext context;
    private final TickOptions options;
    private final List<String> names;
    private final boolean header;

    /** -1 before the first one. */
    private int linesBelowHeader = -1;

    private List<Unseen> told = List.of();
    private final Set<String> toldMissing = new HashSet<>();
    /** Of the last look; null if it was none. */
    private MailslotException failure;

    /**
     * To be run once.
     *
     * @param names of the mailslots; all that there are if there are none
     */
    Lines(LookContext context, TickOptions options, List<String> names, boolean header) {
        this.context = context;
        this.options = options;
        this.names = names;
        this.header = header;
    }

    private static Column text(String name) {
        return new Column(name, Column.Kind.TEXT, 0, true, "");
    }

    private static Column number(String name) {
        return new Column(name, Column.Kind.NUMBER, 0, true, "");
    }

    /** Ends with an exit code when there were ticks enough. */
    int run() throws IOException {
        Sample before = Sample.of(context.home());
        requireAll(before.home());
        boolean wasThere = tellWhetherThere(true, before);
        long due = System.nanoTime();
        for (long done = 1; ; done++) {
            due = options.after(due);
            TickOptions.sleepUntil(due);
            Sample now = look();
            int code;
            if (now == null) {
                code = context.exitCode(failure.errorCode());
            } else {
                wasThere = tellWhetherThere(wasThere, now);
                print(new Tick(before, now));
                code = tellUnseen(now.home().unseen());
                before = now;
            }
            context.flush();
            if (options.isEnough(done)) {
                return code;
            }
        }
    }

    /** Null if it cannot be looked at, which is said once: at the next tick it may be. */
    private Sample look() {
        try {
            Sample now = Sample.of(context.home());
            failure = null;
            return now;
        } catch (MailslotException notNow) {
            if (failure == null) {
                context.say(notNow.getMessage() + "; going on to look for it");
            }
            failure = notNow;
            return null;
        }
    }

    /** Who mistypes a name does not wait for it. */
    private void requireAll(HomeSnapshot home) {
        for (String name : names) {
            if (home.mailslot(name).isEmpty()) {
                throw context.noSuchMailslot(name);
            }
        }
    }

    private boolean tellWhetherThere(boolean wasThere, Sample now) {
        if (wasThere && !now.isThere()) {
            context.say("there is no home " + now.home().home() + "; going on to look for it");
        }
        return now.isThere();
    }

    private int tellUnseen(List<Unseen> unseen) {
        int code = Snapshots.tell(context, unseen.equals(told) ? List.of() : unseen);
        told = unseen;
        return unseen.isEmpty() ? code : context.exitCode(unseen.get(0).code());
    }

    private List<MailslotStatus> wanted(HomeSnapshot home) {
        if (names.isEmpty()) {
            return home.mailslots();
        }
        List<MailslotStatus> wanted = new ArrayList<>();
        for (String name : names) {
            Optional<MailslotStatus> found = home.mailslot(name);
            found.ifPresent(wanted::add);
            if (found.isPresent()) {
                toldMissing.remove(name);
            } else if (toldMissing.add(name)) {
                context.say("there is no mailslot '" + name + "' any more; going on to look for it");
            }
        }
        return wanted;
    }

    private void print(Tick tick) throws IOException {
        List<MailslotStatus> mailslots = wanted(tick.home());
        if (options.json()) {
            context.json(document(tick, mailslots));
            return;
        }
        boolean rounded = context.isTerminal();
        List<Cell[]> rows = new ArrayList<>();
        for (MailslotStatus mailslot : mailslots) {
            rows.add(row(tick, mailslot, rounded));
        }
        boolean again = linesBelowHeader < 0 || rounded && linesBelowHeader >= LINES_BELOW_A_HEADER;
        boolean withHeader = header && again;
        linesBelowHeader = rows.size() + (withHeader ? 0 : Math.max(0, linesBelowHeader));
        if (header && !withHeader) {
            context.further(COLUMNS, rows);
        } else if (!rows.isEmpty() || withHeader) {
            context.table(COLUMNS, rows, withHeader, false);
        }
    }

    private static Cell[] row(Tick tick, MailslotStatus mailslot, boolean rounded) {
        SlotCells cells = new SlotCells(mailslot, tick.flow(mailslot), rounded);
        return new Cell[] {
            plain(time(tick.home().takenAt(), rounded)),
            plain(mailslot.name()),
            cells.in(),
            cells.out(),
            cells.megabytes(),
            cells.unread(),
            cells.percent(),
            plain(String.valueOf(cells.receivers())),
            plain(String.valueOf(mailslot.senders())),
            cells.missed()
        };
    }

    private static Cell plain(String text) {
        return new Cell(text, text, Tone.PLAIN);
    }

    /** As the clock on the wall for people, in full for programs. */
    private static String time(Instant at, boolean rounded) {
        if (!rounded) {
            return at.toString();
        }
        LocalTime time = LocalTime.ofInstant(at, ZoneId.systemDefault());
        return String.format(Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
    }

    private static Map<String, Object> document(Tick tick, List<MailslotStatus> mailslots) {
        Map<String, Object> document = SnapshotJson.document(tick.home(), mailslots);
        document.put("seconds", tick.seconds());
        document.put(
                "rates",
                mailslots.stream().map(mailslot -> rates(tick, mailslot)).toList());
        return document;
    }

    private static Map<String, Object> rates(Tick tick, MailslotStatus mailslot) {
        Flow flow = tick.flow(mailslot);
        Map<String, Object> rates = new LinkedHashMap<>();
        rates.put("name", mailslot.name());
        rates.put("object", Words.address(mailslot.objectId()));
        rates.put("inPerSecond", known(flow.in()));
        rates.put("outPerSecond", known(flow.out()));
        rates.put("bytesPerSecond", known(flow.bytes()));
        rates.put("fill", known(SlotCells.fill(mailslot)));
        return rates;
    }

    private static Double known(double number) {
        return Double.isNaN(number) ? null : number;
    }
}
