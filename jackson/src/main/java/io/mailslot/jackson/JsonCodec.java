package io.mailslot.jackson;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mailslot.api.Codec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * JSON in UTF-8, by Jackson jr: beans, records, maps, numbers and text.
 *
 * <pre>{@code
 * TypedReceiver<Order> orders = kernel.createMailslot("orders").as(JsonCodec.of(Order.class));
 * }</pre>
 *
 * @param <T> the values
 * @since 0.1.0
 */
public final class JsonCodec<T> implements Codec<T> {
    private final Class<T> type;

    private JsonCodec(Class<T> type) {
        this.type = Objects.requireNonNull(type, "type");
    }

    /**
     * The codec of a type.
     *
     * @param <T> the values
     * @param type their class: a bean or record, or what Jackson jr reads of itself
     * @return the codec
     */
    public static <T> JsonCodec<T> of(Class<T> type) {
        return new JsonCodec<>(type);
    }

    @Override
    public byte[] encode(T value) throws IOException {
        return JSON.std.asBytes(value);
    }

    @Override
    public T decode(ByteBuffer message) throws IOException {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        return JSON.std.beanFrom(type, bytes);
    }

    @Override
    public String toString() {
        return "JSON of " + type.getName();
    }
}
