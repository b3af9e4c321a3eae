package io.mailslot.api;

/**
 * The types of kernel object a handle can name.
 *
 * @since 0.1.0
 */
public enum ObjectType {
    /** A process attached to the home, or started to attach to it. */
    PROCESS,
    /** The reading end of a mailslot: what {@code CreateMailslot} returns. */
    RECEIVER,
    /** The writing end of a mailslot: what {@code CreateFile} returns for a mailslot name. */
    SENDER,
    /** A flag to wait for, of manual or automatic reset. */
    EVENT,
    /** A count to wait for. */
    SEMAPHORE,
    /** A lock that one thread of one process owns. */
    MUTEX,
    /** One open of an ordinary file, with a file pointer: what {@code CreateFile} returns for a path. */
    FILE
}
