package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageFormatTest {
    private static final byte[] NO_UTF_8 = {'a', (byte) 0xFF, 0};

    @Test
    void shouldEndEachMessageWithALineFeedAlsoAnEmptyOne() throws IOException {
        assertThat(print(MessageFormat.LINES, utf8("두 잔"))).isEqualTo(utf8("두 잔\n"));
        assertThat(print(MessageFormat.LINES, new byte[0])).isEqualTo(utf8("\n"));
    }

    @Test
    void shouldPassBytesOnUnchanged() throws IOException {
        assertThat(print(MessageFormat.RAW, NO_UTF_8)).isEqualTo(NO_UTF_8);
        assertThat(print(MessageFormat.RAW, new byte[0])).isEmpty();
        assertThat(print(MessageFormat.LINES, NO_UTF_8)).isEqualTo(new byte[] {'a', (byte) 0xFF, 0, '\n'});
    }

    @Test
    void shouldEndMessagesWithNul() throws IOException {
        assertThat(print(MessageFormat.NUL, utf8("a\nb"))).isEqualTo(utf8("a\nb\0"));
    }

    @Test
    void shouldPrintTextAsOneJsonLine() throws IOException {
        byte[] line = print(MessageFormat.JSON_LINES, utf8("say \"hi\"\n두 잔"));

        assertThat(new String(line, StandardCharsets.UTF_8))
                .isEqualTo("{\"mailslot\":\"orders\",\"seq\":7,\"size\":16,\"text\":\"say \\\"hi\\\"\\n두 잔\"}\n");
    }

    @Test
    void shouldPrintOtherBytesInBase64() throws IOException {
        Map<String, Object> object = JSON.std.mapFrom(print(MessageFormat.JSON_LINES, NO_UTF_8));

        assertThat(object)
                .containsOnlyKeys("mailslot", "seq", "size", "base64")
                .containsEntry("size", 3)
                .containsEntry("base64", "Yf8A");
    }

    private static byte[] print(MessageFormat format, byte[] message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutput out = new DataOutput(bytes)) {
            format.print(out, "orders", 7, message);
        }
        return bytes.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
