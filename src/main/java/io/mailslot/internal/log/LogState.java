package io.mailslot.internal.log;

import io.mailslot.internal.layout.LogControlPage;
import net.openhft.chronicle.core.Memory;

/** What holds for a log after one of its documents. A plain copy, which belongs to one thread. */
final class LogState {
    private static final Memory MEMORY = ChronicleSettings.memory();

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

    /** Takes a state from where it lies in memory. */
    void load(long page, int from) {
        slot = from;
        messages = MEMORY.readLong(page + from + LogControlPage.STATE_MESSAGES);
        bytes = MEMORY.readLong(page + from + LogControlPage.STATE_BYTES);
        arenaHead = MEMORY.readLong(page + from + LogControlPage.STATE_ARENA_HEAD);
        arenaLapEnd = MEMORY.readLong(page + from + LogControlPage.STATE_ARENA_LAP_END);
    }
}
