package io.mailslot.inspect;

/**
 * What one thread of a process waits for, asleep. One that waits for several objects is there several times.
 *
 * @since 0.1.0
 */
public interface WaitStatus {
    /** {@return the lowest 20 bits of the thread's number in its process, as in {@link ObjectStatus#ownerThread()}} */
    long thread();

    /** {@return the object; a mailslot if it waits for room there} */
    long objectId();
}
