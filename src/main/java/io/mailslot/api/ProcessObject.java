package io.mailslot.api;

import java.util.OptionalInt;

/** A handle to a process. The object stays, with its exit code, for as long as anybody holds a handle to it. */
public interface ProcessObject extends KernelHandle {
    /**
     * The operating system's process id.
     *
     * @return the id
     */
    long processId();

    /**
     * The exit code, once the process has ended.
     *
     * @return empty while the process runs; 128 + signal for a process ended by a signal; -1 if nobody could tell
     */
    OptionalInt exitCode();
}
