package io.mailslot.it.slot;

/** What a process of the storm over a mailslot does that drops its oldest messages, and how many do it. */
enum DroppingRole {
    /** Sends a stream of its own, in all forms and sizes. */
    WRITER(4),
    /** Reads from beginning to end. */
    LISTENER(2),
    /** Joins, reads a little, and leaves, again and again. */
    GUEST(1),
    /** Does a little of everything, for the archive of classes. */
    REHEARSAL(0);

    private final int wanted;

    DroppingRole(int wanted) {
        this.wanted = wanted;
    }

    int wanted() {
        return wanted;
    }
}
