package io.mailslot.remote.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.InvalidArgumentException;
import io.mailslot.internal.object.MailslotName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @Test
    void shouldFoldEachLetterAsTheLibraryDoes() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            char letter = (char) c;
            if (!Character.isISOControl(letter) && !Character.isSurrogate(letter) && "/\\.".indexOf(letter) < 0) {
                String name = "A" + letter;
                assertThat(Names.fold(name))
                        .as("U+%04X", c)
                        .isEqualTo(MailslotName.parse(name).key());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "till-1", "A.example", "x_y", "0"})
    void shouldTakeNamesThatComputersHave(String name) {
        assertThat(Names.checkHost("machine", name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "*", ".", "..", "a b", "a/b", "a\\b", "é", "a\n"})
    void shouldRefuseWhatNoMachineIsCalled(String name) {
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> Names.checkHost("machine", name))
                .withMessageContaining("of the machine has")
                .withMessageContaining("use letters a to z, digits, '-', '_' and '.', as in 'till-1'");
    }

    @Test
    void shouldTellHowLongANameMayBe() {
        assertThat(Names.checkHost("domain", "a".repeat(63))).hasSize(63);
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> Names.checkHost("domain", "a".repeat(64)))
                .withMessageStartingWith("the name of the domain has 64 characters, 1 to 63 are possible");
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> Names.checkHost("domain", ""))
                .withMessageStartingWith("the name of the domain has 0 characters, 1 to 63 are possible");
    }
}
