package io.mailslot.launcher.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizeConverterTest {
    private final SizeConverter converter = new SizeConverter();

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "400, 400",
        "400B, 400",
        "64K, 65536",
        "64k, 65536",
        "64KiB, 65536",
        "1M, 1048576",
        "1G, 1073741824",
        "2147483647, 2147483647",
        "2G, 2147483648",
        "9999999999G, 9223372035781033984"
    })
    void shouldReadSizes(String text, long expected) {
        assertThat(converter.convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K", "-1", "1.5K", "64T", "many"})
    void shouldRefuseWhatIsNoSize(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
