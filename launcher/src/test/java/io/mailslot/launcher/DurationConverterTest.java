package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {
    private final DurationConverter converter = new DurationConverter();

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "5s, PT5S",
        "5, PT5S",
        "0, PT0S",
        "0.25, PT0.25S",
        "1.5s, PT1.5S",
        "2m, PT2M",
        "1.5h, PT1H30M",
        "1d, PT24H"
    })
    void shouldReadDurations(String text, Duration expected) {
        assertThat(converter.convert(text)).isEqualTo(expected);
    }

    @Test
    void shouldRoundPartsOfANanosecondUpSoThatAShortTimeIsNotZero() {
        assertThat(converter.convert("0.0000001ms")).isEqualTo(Duration.ofNanos(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "5x", "-1s", "5 s", "1,5s", "PT5S", "1e3", ".5s", "5S", "5.", "forever"})
    void shouldRefuseWhatIsNoDurationAndShowWhatIs(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("500ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"36501d", "999999999999d"})
    void shouldRefuseMoreThanAHundredYears(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("longer than 36500d");
    }
}
