package io.mailslot.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mailslot.Kernel;
import io.mailslot.api.AlreadyExistsException;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Payload;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which names are the same, which are refused, and with which code. */
@ExtendWith(TestHomeExtension.class)
class NamesTest {
    private static final String LONG = "n".repeat(255);
    private static final String LONG_PATH = "part\\".repeat(51).substring(0, 254);

    /** Created under the first spelling in one JVM, opened under each of the others in another JVM. */
    static Stream<Arguments> sameNames() {
        return Stream.of(
                arguments("orders", List.of("orders", "ORDERS", "oRdErS", "\\\\.\\mailslot\\orders")),
                arguments("\\\\.\\mailslot\\a\\b", List.of("a/b", "A/B", "\\\\.\\MAILSLOT\\A\\b")),
                arguments("a/b/c", List.of("\\\\.\\Mailslot\\a\\b\\c", "A/b/C")),
                arguments("größe/数字", List.of("größe/数字", "GRÖSSE/数字".replace("SS", "ß"), "GRößE/数字")),
                arguments("Ωmega", List.of("ωMEGA", "ωmega")),
                arguments("with space and 100%", List.of("With Space AND 100%")),
                arguments("%2e%2e", List.of("%2E%2E")),
                arguments("dotted.name.", List.of("DOTTED.NAME.")),
                arguments("~`!@#$^&()_+-={}[];',", List.of("~`!@#$^&()_+-={}[];',")),
                arguments("emoji \uD83D\uDCEC", List.of("EMOJI \uD83D\uDCEC")),
                arguments("заказы/οδος", List.of("ЗАКАЗЫ/ΟΔΟΣ", "\\\\?\\mailslot\\Заказы\\οδοσ")),
                arguments("한".repeat(255), List.of("한".repeat(255))),
                arguments("ж".repeat(80) + "/" + "注".repeat(80), List.of("Ж".repeat(80) + "/" + "注".repeat(80))),
                arguments(LONG, List.of(LONG, LONG.toUpperCase(Locale.ROOT))),
                arguments(LONG_PATH.replace('\\', '/'), List.of("\\\\.\\mailslot\\" + LONG_PATH)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sameNames")
    void shouldFindAMailslotUnderEverySpellingFromAnotherProcess(
            String created, List<String> spellings, TestHome home) {
        Receiver receiver = home.attach().createMailslot(created);
        ChildJvm child = home.agent();

        for (String spelling : spellings) {
            int sender = child.must("open", spelling, false).handle();
            child.must("fill", sender, spelling.length());
            assertThat(receiver.read(Duration.ofSeconds(10)))
                    .hasValueSatisfying(message -> assertThat(message).isEqualTo(Payload.ofSize(spelling.length())));
            assertThat(child.ask("create", spelling, 0, 0, false).code()).isEqualTo(183);
        }
    }

    @Test
    void shouldTellSimilarNamesApart(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm child = home.agent();
        List<String> names = List.of(
                "a",
                "a/b",
                "a/b/c",
                "a b",
                "a%20b",
                "a%2Fb",
                "a.b",
                "ab",
                "a+b",
                "a-b",
                "A_B",
                "maße",
                "masse",
                "\ufb01le",
                "file",
                "\u0131",
                "i",
                "k",
                "\u212a",
                "ж".repeat(250) + "a",
                "ж".repeat(250) + "b");
        for (String name : names) {
            child.must("create", name, 0, 0, false);
        }

        for (int i = 0; i < names.size(); i++) {
            kernel.openMailslot(names.get(i)).write(Payload.ofSize(i));
        }

        for (int i = 0; i < names.size(); i++) {
            int receiver = 4 * (i + 1);
            assertThat(child.must("read", receiver, 0).number("size"))
                    .as(names.get(i))
                    .isEqualTo(i);
            assertThat(child.must("info", receiver).number("count")).isZero();
        }
    }

    @Test
    void shouldKeepAnOuterAndAnInnerNameIndependent(TestHome home) {
        Kernel kernel = home.attach();
        Receiver outer = kernel.createMailslot("outer");
        Receiver inner = kernel.createMailslot("outer/inner");
        ChildJvm child = home.agent();
        int toOuter = child.must("open", "outer", false).handle();
        int toInner = child.must("open", "outer/inner", false).handle();

        child.must("write", toInner, "in");
        outer.close();

        assertThat(child.ask("write", toOuter, "out").code()).isEqualTo(38);
        child.must("write", toInner, "in again");
        assertThat(inner.info().messageCount()).isEqualTo(2);
        kernel.createMailslot("OUTER");
        inner.close();
        assertThat(child.must("open", "outer", false).handle()).isPositive();
    }

    static Stream<Arguments> refusedNames() {
        return Stream.of(
                arguments("blah\\x", 123, 123),
                arguments("\\\\.\\pipe\\x", 123, 123),
                arguments("\\\\.\\mailslotx\\y", 123, 123),
                arguments("\\\\.\\mailslot\\", 123, 123),
                arguments("..", 123, 123),
                arguments(".", 123, 123),
                arguments("a/..", 123, 123),
                arguments("a/../b", 123, 123),
                arguments("a/./b", 123, 123),
                arguments("\\\\.\\mailslot\\a\\..\\b", 123, 123),
                arguments("a//b", 123, 123),
                arguments("/a", 123, 123),
                arguments("a/", 123, 123),
                arguments("\\\\.\\mailslot\\a\\", 123, 123),
                arguments("\\\\.\\mailslot\\\\a", 123, 123),
                arguments("\\\\.\\mailslot\\a/b", 123, 123),
                arguments("a\tb", 123, 123),
                arguments("a\nb", 123, 123),
                arguments("a\u0000b", 123, 123),
                arguments("a\u007fb", 123, 123),
                arguments("\\\\host\\mailslot\\x", 123, 53),
                arguments("", 3, 3),
                arguments("n".repeat(256), 206, 206),
                arguments("\\\\.\\mailslot\\" + "n".repeat(256), 206, 206));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("refusedNames")
    void shouldRefuseMalformedNames(String name, int whenCreating, int whenOpening, TestHome home) {
        Kernel kernel = home.attach();

        assertThatThrownBy(() -> kernel.createMailslot(name))
                .isInstanceOf(InvalidNameException.class)
                .extracting(NamesTest::code)
                .isEqualTo(whenCreating);
        assertThatThrownBy(() -> kernel.openMailslot(name))
                .isInstanceOf(InvalidNameException.class)
                .extracting(NamesTest::code)
                .isEqualTo(whenOpening);
        assertThat(kernel.handles()).isEmpty();
    }

    @Test
    void shouldRefuseNoNameAtAll(TestHome home) {
        Kernel kernel = home.attach();

        assertThatThrownBy(() -> kernel.createMailslot(null))
                .extracting(NamesTest::code)
                .isEqualTo(3);
        assertThatThrownBy(() -> kernel.openMailslot(null))
                .extracting(NamesTest::code)
                .isEqualTo(3);
    }

    @Test
    void shouldShowTheRightFormInTheRefusalOfAMalformedName(TestHome home) {
        Kernel kernel = home.attach();

        assertThatThrownBy(() -> kernel.createMailslot("blah\\x"))
                .hasMessageContaining("blah\\x")
                .hasMessageContaining("\\\\.\\mailslot\\");
    }

    @Test
    void shouldNameTheMissingMailslot(TestHome home) {
        ChildJvm child = home.agent();
        Kernel kernel = home.attach();

        assertThat(child.ask("open", "nobody/home", false).code()).isEqualTo(2);
        assertThatThrownBy(() -> kernel.openMailslot("Nobody/Home"))
                .isInstanceOf(MailslotNotFoundException.class)
                .hasMessageContaining("Nobody/Home");
        child.must("create", "nobody", 0, 0, false);
        assertThatThrownBy(() -> kernel.openMailslot("nobody/home")).isInstanceOf(MailslotNotFoundException.class);
    }

    @Test
    void shouldFreeTheNameWithTheLastReceiver(TestHome home) {
        Kernel kernel = home.attach();
        ChildJvm child = home.agent();
        int receiver = child.must("create", "Taken", 0, 0, false).handle();
        assertThatThrownBy(() -> kernel.createMailslot("taken"))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("taken");

        child.must("open", "taken", false);
        child.must("close", receiver);

        assertThat(kernel.createMailslot("taken").info().name()).isEqualTo("taken");
    }

    private static int code(Throwable failure) {
        assertThat(failure).isInstanceOf(MailslotException.class);
        return ((MailslotException) failure).errorCode().value();
    }
}
