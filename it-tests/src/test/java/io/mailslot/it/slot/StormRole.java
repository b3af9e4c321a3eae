package io.mailslot.it.slot;

/** What a process of the storm does. */
enum StormRole {
    /** Sends streams of its own to both mailslots. */
    WRITER,
    /** Takes from both receivers of the test, and writes down what it took. */
    READER,
    /** Joins the broadcast mailslot as a receiver of its own, which misses nothing from then on. */
    LISTENER,
    /** Does a little of everything, for the archive of classes. */
    REHEARSAL
}
