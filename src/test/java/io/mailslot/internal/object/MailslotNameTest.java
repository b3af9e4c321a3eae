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
        "\\\\?\\mailslot\\Shop\\x, shop/x, shop/x",
        "\\\\?\\Mailslot\\x, x, x",
        "a b, a b, a%20b",
        ".hidden, .hidden, %2ehidden",
        "100%, 100%, 100%25",
        "x@1-1, x@1-1, x%401-1",
        "grüße, grüße, gr%c3%bc%c3%9fe",
    })
    void shouldFoldAndEncode(String text, String key, String folder) {
        MailslotName name = MailslotName.parse(text);
        assertThat(name.isLocal()).isTrue();
        assertThat(name.key()).isEqualTo(key);
        assertThat(name.folder()).isEqualTo(folder);
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
    }

    @Test
    void shouldTellHosts() {
        assertThat(MailslotName.parse("\\\\*\\mailslot\\a").isBroadcast()).isTrue();
        assertThat(MailslotName.parse("\\\\server\\mailslot\\a").host()).isEqualTo("server");
    }

    @ParameterizedTest
    @CsvSource({
        "\\\\B\\mailslot\\Shop\\orders, \\\\b\\mailslot\\shop\\orders, %5c%5cb%5cmailslot%5cshop%5corders",
        "\\\\b\\MAILSLOT\\x, \\\\b\\mailslot\\x, %5c%5cb%5cmailslot%5cx",
        "\\\\+\\mailslot\\News, \\\\+\\mailslot\\news, %5c%5c%2b%5cmailslot%5cnews",
        "\\\\a-1_b.example\\mailslot\\x, \\\\a-1_b.example\\mailslot\\x, %5c%5ca-1_b.example%5cmailslot%5cx",
        "\\\\ZÜRICH\\mailslot\\x, \\\\zürich\\mailslot\\x, %5c%5cz%c3%bcrich%5cmailslot%5cx",
    })
    void shouldKeepTheComputerInTheNameOfAnOutbox(String text, String key, String folder) {
        MailslotName name = MailslotName.parse(text);
        assertThat(name.isRemote()).isTrue();
        assertThat(name.isLocal()).isFalse();
        assertThat(name.isBroadcast()).isFalse();
        assertThat(name.text()).isEqualTo(text.replace("MAILSLOT", "mailslot"));
        assertThat(name.key())
                .isEqualTo(key)
                .isNotEqualTo(MailslotName.parse("x").key());
        assertThat(MailslotName.fold(name.text())).as("as read from a home").isEqualTo(key);
        assertThat(name.folder()).isEqualTo(folder).isEqualTo(MailslotName.folderOf(name.text()));
        assertThat(MailslotName.parse(name.text())).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\\\\.\\mailslot\\x", "\\\\?\\mailslot\\x", "\\\\*\\mailslot\\x"})
    void shouldHaveNoComputerInALocalName(String text) {
        MailslotName name = MailslotName.parse(text);
        assertThat(name.isRemote()).isFalse();
        assertThat(name.text()).isEqualTo("x");
        assertThat(name.toOthers().text()).isEqualTo("\\\\+\\mailslot\\x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "a b", "a*", "++", "a+", "a/b", "a:1", "\ud800", "a\u0007", "a@b"})
    void shouldRefuseWhatNoComputerIsCalled(String host) {
        refused("\\\\" + host + "\\mailslot\\x", ErrorCode.INVALID_NAME);
    }

    @Test
    void shouldTakeTheLongestComputerAndTheLongestNameWithIt() {
        String longest = "\\\\" + "c".repeat(63) + "\\mailslot\\";
        String name = longest + "n".repeat(MailslotName.MAX_CHARS - longest.length());
        assertThat(MailslotName.parse(name).text()).isEqualTo(name);
        assertThat(MailslotName.parse(name).folder()).hasSizeLessThanOrEqualTo(255);
        refused(name + "n", ErrorCode.FILENAME_EXCED_RANGE);
        refused("\\\\" + "c".repeat(64) + "\\mailslot\\n", ErrorCode.INVALID_NAME);
    }

    @ParameterizedTest
    @CsvSource({
        "\\\\.\\mailslot\\a, true",
        "\\\\.\\MAILSLOT\\a, true",
        "\\\\?\\mailslot\\a, true",
        "\\\\.\\ma\u0131lslot\\a, false",
        "\\\\.\\mailslot, true",
        "\\\\.\\mailslot\\, true",
        "\\\\*\\mailslot\\a, true",
        "\\\\server\\mailslot\\a, true",
        "\\\\\\mailslot\\a, true",
        "\\\\.\\mailslots\\a, false",
        "\\\\.\\pipe\\a, false",
        "\\\\server, false",
        "mailslot, false",
        "/tmp/mailslot, false",
        "//./mailslot/a, false",
    })
    void shouldTellMailslotNamesFromPaths(String name, boolean expected) {
        assertThat(MailslotName.isWindowsForm(name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"a", "é", "ж", "한", "注", "\uD83D\uDE00"})
    void shouldTakeALongNameOfAnyScript(String letter) {
        String longest = letter.repeat(MailslotName.MAX_CHARS / letter.length());
        MailslotName name = MailslotName.parse(longest);

        assertThat(name.folder()).matches("[a-z0-9%~]{80,255}");
        String other = letter.repeat(MailslotName.MAX_CHARS / letter.length() - 1) + "b";
        assertThat(name.folder()).isNotEqualTo(MailslotName.parse(other).folder());
        assertThat(name.key()).isNotEqualTo(MailslotName.parse(other).key());
    }

    @Test
    void shouldShowTheBeginningOfANameWhoseFolderWouldBeTooLong() {
        assertThat(MailslotName.parse("x/" + "ж".repeat(100)).folder())
                .startsWith("x/%d0%b6%d0%b6")
                .matches("x/(%d0%b6){41}~[0-9a-f]{8}");
    }

    @ParameterizedTest
    @CsvSource({
        "\\\\.\\mailslot, true",
        "\\\\?\\MAILSLOT, true",
        "\\\\*\\mailslot, false",
        "\\\\.\\mailslot\\, false",
        "x, false"
    })
    void shouldTellThePlaceOfAllMailslots(String name, boolean expected) {
        assertThat(MailslotName.isDevice(name)).isEqualTo(expected);
    }

    private static void refused(String text, ErrorCode code) {
        assertThatExceptionOfType(InvalidNameException.class)
                .isThrownBy(() -> MailslotName.parse(text))
                .satisfies(e -> assertThat(e.errorCode()).isEqualTo(code));
    }
}
