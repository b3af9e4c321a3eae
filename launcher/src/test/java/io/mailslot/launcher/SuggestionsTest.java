package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
    private static final List<String> COMMANDS = List.of("receive", "send", "ls", "info", "rm", "run", "demo");

    @Test
    void shouldFindWhatWasMeant() {
        assertThat(Suggestions.closest("sned", COMMANDS)).contains("send");
        assertThat(Suggestions.closest("RECIEVE", COMMANDS)).contains("receive");
        assertThat(Suggestions.closest("l", COMMANDS)).isEmpty();
        assertThat(Suggestions.closest("sl", COMMANDS)).contains("ls");
        assertThat(Suggestions.closest("frobnicate", COMMANDS)).isEmpty();
        assertThat(Suggestions.closest("", COMMANDS)).isEmpty();
    }

    @Test
    void shouldCountMistakes() {
        assertThat(Suggestions.mistakes("same", "same")).isZero();
        assertThat(Suggestions.mistakes("", "abc")).isEqualTo(3);
        assertThat(Suggestions.mistakes("acb", "abc")).isEqualTo(1);
        assertThat(Suggestions.mistakes("axbc", "abcd")).isEqualTo(2);
    }
}
