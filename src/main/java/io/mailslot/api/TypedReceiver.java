package io.mailslot.api;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A {@link Receiver} that gives values instead of bytes. A view of it: there is one handle, which belongs to the receiver, and
 * closing that ends both. All methods may be called from any thread, and fail like those of the receiver.
 *
 * <p>A message that the codec cannot decode is told as {@link MalformedMessageException} (13), which has its bytes, by whoever
 * has taken it; the next call goes on behind it.
 *
 * @param <T> the values
 * @since 0.1.0
 */
public final class TypedReceiver<T> {
    private final Receiver receiver;
    private final Codec<T> codec;

    TypedReceiver(Receiver receiver, Codec<T> codec) {
        this.receiver = receiver;
        this.codec = Objects.requireNonNull(codec, "codec");
    }

    /**
     * The receiver itself.
     *
     * @return the one that this is a view of
     */
    public Receiver receiver() {
        return receiver;
    }

    /**
     * Takes the oldest message, waiting up to the mailslot's read timeout, as {@link Receiver#read()} does.
     *
     * @return its value
     * @throws MalformedMessageException if the codec cannot decode it (13)
     * @throws ReadTimeoutException if none came in time (121)
     */
    public T read() {
        return decode(receiver.read());
    }

    /**
     * Takes the oldest message, waiting up to the given time, as {@link Receiver#read(Duration)} does.
     *
     * @param timeout how long to wait; see {@link Timeouts}
     * @return its value, or empty if none came in time
     * @throws MalformedMessageException if the codec cannot decode it (13)
     */
    public Optional<T> read(Duration timeout) {
        return receiver.read(timeout).map(this::decode);
    }

    /**
     * Takes the oldest message if there is one; never waits.
     *
     * @return its value, or empty if there is none
     * @throws MalformedMessageException if the codec cannot decode it (13)
     */
    public Optional<T> poll() {
        return receiver.poll().map(this::decode);
    }

    /**
     * Takes up to so many messages without waiting and hands the value of each to a handler, as {@link Receiver#drain} does.
     *
     * @param most how many at most
     * @param handler deals with a value, with nothing locked
     * @return how many were handed out
     * @throws MalformedMessageException if the codec cannot decode one of them (13); later ones stay
     */
    public int drain(int most, Consumer<? super T> handler) {
        Objects.requireNonNull(handler, "handler");
        return receiver.drain(most, message -> handler.accept(decode(message)));
    }

    /**
     * Reads the oldest message as soon as there is one, as {@link Receiver#readAsync} does.
     *
     * @param executor takes the message, decodes it and completes the future
     * @return the value to come; to give the read up, cancel it
     */
    public CompletableFuture<T> readAsync(Executor executor) {
        return DecodedRead.of(receiver.readAsync(executor), this::decode);
    }

    /**
     * The messages to come, as {@link Receiver#messages} gives them.
     *
     * @return their values; the stream fails with {@link MalformedMessageException} (13) where the codec cannot decode one
     */
    public Stream<T> messages() {
        return receiver.messages().map(this::decode);
    }

    /**
     * As {@link #publisher(Executor)}, by {@link CompletableFuture}'s own threads.
     *
     * @return the publisher
     */
    public Flow.Publisher<T> publisher() {
        return publisher(new CompletableFuture<Void>().defaultExecutor());
    }

    /**
     * Publishes the messages to come, as {@link Receiver#publisher(Executor)} does.
     *
     * @param executor takes and decodes messages, and calls the subscribers
     * @return the publisher; a subscription ends with {@link MalformedMessageException} (13) where the codec cannot decode a
     *     message, with an {@code Error} that it throws, and another one goes on behind it
     */
    public Flow.Publisher<T> publisher(Executor executor) {
        Flow.Publisher<byte[]> messages = receiver.publisher(executor);
        return subscriber -> messages.subscribe(new DecodingSubscriber<>(subscriber, this::decode));
    }

    private T decode(byte[] message) {
        return decode(ByteBuffer.wrap(message).asReadOnlyBuffer());
    }

    private T decode(ByteBuffer message) {
        try {
            return Objects.requireNonNull(codec.decode(message), "what the codec made of the message");
        } catch (Exception e) {
            byte[] content = new byte[message.capacity()];
            message.clear().get(content);
            throw new MalformedMessageException(
                    "a message of " + content.length + " bytes cannot be decoded as " + codec + ": " + e
                            + "; it is taken, its content is with this exception, read again for what follows it",
                    content,
                    e);
        }
    }
}
