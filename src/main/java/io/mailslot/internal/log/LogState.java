package io.mailslot.internal.log;

/** What holds for a log after one of its documents. A plain copy, which belongs to one thread; {@link LogStates} keeps them. */
final class LogState {
    /** Position of the document, 0 before the first one. */
    long document;

    /** Messages appended so far. */
    long messages;

    /** Bytes of their payloads. */
    long bytes;

    /** Position behind the last reservation in the arena. */
    long arenaHead;

    /** Offset at which the lap before the head's ended. */
    long arenaLapEnd;

    /** The end of the document's run, of which the messages are counted above; 0 if it is none. */
    long runTail;

    /** Its place in the arena. */
    long runPlace;
}
