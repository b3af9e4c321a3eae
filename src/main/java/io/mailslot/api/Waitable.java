package io.mailslot.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A handle to something that has a signaled state: to wait for it alone, or with {@code Kernel.waitForAny} and its kin for
 * several. A receiver is signaled while it has an unread message ({@link Receiver#setSignaledFrom}: one from a number on), a
 * process once it has ended and for ever after, an event while it is set, a semaphore while its count is above zero, a mutex
 * while nobody owns it, or the waiting thread does. Waiting needs {@link AccessRight#SYNCHRONIZE}.
 *
 * @since 0.1.0
 */
public interface Waitable extends KernelHandle {
    /**
     * Waits until the object is signaled, and takes from it what there is to take: resets an event of automatic reset, counts
     * a semaphore down, owns a mutex. A virtual thread may wait as well.
     *
     * @param timeout see {@link Timeouts}
     * @return how the wait ended; it has this object unless the time ran out
     * @throws InvalidHandleException if the handle is closed, now or meanwhile (6)
     * @throws InsufficientRightsException if it lacks {@link AccessRight#SYNCHRONIZE} (5)
     * @throws WaitInterruptedException if the thread is interrupted; nothing is taken then (995)
     */
    WaitResult await(Duration timeout);

    /**
     * As {@link #whenSignaled(Executor)}, where what is done with the future is done by {@link CompletableFuture}'s own
     * threads.
     *
     * @return done when the object is signaled
     */
    default CompletableFuture<Void> whenSignaled() {
        return whenSignaled(new CompletableFuture<Void>().defaultExecutor());
    }

    /**
     * A future that is done as soon as the object is signaled. No thread waits for that, however many of these are pending.
     *
     * <p>It <em>takes nothing</em>: an event stays set, a semaphore keeps its count, nobody owns the mutex, the message is
     * unread. So it tells that it is worth while to try, with {@code await(Duration.ZERO)}, say; somebody else may have been
     * faster, and what was signaled for a moment only may go unseen. A mutex that is owned is not signaled here, whoever
     * owns it.
     *
     * <p>Cancel the future to wait no more, or complete it in another way: nothing is left of it then. It fails with
     * {@link InvalidHandleException} (6) when the handle, or the last kernel of the home, is closed, and with
     * {@link HomeException} (1006) when the home is gone.
     *
     * @param executor looks at the object and completes the future, with nothing locked; should not wait when it is
     *     given something to do, for room in a queue say: other such futures of this JVM wait with it for a second or two
     * @return done when the object is signaled
     * @throws InvalidHandleException if the handle is closed (6)
     * @throws InsufficientRightsException if it lacks {@link AccessRight#SYNCHRONIZE} (5)
     * @throws OutOfResourcesException if there is no thread to be had that sleeps for all such futures (8)
     */
    CompletableFuture<Void> whenSignaled(Executor executor);
}
