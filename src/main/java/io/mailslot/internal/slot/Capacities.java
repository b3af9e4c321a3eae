package io.mailslot.internal.slot;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.WhenFull;
import io.mailslot.internal.log.LogSettings;
import io.mailslot.internal.memory.FreeSpace;
import io.mailslot.internal.object.MailslotName;
import java.nio.file.Path;

/** Decides how much a new mailslot may hold. */
final class Capacities {
    /** The part of the free space that a mailslot gets which asks for no capacity, at most. */
    private static final int FREE_PART = 4;

    private Capacities() {}

    /**
     * What a mailslot's log is made with.
     *
     * @throws InvalidArgumentException if the options ask for what cannot be
     */
    static LogSettings settings(MailslotName name, MailslotOptions options, Path home) {
        long capacity = options.capacity();
        if (capacity != 0 && (capacity < MailslotOptions.MIN_CAPACITY || capacity > MailslotOptions.MAX_CAPACITY)) {
            throw new InvalidArgumentException("the capacity " + capacity + " of the mailslot '" + name.text()
                    + "' is not in " + MailslotOptions.MIN_CAPACITY + " to " + MailslotOptions.MAX_CAPACITY
                    + " bytes; 0 asks for the usual one");
        }
        boolean drops = options.whenFull() == WhenFull.DROP_OLDEST;
        if (drops && !name.isBroadcast()) {
            throw new InvalidArgumentException("the mailslot '" + name.text()
                    + "' cannot drop its oldest messages; only broadcast mailslots (\\\\*\\mailslot\\"
                    + "name) can");
        }
        long asked = Math.max(0, options.maxMessageSize());
        if (capacity != 0 && asked > LogSettings.largestPossible(capacity)) {
            throw new InvalidArgumentException("the maximum message size " + asked + " of the mailslot '" + name.text()
                    + "' is more than the " + LogSettings.largestPossible(capacity) + " bytes that a capacity of "
                    + capacity + " allows for; ask for a larger capacity, or for neither");
        }
        long bytes = capacity == 0 ? Math.max(usual(home), LogSettings.capacityFor(asked)) : capacity;
        return new LogSettings(bytes, Math.min(asked, LogSettings.largestPossible(bytes)), drops);
    }

    private static long usual(Path home) {
        long part = FreeSpace.of(home.toFile()) / FREE_PART;
        return Math.max(LogSettings.MIN_CAPACITY_BYTES, Math.min(LogSettings.DEFAULT_CAPACITY_BYTES, part));
    }
}
