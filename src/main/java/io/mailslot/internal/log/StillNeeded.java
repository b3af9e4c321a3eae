package io.mailslot.internal.log;

/** What the receivers of a log have not read yet, which its writers must leave as it is. Any thread may ask. */
public interface StillNeeded {
    /** What is returned where it cannot be told at this moment. */
    long UNKNOWN = Long.MIN_VALUE;

    /** The lowest cursor of all receivers; or {@link #UNKNOWN}. */
    long cursor();

    /** The lowest position of the arena that any receiver needs; as {@link #cursor()} otherwise. */
    long arenaPosition();
}
