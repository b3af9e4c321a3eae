package io.mailslot.api;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A {@link Sender} that takes values instead of bytes. A view of it: there is one handle, which belongs to the sender, and
 * closing that ends both. All methods may be called from any thread, and fail like those of the sender.
 *
 * @param <T> the values
 * @since 0.1.0
 */
public final class TypedSender<T> {
    private final Sender sender;
    private final Codec<T> codec;

    TypedSender(Sender sender, Codec<T> codec) {
        this.sender = sender;
        this.codec = Objects.requireNonNull(codec, "codec");
    }

    /**
     * The sender itself.
     *
     * @return the one that this is a view of
     */
    public Sender sender() {
        return sender;
    }

    /**
     * Writes a value as one message, as {@link Sender#write(byte[])} does.
     *
     * @param value not null
     * @throws InvalidArgumentException if the codec cannot encode it (87); nothing is written then
     */
    public void write(T value) {
        sender.write(encode(value));
    }

    /**
     * Writes a value as one message if there is room for it; never waits for any.
     *
     * @param value not null
     * @return false if the mailslot is full
     * @throws InvalidArgumentException if the codec cannot encode it (87); nothing is written then
     */
    public boolean tryWrite(T value) {
        byte[] message = encode(value);
        return sender.tryWrite(message, 0, message.length);
    }

    /**
     * Writes a value without waiting for it to be written, as {@link Sender#writeAsync} does.
     *
     * @param value not null; encoded before this returns
     * @param executor writes the message and completes the future
     * @return done when the message is there for the receivers
     * @throws InvalidArgumentException if the codec cannot encode it (87)
     */
    public CompletableFuture<Void> writeAsync(T value, Executor executor) {
        return sender.writeAsync(encode(value), executor);
    }

    private byte[] encode(T value) {
        return encode(codec, value);
    }

    static <T> byte[] encode(Codec<T> codec, T value) {
        Objects.requireNonNull(value, "value");
        try {
            return Objects.requireNonNull(codec.encode(value), "what the codec made of the value");
        } catch (Exception e) {
            throw new InvalidArgumentException(
                    "the value of class " + value.getClass().getName() + " cannot be encoded: " + e
                            + "; nothing was written",
                    e);
        }
    }
}
