package io.mailslot.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** How {@code receive} prints a message. */
enum MessageFormat {
    /** The bytes and a line feed, also for an empty message, so that messages can be told apart and counted. */
    LINES {
        @Override
        void print(DataOutput out, String mailslot, long sequence, byte[] message) throws IOException {
            out.write(message);
            out.write('\n');
        }
    },
    /** As {@link #LINES}, for people: a message cannot do anything to their terminal. */
    SHOWN {
        @Override
        void print(DataOutput out, String mailslot, long sequence, byte[] message) throws IOException {
            out.write((Printable.message(message) + '\n').getBytes(StandardCharsets.UTF_8));
        }
    },
    /** The bytes and nothing else. */
    RAW {
        @Override
        void print(DataOutput out, String mailslot, long sequence, byte[] message) throws IOException {
            out.write(message);
        }
    },
    /** The bytes and a NUL, for {@code xargs -0} and messages of several lines. */
    NUL {
        @Override
        void print(DataOutput out, String mailslot, long sequence, byte[] message) throws IOException {
            out.write(message);
            out.write(0);
        }
    },
    /** One JSON object a line. */
    JSON_LINES {
        @Override
        void print(DataOutput out, String mailslot, long sequence, byte[] message) throws IOException {
            String line = Json.line(toMap(mailslot, sequence, message)) + '\n';
            out.write(line.getBytes(StandardCharsets.UTF_8));
        }
    };

    abstract void print(DataOutput out, String mailslot, long sequence, byte[] message) throws IOException;

    private static Map<String, Object> toMap(String mailslot, long sequence, byte[] message) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("mailslot", mailslot);
        object.put("seq", sequence);
        object.putAll(content(message));
        return object;
    }

    /** The size of a message, and its text if it is one. */
    static Map<String, Object> content(byte[] message) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("size", message.length);
        try {
            // A new decoder reports malformed input; new String would replace it and lose bytes.
            object.put(
                    "text",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(message))
                            .toString());
        } catch (CharacterCodingException e) {
            object.put("base64", Base64.getEncoder().encodeToString(message));
        }
        return object;
    }
}
