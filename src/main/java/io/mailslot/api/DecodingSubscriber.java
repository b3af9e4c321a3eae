package io.mailslot.api;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Function;

/** Gives values to a subscriber that has subscribed to messages. The first that cannot be decoded ends the subscription. */
final class DecodingSubscriber<T> implements Flow.Subscriber<byte[]> {
    private final Flow.Subscriber<? super T> values;
    private final Function<byte[], T> decoder;

    /** Signals come one after the other, so all this is of one thread at a time. */
    private Flow.Subscription subscription;

    private boolean ended;

    DecodingSubscriber(Flow.Subscriber<? super T> values, Function<byte[], T> decoder) {
        this.values = Objects.requireNonNull(values, "subscriber");
        this.decoder = decoder;
    }

    @Override
    public void onSubscribe(Flow.Subscription messages) {
        subscription = messages;
        values.onSubscribe(messages);
    }

    @Override
    public void onNext(byte[] message) {
        if (ended) {
            return;
        }
        T value;
        try {
            value = decoder.apply(message);
        } catch (RuntimeException | Error undecodable) {
            ended = true;
            subscription.cancel();
            values.onError(undecodable);
            return;
        }
        values.onNext(value);
    }

    @Override
    public void onError(Throwable failure) {
        if (!ended) {
            values.onError(failure);
        }
    }

    @Override
    public void onComplete() {
        if (!ended) {
            values.onComplete();
        }
    }
}
