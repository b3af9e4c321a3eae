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
     * Waits for the child to end.
     *
     * @return its exit code
     * @throws WaitInterruptedException if the thread is interrupted while it waits (995)
     */
    int waitFor();
}
