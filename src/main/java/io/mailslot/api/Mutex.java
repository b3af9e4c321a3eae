package io.mailslot.api;

/**
 * A handle to a mutex. A thread that waits for it owns it afterwards, through any handle to it, and may wait again; as
 * many releases give it back. When a process ends that owns a mutex, the mutex is abandoned: exactly one next owner is
 * told so, because what the mutex guards may be half changed. Threads are those of the JVM: a mutex of a thread that has
 * ended stays owned until its process ends or leaves the home.
 */
public interface Mutex extends SyncObject {
    /**
     * Gives the mutex back, once for each wait that took it.
     *
     * @throws NotOwnerException if the calling thread does not own it (288)
     */
    void release();
}
