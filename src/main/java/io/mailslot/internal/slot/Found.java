package io.mailslot.internal.slot;

/** What a look for the next message of a receiver has found. */
enum Found {
    /** None is there yet. */
    NOTHING,

    /** A message. */
    MESSAGE,

    /** A message that cannot be read. */
    UNREADABLE,

    /** What nobody looks for any more: it was taken, or dropped, meanwhile. */
    OVERTAKEN
}
