package io.mailslot.inspect;

/**
 * What a look tells only if it is asked for, because it costs something.
 *
 * @since 0.1.0
 */
public enum Detail {
    /** What the files of queues really take; the JDK does not tell it, so native code is loaded. */
    ALLOCATED_BYTES,

    /** The file system that the home lies on; the JDK reads the list of all of them for it. */
    FILE_SYSTEM,

    /** The errors that processes of the home have met; a further file is read for it. */
    ERRORS
}
