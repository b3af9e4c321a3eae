package io.mailslot.launcher.look;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleInfo;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.Unseen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Tells what has changed between two snapshots. */
@Command(
        name = "diff",
        header = "Tell what has changed since a snapshot: processes, handles, objects, mailslots.",
        description = {
            "",
            "A line for what came (+), went (-), or has become another (~). Handles that leak are those that came, and those of one "
                    + "object that become more."
        },
        footer = {"  mailslot diff before.json", "  mailslot diff before.json after.json"})
public final class DiffCommand implements Callable<Integer> {
    @ParentCommand
    private LookParent parent;

    @Parameters(index = "0", paramLabel = "BEFORE", description = "What 'snapshot' has written.")
    private Path before;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "AFTER",
            description = "What it has written later; without it, the home as it is now.")
    private Path after;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    /** For the command line. */
    public DiffCommand() {}

    @Override
    public Integer call() throws IOException {
        LookContext context = parent.looks();
        HomeSnapshot old = Snapshots.read(context, before);
        HomeSnapshot now = Snapshots.read(context, after);
        requireComparable(context, old, now);
        List<Change> changes = changes(old, now);
        List<Unseen> unseen = Stream.concat(now.unseen().stream(), old.unseen().stream())
                .distinct()
                .toList();
        if (json) {
            Map<String, Object> document = SnapshotJson.head(now);
            document.put("since", SnapshotJson.text(old.takenAt()));
            document.put("changes", changes.stream().map(Change::json).toList());
            document.put("unseen", SnapshotJson.unseen(unseen));
            context.json(document);
        } else {
            print(context, changes, Duration.between(old.takenAt(), now.takenAt()));
        }
        return Snapshots.tell(context, unseen);
    }

    private static void print(LookContext context, List<Change> changes, Duration time) throws IOException {
        for (Change change : changes) {
            context.line(change.sign() + " " + change.kind() + " " + change.what());
        }
        if (context.isTerminal()) {
            context.line(Words.count(changes.size(), "change") + " in " + Words.duration(time));
        }
    }

    /** In another home, and in one that was begun anew after a boot, the same identities are those of other things. */
    private void requireComparable(LookContext context, HomeSnapshot old, HomeSnapshot now) {
        if (!isSame(old.home(), now.home())) {
            throw context.failure(
                    ErrorCode.INVALID_PARAMETER,
                    before + " is of the home " + old.home() + ", and "
                            + (after == null
                                    ? "this one is " + now.home() + "; name it: --home "
                                            + context.shellWord(old.home().toString())
                                    : after + " is of " + now.home()));
        }
        boolean there = old.layoutVersion() != 0 && now.layoutVersion() != 0;
        if (there && !old.bootId().equals(now.bootId())) {
            throw context.failure(
                    ErrorCode.INVALID_PARAMETER,
                    before
                            + " is of another boot of the machine: nothing is left of what it tells of, but durable mailslots");
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return one.equals(other) || Files.isSameFile(one, other);
        } catch (IOException notHere) {
            return false;
        }
    }

    /**
     * One thing that came, went, or has become another.
     *
     * @param sign +, - or ~
     * @param kind of thing
     * @param what it is, in words
     */
    record Change(char sign, String kind, String what) {
        Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("change", sign == '+' ? "came" : sign == '-' ? "went" : "changed");
            object.put("kind", kind);
            object.put("what", what);
            return object;
        }
    }

    static List<Change> changes(HomeSnapshot old, HomeSnapshot now) {
        List<Change> changes = new ArrayList<>();
        Blanks blanks = new Blanks(old, now);
        compare(changes, "process", processes(old, blanks), processes(now, blanks));
        compare(changes, "handle", handles(old, blanks), handles(now, blanks));
        compare(changes, "object", objects(old), objects(now));
        compare(changes, "mailslot", mailslots(old, blanks), mailslots(now, blanks));
        return changes;
    }

    /** What was not seen on either side, so that nothing can be told of how it has changed. */
    private static final class Blanks {
        /** Processes, by their objects, of which it was not seen how they are. */
        private final Set<Object> states = new HashSet<>();

        /** Those that seem to have no handles in a snapshot that could not see all: theirs may be what it could not see. */
        private final Set<Object> handles = new HashSet<>();

        private final Set<Object> mailslots = new HashSet<>();

        Blanks(HomeSnapshot... homes) {
            for (HomeSnapshot home : homes) {
                boolean any = home.unseen().stream()
                        .anyMatch(unseen -> unseen.mailslot().isEmpty());
                for (ProcessStatus process : home.processes()) {
                    if (process.osState() == ProcessStatus.OsState.UNKNOWN) {
                        states.add(process.objectId());
                    }
                    if (any && process.handles().isEmpty()) {
                        handles.add(process.objectId());
                    }
                }
                home.mailslots().stream()
                        .filter(mailslot -> mailslot.messageCount() < 0 && isUnseen(home, mailslot))
                        .forEach(mailslot -> mailslots.add(mailslot.objectId()));
            }
        }

        /** Else it was seen, and is damaged. */
        private static boolean isUnseen(HomeSnapshot home, MailslotStatus mailslot) {
            return home.unseen().stream()
                    .anyMatch(unseen ->
                            unseen.mailslot().filter(mailslot.name()::equals).isPresent());
        }
    }

    private static void compare(List<Change> changes, String kind, Map<Object, String> old, Map<Object, String> now) {
        old.forEach((key, what) -> {
            if (!now.containsKey(key)) {
                changes.add(new Change('-', kind, what));
            }
        });
        now.forEach((key, what) -> {
            String former = old.get(key);
            if (former == null) {
                changes.add(new Change('+', kind, what));
            } else if (!former.equals(what)) {
                changes.add(new Change('~', kind, what + "  (was: " + former.substring(common(former, what)) + ")"));
            }
        });
    }

    /** Where two texts of the same thing begin to differ, at the begin of a word. */
    private static int common(String one, String other) {
        int at = 0;
        int word = 0;
        while (at < one.length() && at < other.length() && one.charAt(at) == other.charAt(at)) {
            at++;
            word = one.charAt(at - 1) == ' ' ? at : word;
        }
        return word;
    }

    private static Map<Object, String> processes(HomeSnapshot home, Blanks blanks) {
        return texts(
                home.processes(),
                ProcessStatus::objectId,
                process -> process.processId()
                        + (blanks.states.contains(process.objectId())
                                ? ""
                                : " " + Words.command(process) + " " + Words.state(process)));
    }

    private static Map<Object, String> handles(HomeSnapshot home, Blanks blanks) {
        Map<Object, String> texts = new LinkedHashMap<>();
        for (ProcessStatus process : home.processes()) {
            if (blanks.handles.contains(process.objectId())) {
                continue;
            }
            for (HandleInfo handle : process.handles()) {
                texts.put(
                        List.of(process.objectId(), handle.handle(), handle.objectId()),
                        process.processId() + ":" + handle.handle() + " " + Words.lower(handle.type()) + " "
                                + handle.address() + " " + handle.name() + " " + Words.access(handle) + " "
                                + Words.flags(handle));
            }
        }
        return texts;
    }

    private static Map<Object, String> objects(HomeSnapshot home) {
        return texts(
                home.objects(),
                ObjectStatus::objectId,
                object -> Words.lower(object.type()) + " " + Words.address(object.objectId()) + " " + object.name()
                        + " used by " + object.usageCount());
    }

    private static Map<Object, String> mailslots(HomeSnapshot home, Blanks blanks) {
        return texts(
                home.mailslots(),
                MailslotStatus::objectId,
                mailslot -> mailslot.name() + " "
                        + (blanks.mailslots.contains(mailslot.objectId())
                                ? ""
                                : mailslot.messageCount() + " unread, " + mailslot.appendedMessages() + " sent ever, ")
                        + Words.count(mailslot.senders(), "sender") + ", "
                        + Words.count(mailslot.receivers().size(), "receiver"));
    }

    private static <T> Map<Object, String> texts(List<T> things, Function<T, Object> key, Function<T, String> text) {
        Map<Object, String> texts = new LinkedHashMap<>();
        things.forEach(each -> texts.put(Objects.requireNonNull(key.apply(each)), text.apply(each)));
        return texts;
    }
}
