package io.mailslot.win32;

import io.mailslot.internal.slot.BufferReader;

/** What a handle that can be read from or written to names: one kind for each type of object. Thread-safe. */
interface OpenFile {
    /** What {@link #read} returns if no message came in time. */
    int TIMED_OUT = -1;

    /** Whether the handle still names it; asked before each use. */
    boolean isCurrent();

    /** Reads into the first {@code length} bytes; returns how many there were, or {@link #TIMED_OUT}. */
    int read(byte[] buffer, int length);

    /** The mailslot that an overlapped read waits for; fails if this is no receiver. */
    BufferReader reader();

    /** Writes the first {@code length} bytes, and never waits for room. */
    void write(byte[] buffer, int length);

    /** Writes for an overlapped call, at the offset if there is such a thing. */
    default void write(byte[] buffer, int length, long offset) {
        write(buffer, length);
    }
}
