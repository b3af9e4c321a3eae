package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    @Test
    void shouldSplitAtLineFeedsAndKeepEmptyLines() throws IOException {
        assertThat(lines("a\n\nb\n", NO_LIMIT)).containsExactly("a", "", "b");
    }

    @Test
    void shouldTakeALastLineWithoutLineFeed() throws IOException {
        assertThat(lines("a\nb", NO_LIMIT)).containsExactly("a", "b");
        assertThat(lines("", NO_LIMIT)).isEmpty();
        assertThat(lines("\n", NO_LIMIT)).containsExactly("");
    }

    @Test
    void shouldKeepCarriageReturns() throws IOException {
        assertThat(lines("a\r\nb\r\n", NO_LIMIT)).containsExactly("a\r", "b\r");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldSplitAnythingHoweverItArrives(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            expected.add("x".repeat(random.nextInt(i % 20 == 0 ? 300_000 : 200)));
        }
        String text = expected.stream().map(line -> line + "\n").collect(Collectors.joining());
        InputStream dripping = new FilterInputStream(new ByteArrayInputStream(utf8(text))) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return super.read(bytes, offset, Math.min(length, 1 + random.nextInt(100_000)));
            }
        };

        assertThat(lines(dripping, NO_LIMIT)).isEqualTo(expected);
    }

    @Test
    void shouldAcceptALineOfTheLargestSizeAndRefuseALongerOne() throws IOException {
        assertThat(lines("1234\n", 4)).containsExactly("1234");
        assertThatThrownBy(() -> lines("1\n12345\n", 4))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("at most 4");
    }

    @Test
    void shouldRefuseAnEndlessLineBeforeItFillsTheMemory() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThatThrownBy(() -> lines(endless, 1_000_000))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("line 1 ");
    }

    private static List<String> lines(String text, int longest) throws IOException {
        return lines(new ByteArrayInputStream(utf8(text)), longest);
    }

    private static List<String> lines(InputStream in, int longest) throws IOException {
        LineReader reader = new LineReader(in, longest);
        List<String> lines = new ArrayList<>();
        while (reader.next()) {
            lines.add(new String(reader.buffer(), reader.offset(), reader.length(), StandardCharsets.UTF_8));
        }
        return lines;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
