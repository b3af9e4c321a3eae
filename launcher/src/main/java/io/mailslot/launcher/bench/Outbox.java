package io.mailslot.launcher.bench;

import java.io.IOException;

/** Where a sender's messages go. */
@FunctionalInterface
interface Outbox {
    /** In a message of which the latency does not count. */
    long NOT_TIMED = Long.MIN_VALUE;

    /** Sends a batch of messages, all of which were due then. */
    void send(long due) throws IOException;
}
