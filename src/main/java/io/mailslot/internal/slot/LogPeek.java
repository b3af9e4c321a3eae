package io.mailslot.internal.slot;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What waits in a message log for a receiver, seen without touching anything.
 *
 * @param count unread messages; -1 if the log cannot be read
 * @param nextSize bytes of the oldest one; empty if there is none
 */
public record LogPeek(long count, OptionalInt nextSize) {
    /** A log that cannot be read. */
    public static final LogPeek UNREADABLE = new LogPeek(-1, OptionalInt.empty());

    /**
     * Looks at a log.
     *
     * @param folder its folder
     * @param maxMessageSize the largest message as asked for when the mailslot was created
     * @param cursor the receiver's position
     * @return what waits there
     */
    public static LogPeek at(Path folder, int maxMessageSize, long cursor) {
        try (MessageLog log = MessageLog.openReadOnly(folder, SlotEnds.settings(maxMessageSize));
                LogReader reader = log.reader()) {
            OptionalInt next = reader.find(cursor) ? OptionalInt.of(reader.size()) : OptionalInt.empty();
            return new LogPeek(next.isEmpty() ? 0 : Math.max(1, log.count(cursor)), next);
        } catch (RuntimeException | LinkageError unreadable) {
            return UNREADABLE;
        }
    }
}
