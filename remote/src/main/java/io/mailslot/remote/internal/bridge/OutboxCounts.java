package io.mailslot.remote.internal.bridge;

import java.util.concurrent.atomic.LongAdder;

/** What an outbox's feed has done. Written by the feed, read by anybody. */
final class OutboxCounts {
    final LongAdder frames = new LongAdder();
    final LongAdder messages = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder pauses = new LongAdder();

    /** The number of the oldest unread message; -1 before any was looked at. */
    volatile long oldest = -1;

    /** What is wrong now; empty if nothing is. */
    volatile String problem = "";

    void stored(long count, long size) {
        frames.increment();
        messages.add(count);
        bytes.add(size);
        problem = "";
    }

    View.Outbox view(String name, long unread) {
        return new View.Outbox(
                name, false, unread, oldest, frames.sum(), messages.sum(), bytes.sum(), pauses.sum(), problem);
    }
}
