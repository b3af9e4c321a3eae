package io.mailslot.launcher;

import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WhenFull;
import io.mailslot.inspect.CursorStatus;
import io.mailslot.inspect.Detail;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.Unseen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the listing commands know about the mailslots of a home. */
final class Mailslots {

    private Mailslots() {}

    /** The home as it is now; a home that does not exist is an empty one. Changes nothing. */
    static HomeSnapshot snapshot(Main main) {
        Path home = main.home();
        return HomeInspector.inspect(home, Detail.ALLOCATED_BYTES).orElseGet(() -> HomeSnapshot.empty(home));
    }

    /**
     * For a command that has no home to look at.
     *
     * @throws io.mailslot.api.InvalidNameException if no mailslot anywhere can have that name
     */
    static void requirePossible(Main main, String name) {
        HomeSnapshot.empty(main.home()).mailslot(name);
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
        object.put("whenFull", mailslot.whenFull().map(Mailslots::word).orElse(null));
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

    /** Of a listing: name, messages, next, max, timeout, receivers, senders, allocated, capacity, when full, cursors. */
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
            mailslot.whenFull().map(Mailslots::word).orElse("-"),
            cursors.isEmpty() ? "-" : String.join(",", cursors)
        };
    }

    /** The options that were asked for and are not so, each with what is there. */
    static List<String> inVain(MailslotOptions asked, MailslotInfo there) {
        List<String> vain = new ArrayList<>();
        if (asked.maxMessageSize() != 0 && asked.maxMessageSize() != there.maxMessageSize()) {
            String largest = there.maxMessageSize() <= 0 ? "any" : String.valueOf(there.maxMessageSize());
            vain.add("--max-size " + asked.maxMessageSize() + " (it takes " + largest + ")");
        }
        if (asked.capacity() != 0 && asked.capacity() != there.capacity()) {
            vain.add("--capacity " + asked.capacity() + " (it has " + there.capacity() + ")");
        }
        if (asked.whenFull() == WhenFull.DROP_OLDEST && there.whenFull() != WhenFull.DROP_OLDEST) {
            vain.add("--drop-oldest (senders wait when it is full)");
        }
        return vain;
    }

    /** As an option of {@code receive} names it, as far as there is one. */
    static String word(WhenFull whenFull) {
        return whenFull == WhenFull.DROP_OLDEST ? "drop-oldest" : "wait";
    }

    private static String size(long bytes, boolean human) {
        return human ? Humanize.bytes(bytes) : String.valueOf(bytes);
    }
}
