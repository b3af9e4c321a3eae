package io.mailslot.remote.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.InvalidArgumentException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {
    @ParameterizedTest
    @CsvSource({"0,0", "400,400", "64K,65536", "1m,1048576", " 2GiB ,2147483648", "1TB,1099511627776"})
    void shouldReadSizes(String text, long bytes) {
        assertThat(Amounts.size(text)).isEqualTo(bytes);
    }

    @Test
    void shouldReadSizesThatAreTooLargeForAnything() {
        assertThat(Amounts.size("999999999999999T")).isGreaterThan(1L << 62);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "M", "-1", "1.5M", "1 M", "64X"})
    void shouldRefuseWhatIsNoSize(String text) {
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> Amounts.size(text))
                .withMessage("'" + text + "' is not a size such as 400, 64K, 1M or 2G");
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "1.5h,5400000", "7d,604800000", "5m,300000"})
    void shouldReadDurations(String text, long millis) {
        assertThat(Amounts.duration(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "d", "-1s", "7 days", "1w"})
    void shouldRefuseWhatIsNoDuration(String text) {
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> Amounts.duration(text))
                .withMessage("'" + text + "' is not a duration such as 500ms, 30s, 5m, 1.5h or 7d");
    }

    @Test
    void shouldWriteThemInTheLargestUnitWithoutAFraction() {
        assertThat(Amounts.text(0)).isEqualTo("0 bytes");
        assertThat(Amounts.text(1500)).isEqualTo("1500 bytes");
        assertThat(Amounts.text(64L << 20)).isEqualTo("64 MiB");
        assertThat(Amounts.text(5L << 50)).isEqualTo("5120 TiB");
        assertThat(Amounts.text(Duration.ofDays(7))).isEqualTo("7d");
        assertThat(Amounts.text(Duration.ofSeconds(90))).isEqualTo("90s");
        assertThat(Amounts.text(Duration.ofMillis(1500))).isEqualTo("1500ms");
    }
}
