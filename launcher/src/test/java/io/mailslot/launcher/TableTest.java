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
    void shouldDropWhatIsNeededLeastAndCutTheRestInTheMiddle() {
        Table table = new Table(false, true, true, false);
        table.add("NAME", "MESSAGES", "MAX", "CURSORS");
        table.add("one/name/that/is/long/and/different/at/its/end", "12", "any", "first,second");

        assertThat(table.lines(51, 2, 1))
                .containsExactly(
                        "NAME                         MESSAGES  CURSORS",
                        "one/name/that\u2026nt/at/its/end        12  first,second");
        assertThat(table.lines()).allSatisfy(line -> assertThat(line.length()).isGreaterThan(40));
    }

    @Test
    void shouldKeepBothEndsOfWhatItCuts() {
        assertThat(Table.shortened("abcdefgh", 8)).isEqualTo("abcdefgh");
        assertThat(Table.shortened("abcdefgh", 5)).isEqualTo("ab\u2026gh");
        assertThat(Table.shortened("abcdefgh", 4)).isEqualTo("ab\u2026h");
        assertThat(Table.shortened("\uc8fc\ubb38\uc8fc\ubb38", 6)).isEqualTo("\uc8fc\u2026\ubb38");
    }

    @Test
    void shouldSpellOutControlCharacters() {
        Table table = new Table(false);
        table.add("a\nb\u001b[2J\u202ec");

        assertThat(table.lines()).containsExactly("a\\x0ab\\x1b[2J\\u202ec");
    }

    @Test
    void shouldRefuseRowsOfAnotherWidth() {
        Table table = new Table(false, false);
        assertThatThrownBy(() -> table.add("one")).isInstanceOf(IllegalArgumentException.class);
    }
}
