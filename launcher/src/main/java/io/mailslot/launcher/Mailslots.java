package io.mailslot.launcher;

import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.WhenFull;
import io.mailslot.inspect.HomeSnapshot;
import java.util.ArrayList;
import java.util.List;

/** What the commands that use mailslots know about those that are there. */
final class Mailslots {

    private Mailslots() {}

    /**
     * For a command that has no home to look at.
     *
     * @throws io.mailslot.api.InvalidNameException if no mailslot anywhere can have that name
     */
    static void requirePossible(Main main, String name) {
        HomeSnapshot.empty(main.home()).mailslot(name);
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
}
