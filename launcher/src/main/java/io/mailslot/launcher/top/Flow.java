package io.mailslot.launcher.top;

import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ReceiverStatus;

/**
 * What comes to a mailslot and goes from it, each second; NaN where two looks do not tell.
 *
 * @param in messages that are sent
 * @param out messages that its receivers take, all together
 * @param bytes of those that are sent
 */
record Flow(double in, double out, double bytes) {
    static final Flow UNKNOWN = new Flow(Double.NaN, Double.NaN, Double.NaN);

    /** By what its counters tell at two moments. */
    static Flow between(MailslotStatus before, MailslotStatus now, double seconds) {
        long in = now.appendedMessages() - before.appendedMessages();
        if (before.appendedMessages() < 0 || in < 0) {
            return UNKNOWN;
        }
        long out = 0;
        for (ReceiverStatus receiver : now.receivers()) {
            for (ReceiverStatus was : before.receivers()) {
                out += was.objectId() == receiver.objectId() ? taken(was, receiver, in) : 0;
            }
        }
        return new Flow(in / seconds, out / seconds, (now.appendedBytes() - before.appendedBytes()) / seconds);
    }

    /** Of what came in between, and what was unread before, all that neither is unread now nor was dropped. */
    private static long taken(ReceiverStatus before, ReceiverStatus now, long in) {
        if (before.messageCount() < 0 || now.messageCount() < 0) {
            return 0;
        }
        long dropped = now.missedMessages() - before.missedMessages();
        return Math.max(0, in + before.messageCount() - now.messageCount() - dropped);
    }
}
