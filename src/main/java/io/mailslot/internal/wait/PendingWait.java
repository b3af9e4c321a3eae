package io.mailslot.internal.wait;

import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.SignalWord;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A wait that has no thread: the hub tells when what is waited for may be there, an executor looks, takes it and completes
 * the future. What was taken is always delivered: it is too late to cancel then. Neither executor nor anything that hangs on
 * the future is ever run by a thread of the hub, for which others wait, and none of it while the future is locked.
 * Thread-safe.
 */
public final class PendingWait<T> extends CompletableFuture<T> {
    /** What is waited for. */
    public interface Attempt<T> {
        /** Takes it, if it is there, and returns whether it was; throws if waiting makes no sense. By the executor. */
        boolean succeeds();

        /** What the future is completed with, once that was the case. */
        T result();

        /**
         * Whether an attempt seems worth while though nobody has signaled anything: for a thread that must not wait for
         * anybody. What it cannot tell now is none; may throw, which counts as a yes.
         */
        boolean seemsOver();
    }

    private final Attempt<T> attempt;
    private final SignalWord word;
    private final Executor executor;

    /** Whether the executor has yet to look; so a burst of signals makes it look once. */
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** Of the signals, as it was when the executor looked last. */
    private volatile int seen;

    /** How often the hub has told. Written by the one thread of the hub that tells. */
    private volatile int tellings;

    private WaitHub.Registration registration;

    /** Guarded by this. Set before the future is completed with what was taken. */
    private boolean taken;

    /** Guarded by this. Set before the future is completed in another way: then nothing is taken any more. */
    private boolean givenUp;

    private PendingWait(Attempt<T> attempt, SignalWord word, Executor executor) {
        this.attempt = attempt;
        this.word = word;
        this.executor = executor;
    }

    /**
     * Begins to wait.
     *
     * @param attempt what is waited for
     * @param word signaled when it may be there
     * @param executor does the taking and completes the future
     */
    public static <T> CompletableFuture<T> start(Attempt<T> attempt, SignalWord word, Executor executor) {
        PendingWait<T> wait = new PendingWait<>(attempt, word, executor);
        // First the registration, then the look: what comes in between is told.
        wait.registration = WaitHub.ofThisJvm().register(word, wait::told);
        wait.whenComplete((result, failure) -> wait.registration.cancel());
        wait.schedule();
        return wait;
    }

    /** As {@link #start}, for what is there as soon as something can be taken that is not null. */
    public static <T> CompletableFuture<T> take(
            Supplier<T> take, BooleanSupplier seemsOver, SignalWord word, Executor executor) {
        return start(
                new Attempt<>() {
                    private T taken;

                    @Override
                    public boolean succeeds() {
                        taken = take.get();
                        return taken != null;
                    }

                    @Override
                    public T result() {
                        return taken;
                    }

                    @Override
                    public boolean seemsOver() {
                        return seemsOver.getAsBoolean();
                    }
                },
                word,
                executor);
    }

    /** By the hub: after a signal, and now and then without. */
    private void told() {
        tellings++; // first: who looks at this moment may have begun too early, and keeps this thread from seeing
        // anything
        if (!isDone() && isWorthALook()) {
            schedule();
        }
    }

    private boolean isWorthALook() {
        try {
            boolean worth = word.sequence() != seen || attempt.seemsOver();
            MappedFaults.throwNow(); // what was seen may be what could not be read; and the hub goes on to others
            return worth;
        } catch (RuntimeException | Error failure) {
            return true; // for the executor to see
        }
    }

    private void schedule() {
        if (!isDone() && scheduled.compareAndSet(false, true)) {
            try {
                if (!HubThread.give(this::look, executor)) {
                    lookLater();
                }
            } catch (RuntimeException | Error refused) {
                // It has no thread, say: nobody would look any more.
                aside(() -> completeExceptionally(refused));
            }
        }
    }

    /** Has something done by whoever does what has no executor, unless the calling thread may do it itself. */
    private void aside(Runnable work) {
        if (!HubThread.isCurrent()) {
            work.run();
            return;
        }
        try {
            defaultExecutor().execute(work);
        } catch (RuntimeException | Error noThread) {
            lookLater();
        }
    }

    /** The hub tells again in a while. */
    private void lookLater() {
        scheduled.set(false);
        seen = word.sequence() - 1;
    }

    private void look() {
        if (HubThread.isCurrent()) { // an executor that runs what it is given at once
            aside(this::look);
            return;
        }
        seen = word.sequence();
        scheduled.set(false);
        int before = tellings;
        T result = null;
        boolean success = false;
        try {
            synchronized (this) {
                if (isDone() || taken || givenUp) {
                    return;
                }
                success = attempt.succeeds();
                if (success) {
                    taken = true;
                    result = attempt.result();
                }
            }
        } catch (RuntimeException | Error failure) {
            super.completeExceptionally(failure);
            return;
        }
        if (success) {
            super.complete(result);
        } else if (tellings != before) {
            schedule();
        }
    }

    private synchronized boolean giveUp() {
        givenUp |= !taken;
        return givenUp;
    }

    @Override
    public boolean complete(T instead) {
        return giveUp() && super.complete(instead);
    }

    /** The one of the JDK would not ask whether it is too late. */
    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor by) {
        Objects.requireNonNull(supplier, "supplier");
        by.execute(() -> completeWith(supplier));
        return this;
    }

    private void completeWith(Supplier<? extends T> supplier) {
        if (isDone()) {
            return;
        }
        T instead;
        try {
            instead = supplier.get();
        } catch (RuntimeException | Error failure) {
            completeExceptionally(new CompletionException(failure));
            return;
        }
        complete(instead);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return giveUp() && super.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return giveUp() && super.completeExceptionally(failure);
    }
}
