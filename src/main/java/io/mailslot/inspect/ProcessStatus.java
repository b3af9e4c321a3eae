package io.mailslot.inspect;

import io.mailslot.api.HandleInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One process of a home.
 *
 * @since 0.1.0
 */
public interface ProcessStatus {
    /**
     * How far a process has come.
     *
     * @since 0.1.0
     */
    enum State {
        /** It is being started, or was started and has not attached to the home yet. */
        STARTING,
        /** It is attached to the home. */
        LIVE,
        /** It has left the home and still runs, and somebody holds a handle to it. */
        DETACHED
    }

    /**
     * How the operating system has it.
     *
     * @since 0.1.0
     */
    enum OsState {
        /** It runs, or sleeps. */
        RUNNING,
        /** It was stopped, by a signal or a debugger. Who waits for it waits until it is continued. */
        STOPPED,
        /** It has ended; nobody has reaped it yet. */
        ENDED,
        /** It cannot be told from here: it is one of another pid namespace, for instance. */
        UNKNOWN
    }

    /** {@return the operating system's process id; 0 for a child that is being started} */
    long processId();

    /** {@return when it started, in clock ticks after the machine's boot; with the process id it tells who it is} */
    long startTicks();

    /** {@return the pid namespace in which the process id holds} */
    long pidNamespace();

    /** {@return its process object} */
    long objectId();

    /** {@return the process that has started it as a child of the home; empty if none has, or that one is gone} */
    OptionalLong parentProcessId();

    /**
     * The process object of who has started it, which tells that one from others with the same process id, in other pid
     * namespaces.
     *
     * @return empty if no process of the home has, or that one is gone
     */
    OptionalLong parentObjectId();

    /** {@return whether it lives, or may still come to life; also of one of which that cannot be told} */
    boolean alive();

    /** {@return how the operating system has it} */
    OsState osState();

    /** {@return when it started; empty where that cannot be told} */
    Optional<Instant> started();

    /** {@return the words that it was started with; none of one that cannot be seen, or has ended} */
    List<String> commandLine();

    /** {@return how far it has come} */
    State state();

    /**
     * What its threads wait for, asleep, as far as it notes that: of a few threads at a time, and not of waits without a thread
     * or for a name to be there.
     *
     * @return none of one that is dead
     */
    List<WaitStatus> waits();

    /** {@return its handle table, by number} */
    List<HandleInfo> handles();

    /** {@return the usage count of its process object: the running process and each handle to it} */
    int usageCount();
}
