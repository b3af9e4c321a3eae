package io.mailslot.launcher.health;

import io.mailslot.api.WhenFull;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.launcher.look.Words;

/** How full a mailslot is. */
final class Fill {
    private static final int FULL = 100;

    private Fill() {}

    /**
     * In per cent, from 0 to 100; -1 if it cannot be told. A sender that sleeps for room tells that it is full: some of its bytes
     * may be too few for one more message.
     */
    static int percent(MailslotStatus mailslot) {
        if (mailslot.takenBytes() < 0 || mailslot.capacity() <= 0) {
            return -1;
        }
        return Words.isFull(mailslot) ? FULL : percent(mailslot.takenBytes(), mailslot.capacity());
    }

    static int percent(long taken, long whole) {
        return (int) Math.max(0, Math.min(FULL, (double) FULL * taken / whole));
    }

    /** Whether that a mailslot is full holds anybody up: one that drops its oldest messages is full as a rule. */
    static boolean matters(MailslotStatus mailslot) {
        return mailslot.whenFull().filter(WhenFull.WAIT::equals).isPresent();
    }
}
