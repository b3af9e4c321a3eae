package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.api.Inheritance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class InheritanceConverterTest {
    private final InheritanceConverter converter = new InheritanceConverter();

    @Test
    void shouldReadWordsAndLists() {
        assertThat(converter.convert("all")).isEqualTo(Inheritance.all());
        assertThat(converter.convert("none")).isEqualTo(Inheritance.none());
        assertThat(converter.convert("4")).isEqualTo(Inheritance.only(4));
        assertThat(converter.convert("4, 8")).isEqualTo(Inheritance.only(4, 8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "some", "4,", "4;8", "0x4"})
    void shouldRefuseOtherWords(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("all, none or handle numbers");
    }
}
