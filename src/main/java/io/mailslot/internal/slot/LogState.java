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

    void load(Region page, int slot) {
        messages = page.getLong(slot + LogControlPage.STATE_MESSAGES);
        bytes = page.getLong(slot + LogControlPage.STATE_BYTES);
        arenaHead = page.getLong(slot + LogControlPage.STATE_ARENA_HEAD);
        arenaLapEnd = page.getLong(slot + LogControlPage.STATE_ARENA_LAP_END);
    }
}
