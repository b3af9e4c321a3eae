package io.mailslot.internal.slot;

import io.mailslot.internal.memory.SignalWord;
import io.mailslot.internal.wait.WaitHub;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A read that has no thread while it waits: the hub tells when there may be a message, the caller's executor takes it. A
 * message that was taken is always delivered: it is too late to cancel then. Thread-safe.
 */
final class PendingRead<T> extends CompletableFuture<T> {
    private final Supplier<T> take;
    private final Executor executor;

    /** Whether the executor has yet to look; so a burst of signals makes it look once. */
    private final AtomicBoolean scheduled = new AtomicBoolean();

    private WaitHub.Registration registration;

    /** Guarded by this. Set before the future is completed with a message. */
    private boolean taken;

    private PendingRead(Supplier<T> take, Executor executor) {
        this.take = take;
        this.executor = executor;
    }

    /**
     * Begins to read.
     *
     * @param take takes a message, null if there is none
     * @param word signaled when there may be one
     * @param executor does the taking and completes the future
     */
    static <T> CompletableFuture<T> start(Supplier<T> take, SignalWord word, Executor executor) {
        PendingRead<T> read = new PendingRead<>(take, executor);
        // First the registration, then the look: what comes in between is told.
        read.registration = WaitHub.ofThisJvm().register(word, read::schedule);
        read.whenComplete((message, failure) -> read.registration.cancel());
        read.schedule();
        return read;
    }

    private void schedule() {
        if (!isDone() && scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(this::look);
            } catch (RuntimeException | Error e) {
                // It refuses, or has no thread: nobody would look any more.
                completeExceptionally(e);
            }
        }
    }

    private void look() {
        scheduled.set(false);
        T message;
        synchronized (this) {
            if (isDone() || taken) {
                return;
            }
            try {
                message = take.get();
            } catch (RuntimeException | Error e) {
                super.completeExceptionally(e);
                return;
            }
            taken = message != null;
        }
        if (message != null) {
            super.complete(message);
        }
    }

    @Override
    public synchronized boolean complete(T instead) {
        return !taken && super.complete(instead);
    }

    @Override
    public synchronized boolean cancel(boolean mayInterruptIfRunning) {
        return !taken && super.cancel(mayInterruptIfRunning);
    }

    @Override
    public synchronized boolean completeExceptionally(Throwable failure) {
        return !taken && super.completeExceptionally(failure);
    }
}
