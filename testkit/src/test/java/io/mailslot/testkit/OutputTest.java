package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a child prints comes in pieces. */
class OutputTest {
    private static final Pattern PORT = Pattern.compile("port (\\d+)");

    @TempDir
    private Path folder;

    private Output output;

    @BeforeEach
    void make() throws IOException {
        output = new Output(Files.createFile(folder.resolve("out")));
    }

    private void print(byte[] bytes) throws IOException {
        Files.write(output.file(), bytes, StandardOpenOption.APPEND);
    }

    private void print(String text) throws IOException {
        print(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldNotMatchWhatMayBecomeLonger() throws IOException {
        print("port 47");
        assertThat(output.find(PORT, false)).isEmpty();
        assertThat(output.find(PORT, true)).map(MatchResult::group).hasValue("port 47");

        print("11\n");
        assertThat(output.find(PORT, false)).map(found -> found.group(1)).hasValue("4711");
    }

    @Test
    void shouldReadCharactersThatComeInTwoParts() throws IOException {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        print(Arrays.copyOf(euro, 1));
        assertThat(output.text()).isEmpty();

        print(Arrays.copyOfRange(euro, 1, euro.length));
        print(new byte[] {(byte) 0xFF});
        assertThat(output.text()).isEqualTo("€\uFFFD");
    }

    @Test
    void shouldTellTheEndOfMuch() throws IOException {
        print("x".repeat(200_000) + "the end");

        assertThat(output.tail()).startsWith("(196007 characters before)\nxxx").endsWith("the end\n");
        assertThat(output.contains("the end")).isTrue();
    }
}
