package io.mailslot.launcher;

import io.mailslot.api.MailslotException;
import io.mailslot.api.Receiver;

/**
 * The messages that were unread at one moment. However fast others write, there is an end to them, which is told by the number
 * that each message has.
 */
final class Backlog {
    /** Larger than any number, and so behind every end but this one. */
    private static final long NONE = Long.MAX_VALUE;

    private static final long UNREADABLE = -1;

    private final Receiver receiver;
    private final long end;

    private Backlog(Receiver receiver, long end) {
        this.receiver = receiver;
        this.end = end;
    }

    /** Those that are unread now. */
    static Backlog of(Receiver receiver) {
        long count = receiver.info().messageCount();
        long first = count == 0 ? NONE : first(receiver);
        if (first == UNREADABLE) {
            return new Backlog(receiver, NONE); // its number is not known: then all that comes without a pause
        }
        return new Backlog(receiver, first == NONE ? 0 : first + count);
    }

    /** Whether the oldest unread message is one of them. One that cannot be read is: to take it tells of it. */
    boolean isNext() {
        return first(receiver) < end;
    }

    /** The number of the oldest unread message. */
    private static long first(Receiver receiver) {
        long[] first = {NONE};
        try {
            receiver.look(0, 1, (number, message) -> {
                first[0] = number;
                return false;
            });
        } catch (MailslotException unreadable) {
            return UNREADABLE;
        }
        return first[0];
    }
}
