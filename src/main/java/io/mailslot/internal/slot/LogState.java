package io.mailslot.internal.slot;

import io.mailslot.internal.layout.LogControlPage;
import io.mailslot.internal.memory.Region;

/** What holds for a log after one of its documents. A plain copy, which belongs to one thread. */
final class LogState {
    /** Messages appended so far. */
    long messages;

    /** Bytes of their payloads. */
    long bytes;

    /** Position behind the last reservation in the arena. */
    long arenaHead;

    /** Offset at which the lap before the head's ended. */
    long arenaLapEnd;

    /** Where on the control page it lies. */
    int slot;

    void load(Region page, int from) {
        slot = from;
        messages = page.getLong(from + LogControlPage.STATE_MESSAGES);
        bytes = page.getLong(from + LogControlPage.STATE_BYTES);
        arenaHead = page.getLong(from + LogControlPage.STATE_ARENA_HEAD);
        arenaLapEnd = page.getLong(from + LogControlPage.STATE_ARENA_LAP_END);
    }
}
