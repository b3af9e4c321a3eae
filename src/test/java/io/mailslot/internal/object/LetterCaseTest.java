package io.mailslot.internal.object;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterCaseTest {
    @ParameterizedTest
    @CsvSource({
        "Orders, orders",
        "ЗАКАЗЫ, заказы",
        "ΟΔΟΣ, οδος",
        "οδος, οδοσ",
        "ÅNGSTRÖM, ångström",
        "ԲԱՐԵՎ, բարեվ",
        "ＡＢＣ, ａｂｃ",
        "Ⅷ, ⅷ",
    })
    void shouldTakeTheSmallLetter(String text, String small) {
        assertThat(LetterCase.fold(text)).isEqualTo(LetterCase.fold(small));
    }

    @ParameterizedTest
    @CsvSource({
        "maße, masse",
        "maẞe, masse",
        "\ufb01le, file",
        "\u0131, i",
        "\u0130, i",
        "\u0131, I",
        "\u212a, k",
        "\u017f, s",
        "ǆ, dž",
        "é, e"
    })
    void shouldMakeNoLetterAnotherOne(String one, String other) {
        assertThat(LetterCase.fold(one)).isNotEqualTo(LetterCase.fold(other));
        assertThat(LetterCase.fold(one)).hasSameSizeAs(one);
    }

    /** Two JVMs of a home must agree, whatever their JDKs know of Unicode. */
    @Test
    void shouldBeTheSameOnEveryJdk() {
        StringBuilder pairs = new StringBuilder();
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            char folded = LetterCase.fold((char) c);
            if (folded != c) {
                pairs.append((char) c).append(folded);
            }
        }

        assertThat(pairs).hasSize(2 * 751);
        assertThat(pairs.toString().hashCode()).isEqualTo(1_033_008_938);
    }

    @Test
    void shouldFoldWhatItFolded() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            char folded = LetterCase.fold((char) c);
            assertThat(LetterCase.fold(folded)).isEqualTo(folded);
        }
    }
}
