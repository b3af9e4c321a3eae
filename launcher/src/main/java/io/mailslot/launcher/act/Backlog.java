package io.mailslot.launcher.act;

import io.mailslot.api.MailslotException;
import io.mailslot.api.Receiver;

/**
 * The messages that are unread at one moment. However fast others write, there is an end to them, which is told by the number
 * that each message has.
 */
final class Backlog {
    /** Larger than any number. */
    static final long ENDLESS = Long.MAX_VALUE;

    private Backlog() {}

    /** The number behind the last of them; endless if the first cannot be read, so that its number is not known. */
    static long end(Receiver receiver) {
        long count = receiver.info().messageCount();
        long[] first = {-1};
        try {
            receiver.look(0, 1, (number, message) -> {
                first[0] = number;
                return false;
            });
        } catch (MailslotException unreadable) {
            return ENDLESS;
        }
        return first[0] < 0 ? 0 : first[0] + count;
    }
}
