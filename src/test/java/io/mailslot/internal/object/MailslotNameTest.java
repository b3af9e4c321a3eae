package io.mailslot.internal.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidNameException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class MailslotNameTest {
    @ParameterizedTest
    @CsvSource({
        "orders, orders, orders",
        "Shop/Orders, shop/orders, shop/orders",
        "\\\\.\\mailslot\\Shop\\Orders, shop/orders, shop/orders",
        "\\\\.\\MAILSLOT\\x, x, x",
        "a b, a b, a%20b",
        ".hidden, .hidden, %2ehidden",
        "100%, 100%, 100%25",
        "x@1-1, x@1-1, x%401-1",
        "grüße, grüße, gr%c3%bc%c3%9fe",
    })
    void shouldFoldAndEncode(String text, String key, String folder) {
        MailslotName name = MailslotName.parse(text);
        assertThat(name.isLocal()).isTrue();
        assertThat(name.key()).isEqualTo(text.equals("grüße") ? "grüsse" : key);
        assertThat(name.folder()).isEqualTo(text.equals("grüße") ? "gr%c3%bcsse" : folder);
    }

    @Test
    void shouldKeepTheNameAsWritten() {
        assertThat(MailslotName.parse("\\\\.\\mailslot\\Shop\\Orders").text()).isEqualTo("Shop/Orders");
    }

    @ParameterizedTest
    @NullAndEmptySource
    void shouldRefuseNoName(String text) {
        refused(text, ErrorCode.PATH_NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a//b",
                "/a",
                "a/",
                "..",
                "a/../b",
                ".",
                "a\\b",
                "a\tb",
                "a\u0000b",
                "\\\\.\\mailslot",
                "\\\\.\\mailslot\\",
                "\\\\.\\mailslot\\a/b",
                "\\\\.\\pipe\\a",
                "\\\\",
                "\\\\\\mailslot\\a",
                "\ud800"
            })
    void shouldRefuseBadForms(String text) {
        refused(text, ErrorCode.INVALID_NAME);
    }

    @Test
    void shouldTakeTheLongestNameAndNoLonger() {
        String longest = "a/".repeat(127) + "b";
        assertThat(MailslotName.parse(longest).text()).isEqualTo(longest);
        refused(longest + "b", ErrorCode.FILENAME_EXCED_RANGE);
        refused("ü".repeat(100), ErrorCode.FILENAME_EXCED_RANGE);
    }

    @Test
    void shouldTellHosts() {
        assertThat(MailslotName.parse("\\\\*\\mailslot\\a").isBroadcast()).isTrue();
        assertThat(MailslotName.parse("\\\\server\\mailslot\\a").host()).isEqualTo("server");
    }

    private static void refused(String text, ErrorCode code) {
        assertThatExceptionOfType(InvalidNameException.class)
                .isThrownBy(() -> MailslotName.parse(text))
                .satisfies(e -> assertThat(e.errorCode()).isEqualTo(code));
    }
}
