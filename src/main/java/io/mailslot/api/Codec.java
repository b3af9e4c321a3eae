package io.mailslot.api;

import java.nio.ByteBuffer;

/**
 * How values become messages, and messages values: for {@link Sender#as} and {@link Receiver#as}. May be used by several
 * threads at once, and is always called with nothing locked: it may take its time, throw, and call back.
 *
 * @param <T> the values
 * @since 0.1.0
 */
public interface Codec<T> {
    /**
     * Makes a message of a value.
     *
     * @param value not null
     * @return the message
     * @throws Exception if that is not possible; then nothing is written, and whoever would write is told
     *     {@link InvalidArgumentException} (87)
     */
    byte[] encode(T value) throws Exception;

    /**
     * Makes a value of a message.
     *
     * @param message from 0 to the limit of a read-only buffer, not to be used afterwards
     * @return the value, not null
     * @throws Exception if it is none; then whoever would read is told {@link MalformedMessageException} (13)
     */
    T decode(ByteBuffer message) throws Exception;

    /**
     * Text in UTF-8. Text with half of a surrogate pair cannot be written, bytes that are no UTF-8 cannot be read: nothing is
     * replaced in silence.
     *
     * @return the codec
     */
    static Codec<String> utf8() {
        return Utf8.CODEC;
    }
}
