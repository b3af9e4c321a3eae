package io.mailslot.inspect;

import io.mailslot.api.ObjectType;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One kernel object of a home.
 *
 * @since 0.1.0
 */
public interface ObjectStatus {
    /** {@return its identity, as in {@link io.mailslot.api.HandleInfo#objectId()}} */
    long objectId();

    /** {@return its type} */
    ObjectType type();

    /** {@return what people call it, as in {@link io.mailslot.api.HandleInfo#name()}} */
    String name();

    /** {@return how many handle-table entries, of all processes, name it; a running process counts itself too} */
    int usageCount();

    /** {@return the position in its mailslot's queue of the next message it reads, if it is a receiver} */
    OptionalLong cursor();

    /** {@return its exit code, if it is a process that has ended} */
    OptionalInt exitCode();

    /**
     * Whether a wait for it would end.
     *
     * @return true for a receiver with messages, a process that has ended, an event that is set, a semaphore that is not at 0, a
     *     mutex that nobody owns
     */
    boolean signaled();

    /** {@return whether somebody sleeps until it is signaled, or has done so since it last was} */
    boolean waitedFor();

    /** {@return the identity of the mailslot that it is an end of} */
    OptionalLong mailslotId();

    /** {@return the count, if it is a semaphore} */
    OptionalLong count();

    /** {@return the most it counts to, if it is a semaphore} */
    OptionalLong maximum();

    /** {@return whether it stays set until it is reset, if it is an event} */
    Optional<Boolean> manualReset();

    /** {@return the process that owns it, if it is a mutex that somebody owns} */
    OptionalLong ownerProcessId();

    /**
     * The process object of who owns it, which tells that one from others with the same process id, in other pid namespaces.
     *
     * @return empty unless it is a mutex that somebody owns
     */
    OptionalLong ownerObjectId();

    /** {@return the thread that owns it, by its number in that process, if it is a mutex that somebody owns} */
    OptionalLong ownerThread();

    /** {@return how often its owner has taken it; 0 if it is no mutex, or nobody owns it} */
    long depth();

    /** {@return whether it is a mutex whose owner's process is gone, and nobody has taken it since} */
    boolean abandoned();

    /** {@return where the next read or write begins, if it is a file} */
    OptionalLong filePointer();

    /** {@return what its open does with the file and lets others do, if it is a file: {@code access READ, share READ+WRITE}} */
    Optional<String> fileUse();
}
