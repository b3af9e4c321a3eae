package io.mailslot.remote.internal.nats;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Names as words of subjects: {@code a-z 0-9 -} are themselves, every other byte of the UTF-8 is {@code _} and two digits. */
final class Token {
    private static final String DIGITS = "0123456789abcdef";

    private Token() {}

    static String encode(String name) {
        StringBuilder token = new StringBuilder(name.length() + 8);
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(each)) {
                token.append((char) each);
            } else {
                token.append('_').append(DIGITS.charAt(each >> 4 & 15)).append(DIGITS.charAt(each & 15));
            }
        }
        return token.toString();
    }

    /** The name; empty if no name has this token. */
    static Optional<String> decode(String token) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(token.length());
        for (int i = 0; i < token.length(); i++) {
            char each = token.charAt(i);
            if (each == '_' && i + 2 < token.length()) {
                int high = DIGITS.indexOf(token.charAt(++i));
                int low = DIGITS.indexOf(token.charAt(++i));
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                bytes.write(high << 4 | low);
            } else {
                bytes.write(each);
            }
        }
        return text(bytes.toByteArray())
                .filter(name -> !name.isEmpty() && encode(name).equals(token));
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    private static boolean isPlain(byte each) {
        return each >= 'a' && each <= 'z' || each >= '0' && each <= '9' || each == '-';
    }
}
