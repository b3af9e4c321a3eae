package io.mailslot.it;

import static io.mailslot.it.harness.Refusal.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mailslot.Kernel;
import io.mailslot.api.AlreadyExistsException;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.Handles;
import io.mailslot.it.harness.Payload;
import io.mailslot.it.harness.SharedHomeTest;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which names are the same, which are refused, and with which code. */
@SharedHomeTest
class NamesTest {
    private static final String LONG = "n".repeat(255);
    private static final String LONG_PATH = "part\\".repeat(51).substring(0, 254);

    @AfterEach
    void closeAll(@Named("other") Child child, Kernel kernel) {
        Handles.closeAll(child, kernel);
    }

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
            String created, List<String> spellings, @Named("other") Child child, Kernel kernel) {
        Receiver receiver = kernel.createMailslot(created);

        for (String spelling : spellings) {
            child.run(c -> c.kernel().openMailslot(spelling).write(Payload.ofSize(spelling.length())));
            assertThat(receiver.read(Duration.ofSeconds(10)))
                    .hasValueSatisfying(message -> assertThat(message).isEqualTo(Payload.ofSize(spelling.length())));
            assertThat(refusal(child, c -> c.kernel().createMailslot(spelling))).isEqualTo(ErrorCode.ALREADY_EXISTS);
        }
    }

    @Test
    void shouldTellSimilarNamesApart(@Named("other") Child child, Kernel kernel) {
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
        List<Integer> receivers =
                names.stream().map(name -> create(child, name)).toList();

        for (int i = 0; i < names.size(); i++) {
            kernel.openMailslot(names.get(i)).write(Payload.ofSize(i));
        }

        for (int i = 0; i < names.size(); i++) {
            int number = receivers.get(i);
            int[] read = child.call(c -> sizes(c.kernel().receiver(number)));
            assertThat(read).as(names.get(i)).containsExactly(i);
        }
    }

    /** Of all messages that it has. */
    private static int[] sizes(Receiver receiver) {
        List<Integer> sizes = new ArrayList<>();
        receiver.drain(Integer.MAX_VALUE, message -> sizes.add(message.remaining()));
        return sizes.stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void shouldKeepAnOuterAndAnInnerNameIndependent(@Named("other") Child child, Kernel kernel) {
        Receiver outer = kernel.createMailslot("outer");
        Receiver inner = kernel.createMailslot("outer/inner");
        int toOuter = open(child, "outer");
        int toInner = open(child, "outer/inner");

        child.run(c -> c.kernel().sender(toInner).write("in"));
        outer.close();

        assertThat(refusal(child, c -> c.kernel().sender(toOuter).write("out"))).isEqualTo(ErrorCode.HANDLE_EOF);
        child.run(c -> c.kernel().sender(toInner).write("in again"));
        assertThat(inner.info().messageCount()).isEqualTo(2);
        kernel.createMailslot("OUTER");
        inner.close();
        assertThat(open(child, "outer")).isPositive();
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
    void shouldRefuseMalformedNames(String name, int whenCreating, int whenOpening, Kernel kernel) {
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
    void shouldRefuseNoNameAtAll(Kernel kernel) {
        assertThatThrownBy(() -> kernel.createMailslot(null))
                .extracting(NamesTest::code)
                .isEqualTo(3);
        assertThatThrownBy(() -> kernel.openMailslot(null))
                .extracting(NamesTest::code)
                .isEqualTo(3);
    }

    @Test
    void shouldShowTheRightFormInTheRefusalOfAMalformedName(Kernel kernel) {
        assertThatThrownBy(() -> kernel.createMailslot("blah\\x"))
                .hasMessageContaining("blah\\x")
                .hasMessageContaining("\\\\.\\mailslot\\");
    }

    @Test
    void shouldNameTheMissingMailslot(@Named("other") Child child, Kernel kernel) {
        assertThat(refusal(child, c -> c.kernel().openMailslot("nobody/home"))).isEqualTo(ErrorCode.FILE_NOT_FOUND);
        assertThatThrownBy(() -> kernel.openMailslot("Nobody/Home"))
                .isInstanceOf(MailslotNotFoundException.class)
                .hasMessageContaining("Nobody/Home");
        create(child, "nobody");
        assertThatThrownBy(() -> kernel.openMailslot("nobody/home")).isInstanceOf(MailslotNotFoundException.class);
    }

    @Test
    void shouldFreeTheNameWithTheLastReceiver(@Named("other") Child child, Kernel kernel) {
        int receiver = create(child, "Taken");
        assertThatThrownBy(() -> kernel.createMailslot("taken"))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("taken");

        open(child, "taken");
        child.run(c -> c.kernel().closeHandle(receiver));

        assertThat(kernel.createMailslot("taken").info().name()).isEqualTo("taken");
    }

    private static int create(Child child, String name) {
        return child.call(c -> c.kernel().createMailslot(name).handle());
    }

    private static int open(Child child, String name) {
        return child.call(c -> c.kernel().openMailslot(name).handle());
    }

    private static int code(Throwable failure) {
        assertThat(failure).isInstanceOf(MailslotException.class);
        return ((MailslotException) failure).errorCode().value();
    }
}
