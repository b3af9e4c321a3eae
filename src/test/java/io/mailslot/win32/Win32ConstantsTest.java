package io.mailslot.win32;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The constants, and what names are taken for mailslots' ones. */
class Win32ConstantsTest {
    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void shouldHaveEveryCodeOfTheLibraryUnderItsWindowsName(ErrorCode code) throws ReflectiveOperationException {
        assertThat(Win32Constants.class.getField("ERROR_" + code.name()).getInt(null))
                .isEqualTo(code.value());
    }

    @Test
    void shouldHaveTheValuesOfWindows() {
        assertThat(Win32Constants.GENERIC_READ).isEqualTo(0x80000000);
        assertThat(Win32Constants.PROCESS_ALL_ACCESS).isEqualTo(0x1FFFFF);
        assertThat(Win32Constants.WAIT_TIMEOUT).isEqualTo(258);
        assertThat(Win32Constants.INFINITE).isEqualTo(-1);
    }
}
