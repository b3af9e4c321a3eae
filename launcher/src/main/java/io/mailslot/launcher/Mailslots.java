package io.mailslot.launcher;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotException;
import io.mailslot.api.Timeouts;
import io.mailslot.inspect.CursorStatus;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.Unseen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the listing commands know about the mailslots of a home. */
final class Mailslots {

    private Mailslots() {}

    /** The home as it is now; a home that does not exist is an empty one. Creates nothing. */
    static HomeSnapshot snapshot(Main main) {
        Path home = main.home();
        Optional<HomeSnapshot> first = HomeInspector.inspect(home);
        if (first.isPresent() && Files.isWritable(home)) {
            reap(main);
            first = HomeInspector.inspect(home);
        }
        return first.orElseGet(() -> empty(home));
    }

    private static HomeSnapshot empty(Path home) {
        return new HomeSnapshot(home, true, List.of(), List.of(), List.of(), List.of());
    }

    /**
     * For a command that has no home to look at.
     *
     * @throws io.mailslot.api.InvalidNameException if no mailslot anywhere can have that name
     */
    static void requirePossible(Main main, String name) {
        empty(main.home()).mailslot(name);
    }

    /** Attaching clears away what processes left that died without a word, so that no listing shows it. */
    private static void reap(Main main) {
        try (Kernel kernel = main.attach()) {
            assert kernel.home() != null;
        } catch (MailslotException e) {
            main.console().say("dead processes may be listed: " + Failures.oneLine(e));
        }
    }

    /** Says what a look could not see; returns the exit code, which tells of it, too. */
    static int tell(Main main, List<Unseen> unseen) {
        unseen.forEach(one -> main.console().say(one.detail()));
        return unseen.isEmpty()
                ? ExitCode.OK.value()
                : ExitCode.of(unseen.get(0).code()).value();
    }

    /** What a look could not see of one mailslot. */
    static List<Unseen> unseenOf(HomeSnapshot home, MailslotStatus mailslot) {
        return home.unseen().stream()
                .filter(one -> one.mailslot().orElse(mailslot.name()).equals(mailslot.name()))
                .toList();
    }

    /** For JSON. */
    static List<String> details(List<Unseen> unseen) {
        return unseen.stream().map(Unseen::detail).toList();
    }

    /** The JSON form; docs/cli.md describes the fields. */
    static Map<String, Object> toMap(MailslotStatus mailslot) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", mailslot.name());
        object.put("broadcast", mailslot.broadcast());
        object.put("messages", mailslot.messageCount());
        object.put("nextSize", nextSize(mailslot));
        object.put("maxMessageSize", Integer.toUnsignedLong(mailslot.maxMessageSize()));
        object.put(
                "readTimeoutMs",
                mailslot.readTimeout().equals(Timeouts.FOREVER)
                        ? null
                        : mailslot.readTimeout().toMillis());
        object.put("receivers", mailslot.receiverProcessIds());
        object.put("senders", mailslot.senders());
        object.put("allocatedBytes", mailslot.allocatedBytes());
        object.put("apparentBytes", mailslot.apparentBytes());
        object.put("capacity", mailslot.capacity());
        object.put("missed", mailslot.missedMessages());
        object.put("durable", mailslot.durable());
        object.put("cursors", mailslot.cursors().stream().map(Mailslots::toMap).toList());
        return object;
    }

    private static Map<String, Object> toMap(CursorStatus cursor) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", cursor.name());
        object.put("open", cursor.open());
        object.put("messages", cursor.messageCount());
        object.put("missed", cursor.missedMessages());
        return object;
    }

    private static Integer nextSize(MailslotStatus mailslot) {
        return mailslot.nextMessageSize().isPresent()
                ? mailslot.nextMessageSize().getAsInt()
                : null;
    }

    /** One cursor in words. */
    static String describe(CursorStatus cursor) {
        String missed = cursor.missedMessages() == 0 ? "" : ", " + cursor.missedMessages() + " missed";
        return cursor.name() + " (" + (cursor.open() ? "open" : "closed") + ", " + cursor.messageCount() + " unread"
                + missed + ")";
    }

    /** The cells of a listing: name, messages, next, max, timeout, receivers, senders, allocated, capacity, cursors. */
    static String[] cells(MailslotStatus mailslot, boolean human) {
        Integer next = nextSize(mailslot);
        // 0 and 0xFFFFFFFF both mean that any size goes.
        int max = mailslot.maxMessageSize();
        List<String> receivers =
                mailslot.receiverProcessIds().stream().map(String::valueOf).toList();
        List<String> cursors =
                mailslot.cursors().stream().map(CursorStatus::name).toList();
        return new String[] {
            mailslot.name(),
            String.valueOf(mailslot.messageCount()),
            next == null ? "-" : size(next, human),
            max <= 0 ? "any" : size(max, human),
            Humanize.duration(mailslot.readTimeout()),
            receivers.isEmpty() ? "-" : String.join(",", receivers),
            String.valueOf(mailslot.senders()),
            size(mailslot.allocatedBytes(), human),
            size(mailslot.capacity(), human),
            cursors.isEmpty() ? "-" : String.join(",", cursors)
        };
    }

    private static String size(long bytes, boolean human) {
        return human ? Humanize.bytes(bytes) : String.valueOf(bytes);
    }
}
