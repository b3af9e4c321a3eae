package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void shouldNotDrawOnATerminalThatObeysNothing() {
        assertThat(List.of("xterm", "linux", "tmux-256color")).allMatch(Terminal::obeys);
        assertThat(Terminal.obeys("dumb") || Terminal.obeys("") || Terminal.obeys(null))
                .isFalse();
        Terminal dumb = new Terminal(true, true, true, false, 80);
        assertThat(dumb.canDraw() || dumb.isInteractive() || dumb.colours()).isFalse();
    }

    @Test
    void shouldBeAsWideAsItIsToldFirst() {
        assertThat(Terminal.width("100", "132")).isEqualTo(100);
        assertThat(Terminal.width(null, "132")).isEqualTo(132);
        assertThat(Terminal.width("", "0")).isEqualTo(80);
        assertThat(Terminal.width("wide", "-5", "99999", null)).isEqualTo(80);
    }
}
