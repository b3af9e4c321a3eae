package io.mailslot.api;

/**
 * A child process that this process started, with the handle to its process object.
 *
 * @since 0.1.0
 */
public interface ChildProcess extends ProcessObject {
    /**
     * Closes the handle; the program goes on, unless it was started with {@link ChildOptions#withEndOnClose}: then it is
     * ended, if this was the last handle of this process to it. Closing twice is allowed and does nothing.
     *
     * @throws InvalidHandleException if the handle is protected from close, or was closed under another view of it (6)
     */
    @Override
    void close();

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
