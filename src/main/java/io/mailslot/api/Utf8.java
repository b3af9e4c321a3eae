package io.mailslot.api;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text. */
final class Utf8 implements Codec<String> {
    static final Codec<String> CODEC = new Utf8();

    private Utf8() {}

    @Override
    public byte[] encode(String value) throws CharacterCodingException {
        ByteBuffer message = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        return bytes;
    }

    @Override
    public String decode(ByteBuffer message) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(message).toString();
    }

    @Override
    public String toString() {
        return "UTF-8 text";
    }
}
