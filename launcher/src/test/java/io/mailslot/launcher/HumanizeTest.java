package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.Timeouts;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1 KiB",
        "20480, 20 KiB",
        "1536, 1.5 KiB",
        "1572864, 1.5 MiB",
        "83886080, 80 MiB",
        "1099511627776, 1 TiB"
    })
    void shouldPrintSizesInTheLargestFittingUnit(long bytes, String expected) {
        assertThat(Humanize.bytes(bytes)).isEqualTo(expected);
    }

    @Test
    void shouldPrintDurationsTheWayOptionsTakeThem() {
        assertThat(Humanize.duration(Duration.ofSeconds(5))).isEqualTo("5s");
        assertThat(Humanize.duration(Duration.ofMillis(1500))).isEqualTo("1500ms");
        assertThat(Humanize.duration(Duration.ZERO)).isEqualTo("0s");
        assertThat(Humanize.duration(Timeouts.FOREVER)).isEqualTo("forever");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "orders, orders",
                "shop/orders, shop/orders",
                "주문, 주문",
                "two words, 'two words'",
                "it's, 'it'\\''s'"
            })
    void shouldQuoteWordsForAShellOnlyWhereNeeded(String word, String expected) {
        assertThat(Humanize.shellWord(word)).isEqualTo(expected);
    }

    @Test
    void shouldQuoteAnEmptyWord() {
        assertThat(Humanize.shellWord("")).isEqualTo("''");
    }
}
