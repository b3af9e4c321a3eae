package io.mailslot.internal.slot;

import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.Receiver;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one subscriber is to be given. One thread at a time works on it, an executor's: whoever has something to be done counts
 * that, and does it if nobody is at it. It takes a message only for a request, and delivers what it has taken.
 */
final class MessageSubscription implements Flow.Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(MessageSubscription.class);

    private final Receiver receiver;
    private final Executor executor;
    private final Flow.Subscriber<? super byte[]> subscriber;

    private final AtomicLong requested = new AtomicLong();

    /** How often somebody has had something to be done since somebody began with that; 0 while nobody is at it. */
    private final AtomicInteger work = new AtomicInteger();

    /** The message that is waited for; null if none is. Set by whoever is at work. */
    private volatile CompletableFuture<byte[]> coming;

    private volatile boolean cancelled;

    /** Why it is to fail once what was taken is given: the subscriber has done something wrong, say. Null for nothing. */
    private volatile Throwable fault;

    /** Of whoever is at work. */
    private boolean ended;

    MessageSubscription(Receiver receiver, Executor executor, Flow.Subscriber<? super byte[]> subscriber) {
        this.receiver = receiver;
        this.executor = executor;
        this.subscriber = subscriber;
    }

    @Override
    public void request(long messages) {
        if (messages <= 0) {
            fault = new IllegalArgumentException("a subscriber requested " + messages + " messages; request 1 or more");
            giveUp();
        } else {
            requested.accumulateAndGet(messages, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
        }
        schedule();
    }

    @Override
    public void cancel() {
        cancelled = true;
        giveUp();
        schedule();
    }

    /** What is taken already comes nevertheless. */
    private void giveUp() {
        CompletableFuture<byte[]> pending = coming;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    private void schedule() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        try {
            executor.execute(this::run);
        } catch (RuntimeException | Error refused) {
            fault = refused;
            giveUp();
            run(); // a message that was taken already is nobody else's to give
        }
    }

    private void run() {
        int begun;
        do {
            begun = work.get();
            boolean more = true;
            while (more && !ended) {
                more = giveNext();
            }
        } while (!work.compareAndSet(begun, 0));
    }

    /** Gives out a message that is requested; false if there is none, or no more to give. */
    private boolean giveNext() {
        if (coming == null && isOver()) {
            return false;
        }
        try {
            byte[] message = take();
            if (message != null) {
                give(message);
            }
            return message != null;
        } catch (CancellationException givenUp) {
            return true; // to see why
        } catch (InvalidHandleException closed) {
            complete();
        } catch (RuntimeException | Error failure) {
            fail(failure);
        }
        return false;
    }

    private boolean isOver() {
        if (cancelled) {
            ended = true;
        } else if (fault != null) {
            fail(fault);
        }
        return ended || requested.get() == 0;
    }

    /** Takes the next message; null if there is none yet, and this is told when there is. */
    private byte[] take() {
        CompletableFuture<byte[]> pending = coming;
        if (pending == null) {
            Optional<byte[]> there = receiver.poll();
            if (there.isPresent()) {
                return there.get();
            }
            pending = receiver.readAsync(executor);
            coming = pending;
            if (cancelled || fault != null) { // just now, by a thread that saw nothing to give up
                giveUp();
            }
            pending.whenComplete((message, failure) -> schedule());
            return null;
        }
        if (!pending.isDone()) {
            return null;
        }
        coming = null;
        try {
            return pending.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure.getCause();
        }
    }

    private void give(byte[] message) {
        requested.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
        try {
            subscriber.onNext(message);
        } catch (RuntimeException | Error thrown) {
            cancelled = true;
            ended = true;
            LOG.warn("a subscriber of messages is cancelled: it threw", thrown);
        }
    }

    private void complete() {
        ended = true;
        tell(subscriber::onComplete);
    }

    private void fail(Throwable failure) {
        ended = true;
        tell(() -> subscriber.onError(failure));
    }

    private static void tell(Runnable end) {
        try {
            end.run();
        } catch (RuntimeException | Error thrown) {
            LOG.warn("a subscriber threw when it was told the end of its subscription", thrown);
        }
    }
}
