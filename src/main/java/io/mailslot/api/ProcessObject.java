package io.mailslot.api;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A handle to a process. The object stays, with its exit code, for as long as anybody holds a handle to it. Every method
 * throws {@link InsufficientRightsException} (5) if the handle lacks the right that it needs.
 *
 * @since 0.1.0
 */
public interface ProcessObject extends Waitable {
    /**
     * The operating system's process id. Needs {@link AccessRight#QUERY_INFORMATION}.
     *
     * @return the id; 0 for a child whose program is not started yet
     */
    long processId();

    /**
     * The exit code, once the process has ended. Needs {@link AccessRight#QUERY_INFORMATION}.
     *
     * @return empty while the process runs ({@code STILL_ACTIVE}); else what it ended with: the code given to
     *     {@code Kernel.exitProcess} or {@link #terminate}, or the operating system's, which is 128 + signal for a process
     *     that a signal ended, or -1 if nobody could tell
     */
    OptionalInt exitCode();

    /**
     * Waits until the process has ended, its handles are closed and its exit code can be read. Needs
     * {@link AccessRight#SYNCHRONIZE}.
     *
     * @param timeout see {@link Timeouts}
     * @return false if it still runs after that time
     * @throws WaitInterruptedException if the thread is interrupted while it waits (995)
     */
    boolean waitForEnd(Duration timeout);

    /**
     * As {@link #onEnd(Executor)}, where what is done with the future is done by {@link CompletableFuture}'s own threads.
     *
     * @return the exit code to come
     */
    default CompletableFuture<Integer> onEnd() {
        return onEnd(new CompletableFuture<Integer>().defaultExecutor());
    }

    /**
     * A future of the exit code, which is done when {@link #waitForEnd} would return. No thread waits for it; see
     * {@link #whenSignaled(Executor)} for what ends it early. Needs {@link AccessRight#SYNCHRONIZE} and
     * {@link AccessRight#QUERY_INFORMATION}.
     *
     * @param executor completes the future, with nothing locked; should not wait when it is
     *     given something to do, for room in a queue say: other such futures of this JVM wait with it for a second or two
     * @return what {@link #exitCode} tells then
     * @throws InvalidHandleException if the handle is closed (6)
     */
    CompletableFuture<Integer> onEnd(Executor executor);

    /**
     * Has the operating system end the process at once; wait for its end to be sure of it. Needs
     * {@link AccessRight#TERMINATE}. A process that terminates itself does not return from here.
     *
     * @param exitCode what others will see as its exit code, unless the process has published one itself, and hangs
     * @throws InsufficientRightsException if it has ended already (5)
     */
    void terminate(int exitCode);
}
