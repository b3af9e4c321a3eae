package io.mailslot.remote.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.InvalidArgumentException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternsTest {
    private final NamePatterns patterns = patterns("B/Orders", "b/audit/*", "*/news", "C/*");

    private static NamePatterns patterns(String... texts) {
        return NamePatterns.of(List.of(texts));
    }

    @Test
    void shouldMeanOneMailslotOfOneComputer() {
        assertThat(patterns.matches("B", "orders")).isTrue();
        assertThat(patterns.matches("b", "ORDERS")).isTrue();
        assertThat(patterns.matches("a", "orders")).isFalse();
        assertThat(patterns.matches("b", "orders/new")).isFalse();
        assertThat(patterns.matches("b", "order")).isFalse();
    }

    @Test
    void shouldMeanAllOfTheRestByAStarAtTheEnd() {
        assertThat(patterns.matches("B", "audit/till")).isTrue();
        assertThat(patterns.matches("B", "Audit/till/1")).isTrue();
        assertThat(patterns.matches("B", "audit")).isFalse();
        assertThat(patterns.matches("B", "audits/till")).isFalse();
        assertThat(patterns.matches("c", "anything/at/all")).isTrue();
    }

    @Test
    void shouldMeanEveryComputerByAStar() {
        assertThat(patterns.matches("anybody", "news")).isTrue();
        assertThat(patterns.matches("*", "news")).isTrue();
        assertThat(patterns.matches("+", "news")).isTrue();
        assertThat(patterns.matches("*", "orders")).isFalse();
        assertThat(patterns.matches("anybody", "news/more")).isFalse();
    }

    @Test
    void shouldTellTheNamesThatAreGivenInFull() {
        assertThat(patterns.exactNames()).containsExactly("orders", "news");
        assertThat(patterns.exactNamesOfAll()).containsExactly("news");
    }

    @Test
    void shouldTellWhetherAComputerOrANameIsMeantAtAll() {
        assertThat(patterns("B/orders").hasAny("b")).isTrue();
        assertThat(patterns("B/orders").hasAny("a")).isFalse();
        assertThat(patterns.hasAny("a")).isTrue();
        assertThat(patterns("B/orders", "C/audit/*").hasName("Orders")).isTrue();
        assertThat(patterns("B/orders", "C/audit/*").hasName("audit/till")).isTrue();
        assertThat(patterns("B/orders", "C/audit/*").hasName("news")).isFalse();
        assertThat(NamePatterns.none().hasAny("a")).isFalse();
        assertThat(NamePatterns.none().matches("a", "b")).isFalse();
    }

    @Test
    void shouldBeWrittenAsTheyAreCompared() {
        assertThat(patterns).hasToString("b/orders, b/audit/*, */news, c/*");
        assertThat(patterns("A/x", "a/X")).isEqualTo(patterns("a/x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders", "/orders", "B/", "B//x", "B/x/", "B/a*", "B/*/x", "B/a/*x", "B*/x", "+/x", "B/..", "B/a\\b",
                "B/*a"
            })
    void shouldRefuseWhatIsNoPattern(String text) {
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> patterns(text))
                .withMessageContaining(";");
    }

    @Test
    void shouldTellHowAPatternLooks() {
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> patterns("B/or*"))
                .withMessage("the pattern 'B/or*' has a '*' that is not the whole last part of the name;"
                        + " a pattern is 'B/orders', 'B/audit/*', or '*/news' for every computer");
    }
}
