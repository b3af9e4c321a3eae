package io.mailslot.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void shouldLeaveTextAsItIs() {
        String text = "zwei K\u00e4nnchen \u2615 \uc8fc\ubb38 \ud83d\ude00 \\\\.\\mailslot";

        assertThat(Printable.line(text)).isSameAs(text);
        assertThat(Printable.message(text.getBytes(UTF_8))).isEqualTo(text);
        assertThat(Printable.message("a\tb\nc".getBytes(UTF_8))).isEqualTo("a\tb\nc");
        assertThat(Printable.message(new byte[0])).isEmpty();
    }

    @Test
    void shouldSpellOutWhatATerminalObeys() {
        assertThat(Printable.line("a\u001b[2J\r\n\t\u007f\u009b\u202e\u2066"))
                .isEqualTo("a\\x1b[2J\\x0d\\x0a\\x09\\x7f\\x9b\\u202e\\u2066");
        assertThat(Printable.line("\u061c\u200e\u200f")).isEqualTo("\\u061c\\u200e\\u200f");
    }

    @Test
    void shouldSpellOutWhatIsNoText() {
        assertThat(Printable.message(new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b', (byte) 0xe2, (byte) 0x98}))
                .isEqualTo("a\\xff\\xc3b\\xe2\\x98");
    }

    @Test
    void shouldSpellOutInJsonWhatMeansTheSame() throws IOException {
        assertThat(Json.line(Map.of("text", "a\u009b\u202e\u200f\u001b\u007fz")))
                .isEqualTo("{\"text\":\"a\\u009b\\u202e\\u200f\\u001B\\u007fz\"}");
    }
}
