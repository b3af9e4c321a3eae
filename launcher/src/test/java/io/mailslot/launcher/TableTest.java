package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.launcher.look.Tone;
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

    /** As terminals do: also signs that are of no script, halves of letters, and accents that stand above another one. */
    @Test
    void shouldTakeEachLetterForAsWideAsATerminalShowsIt() {
        assertThat(Columns.of("コーヒー、（主）「新」")).isEqualTo(22);
        assertThat(Columns.of("ｺｰﾋｰ")).isEqualTo(4);
        assertThat(Columns.of("e\u0301 \u0928\u0941")).isEqualTo(3);
        assertThat(Columns.of("\ud83d\ude00")).isEqualTo(2);
        assertThat(Columns.of("├─ █ ┘ … † ß ж")).isEqualTo(14);

        Table table = new Table(false, true);
        table.add("コーヒー", "1");
        table.add("cafe\u0301", "2");
        assertThat(table.lines()).containsExactly("コーヒー  1", "cafe\u0301      2");
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

    /** Else a name is lost while a command line has room to give. */
    @Test
    void shouldShortenTheWidestTextFirst() {
        Table table = new Table(true, false, false);
        table.add("PID", "NAME", "COMMAND");
        table.add("1", "orders/of/the/shop", "a.program.with.a.long.name --and many --options of=its own");

        assertThat(table.lines(60))
                .containsExactly(
                        "PID  NAME                COMMAND",
                        "  1  orders/of/the/shop  a.program.with.a.\u2026ptions of=its own");
        assertThat(table.lines(30).get(1)).hasSize(30).startsWith("  1  order").contains("\u2026", "own");
    }

    @Test
    void shouldFillTheWidthThatThereIs() {
        for (int width = 30; width < 80; width++) {
            Table table = new Table(false, false, false);
            table.add("a".repeat(40), "b".repeat(30), "c".repeat(9));

            assertThat(table.lines(width).get(0)).hasSize(Math.min(width, 83));
        }
    }

    @Test
    void shouldColourNothingButTheText() {
        Table table = new Table(false, true, false);
        table.add("NAME", "N", "STATE");
        table.add(new Tone[] {Tone.PLAIN, Tone.BAD, Tone.BAD}, new String[] {"x", "7", "dead"});

        assertThat(table.lines())
                .containsExactly("NAME  N  STATE", "x     \u001b[31m7\u001b[0m  \u001b[31mdead\u001b[0m");
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
