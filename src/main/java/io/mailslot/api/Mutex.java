package io.mailslot.api;

/**
 * A handle to a mutex. A thread that waits for it owns it afterwards, through any handle to it, and may wait again; as
 * many releases give it back. When its owner ends with it, the mutex is abandoned: exactly one next owner is told so,
 * because what the mutex guards may be half changed.
 *
 * <p>Threads are those of the JVM, virtual ones too: a virtual thread owns a mutex whatever carrier runs it. A mutex of a
 * thread that has ended is abandoned at once for who waits in the same JVM from then on, and within 2 s for all others; one
 * of a process that has ended, or left the home, as soon as that is noticed.
 *
 * @since 0.1.0
 */
public interface Mutex extends SyncObject {
    /**
     * Gives the mutex back, once for each wait that took it.
     *
     * @throws NotOwnerException if the calling thread does not own it (288)
     */
    void release();
}
