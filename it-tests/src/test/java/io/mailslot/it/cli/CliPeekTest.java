package io.mailslot.it.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.PeekOptions;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are looked at and stay unread, whatever is done with them meanwhile. */
@HomeTest
class CliPeekTest {
    private static final String NEWS = "\\\\*\\mailslot\\news";
    private static final int LOOKS = 50;

    /** Each starts a JVM. */
    private static final int LOOKS_BY_COMMAND = Cli.EVERYTHING ? 10 : 1;

    private static void fill(TestHome home) {
        try (Kernel kernel = Kernel.attach(home.options());
                Receiver kept =
                        kernel.createMailslot("kept", MailslotOptions.defaults().withCursor("c"));
                Sender sender = kernel.openMailslot("kept")) {
            assertThat(kept.poll()).isEmpty();
            sender.write("one \u001b[31m");
            sender.write("two\nlines");
            sender.write(new byte[] {(byte) 0xff, 'x'});
        }
        home.letFilesStay(); // those of durable mailslots do
    }

    private static Outcome peek(TestHome home, String... words) {
        List<String> line = new ArrayList<>(List.of("peek"));
        line.addAll(List.of(words));
        Outcome outcome = Cli.in(home).run(line.toArray(String[]::new));
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.errors()).isEmpty();
        return outcome;
    }

    /** In a home in which nobody lives. */
    @Test
    void shouldPrintWhatIsUnreadAndLeaveItSo(TestHome home) {
        fill(home);
        byte[] all = "one \u001b[31m\ntwo\nlines\n?x\n".getBytes(UTF_8);
        all[all.length - 3] = (byte) 0xff;

        assertThat(peek(home, "KEPT").output()).isEqualTo(all);
        assertThat(peek(home, "kept", "-n", "1", "-0").text()).isEqualTo("one \u001b[31m\0");
        assertThat(peek(home, "kept", "--at", "-2", "-n", "1", "--raw").text()).isEqualTo("two\nlines");
        assertThat(peek(home, "kept", "--at", "cursor:c", "--json").text())
                .isEqualTo("{\"mailslot\":\"kept\",\"number\":0,\"size\":9,\"text\":\"one \\u001B[31m\"}\n"
                        + "{\"mailslot\":\"kept\",\"number\":1,\"size\":9,\"text\":\"two\\nlines\"}\n"
                        + "{\"mailslot\":\"kept\",\"number\":2,\"size\":2,\"base64\":\"/3g=\"}\n");
        assertThat(Cli.in(home).onTerminal(80).run("peek", "kept", "-n", "1").text())
                .isEqualTo("one \\x1b[31m\r\n");
        assertThat(Cli.in(home)
                        .run("receive", "kept", "--cursor", "c", "--drain")
                        .output())
                .isEqualTo(all);
        assertThat(peek(home, "kept").text()).isEmpty();
    }

    @Test
    void shouldBeginAtACursor(TestHome home) {
        Kernel kernel = home.attach();
        Receiver early = kernel.createMailslot(NEWS, MailslotOptions.defaults().withCursor("early"));
        kernel.createMailslot(NEWS, MailslotOptions.defaults().withCursor("late"));
        Sender sender = kernel.openMailslot(NEWS);
        sender.write("one");
        sender.write("two");
        early.read();

        assertThat(peek(home, "news").text()).isEqualTo("one\ntwo\n");
        assertThat(peek(home, NEWS, "--at", "cursor:EARLY").text()).isEqualTo("two\n");
        Outcome none = Cli.in(home).run("peek", "news", "--at", "cursor:nobody");
        assertThat(none.exit()).isEqualTo(3);
        assertThat(none.errors()).isEqualTo("mailslot: mailslot 'news' has no cursor 'nobody'\n");
        kernel.close();
        home.letFilesStay();
    }

    private static String message(long number) {
        return number + " " + "x".repeat((int) (number * 7 % 300)) + (number % 97 == 0 ? "y".repeat(20_000) : "");
    }

    private static void flood(ChildContext c) {
        try (Sender sender = c.kernel().openMailslot("flood")) {
            for (long i = 0; ; i++) {
                sender.write(message(i));
            }
        }
    }

    private static void takeAll(ChildContext c, boolean drops) throws InterruptedException {
        MailslotOptions options = MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY);
        Receiver receiver = c.kernel()
                .createMailslot(
                        drops ? "\\\\*\\mailslot\\flood" : "flood",
                        drops ? options.withWhenFull(WhenFull.DROP_OLDEST) : options);
        c.hold("made");
        while (!drops) {
            receiver.drain(1_000, message -> {});
            receiver.read(Duration.ofMillis(100));
        }
    }

    /** Segments are begun and deleted, the arena is used again, the oldest are dropped: whatever is shown is whole, and in order. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("storm")
    void shouldShowWholeMessagesInOrderWhileOthersFloodAndTake(boolean drops, TestHome home, Jvms jvms) {
        Child taker = jvms.start().begin(c -> takeAll(c, drops));
        taker.awaitPoint("made");
        Child flooder = jvms.start().begin(CliPeekTest::flood);
        taker.release("made");
        Deadline.await("messages come").until(() -> appended(home) > 1_000);

        long shown = 0;
        for (int look = 0; look < LOOKS; look++) {
            shown += look(home);
        }
        for (int look = 0; look < LOOKS_BY_COMMAND; look++) {
            long before = -1;
            for (String line : peek(home, "flood", "-n", "500").text().split("\n")) {
                before = line.isEmpty() ? before : assertFollows(before, line);
            }
        }
        assertThat(shown).isPositive();
        flooder.kill();
        taker.kill();
    }

    private static long look(TestHome home) {
        long[] before = {-1};
        return HomeInspector.peek(home.path(), "flood", PeekOptions.defaults().withMost(1_000), (number, message) -> {
            String text = UTF_8.decode(message).toString();
            before[0] = assertFollows(before[0], text);
            if (before[0] != number) {
                throw new AssertionError("as number " + number + " is shown: " + text);
            }
            return true;
        });
    }

    private static long assertFollows(long before, String message) {
        long number = Long.parseLong(message.substring(0, message.indexOf(' ')));
        if (number <= before || !message.equals(message(number))) { // in an instant, since there are many
            throw new AssertionError("behind message " + before + " comes: " + message);
        }
        return number;
    }

    private static long appended(TestHome home) {
        return HomeInspector.inspect(home.path())
                .orElseThrow()
                .mailslot("flood")
                .orElseThrow()
                .appendedMessages();
    }
}
