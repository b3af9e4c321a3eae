package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void shouldBeAsWideAsItIsToldFirst() {
        assertThat(Terminal.width("100", "132")).isEqualTo(100);
        assertThat(Terminal.width(null, "132")).isEqualTo(132);
        assertThat(Terminal.width("", "0")).isEqualTo(80);
        assertThat(Terminal.width("wide", "-5", "99999", null)).isEqualTo(80);
    }
}
