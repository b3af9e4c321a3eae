package io.mailslot.api;

/** A child process that this process started, with the handle to its process object. */
public interface ChildProcess extends ProcessObject {
    /**
     * The running program; its streams are as the {@link ProcessBuilder} set them up.
     *
     * @return the JDK's view of the child
     */
    Process process();

    /**
     * Waits for the started program to end.
     *
     * @return its exit code, the one that {@link #exitCode()} tells
     * @throws InvalidHandleException if the handle is closed meanwhile (6)
     * @throws WaitInterruptedException if the thread is interrupted while it waits (995)
     */
    int waitFor();
}
