package io.mailslot.internal.slot;

import io.mailslot.api.Receiver;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/** Publishes the messages of one receiver. */
final class MessagePublisher implements Flow.Publisher<byte[]> {
    private final Receiver receiver;
    private final Executor executor;

    MessagePublisher(Receiver receiver, Executor executor) {
        this.receiver = receiver;
        this.executor = Objects.requireNonNull(executor, "executor");
    }

    @Override
    public void subscribe(Flow.Subscriber<? super byte[]> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        MessageSubscription subscription = new MessageSubscription(receiver, executor, subscriber);
        try {
            subscriber.onSubscribe(subscription);
        } catch (RuntimeException | Error thrown) {
            subscription.cancel(); // it may have requested something before
            throw thrown;
        }
    }
}
