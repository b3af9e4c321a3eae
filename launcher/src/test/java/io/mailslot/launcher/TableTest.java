package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void shouldPadColumnsAndAlignNumbersToTheRight() {
        Table table = new Table(false, true, false);
        table.add("NAME", "MESSAGES", "NEXT");
        table.add("orders", "12", "-");
        table.add("a/very/long/name/that/is/not/cut", "3", "x");

        assertThat(table.lines())
                .containsExactly(
                        "NAME                              MESSAGES  NEXT",
                        "orders                                  12  -",
                        "a/very/long/name/that/is/not/cut         3  x");
    }

    @Test
    void shouldGiveWideLettersTwoColumns() {
        Table table = new Table(false, true);
        table.add("주문", "1");
        table.add("abcd", "2");

        assertThat(table.lines()).containsExactly("주문  1", "abcd  2");
    }

    @Test
    void shouldRefuseRowsOfAnotherWidth() {
        Table table = new Table(false, false);
        assertThatThrownBy(() -> table.add("one")).isInstanceOf(IllegalArgumentException.class);
    }
}
