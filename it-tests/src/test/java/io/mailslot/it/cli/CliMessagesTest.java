package io.mailslot.it.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Cli.Running;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.Payload;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code mailslot send} and {@code mailslot receive}, as real processes. */
@ExtendWith(TestHomeExtension.class)
class CliMessagesTest {
    @Test
    void shouldPassLinesFromSendToReceive(TestHome home) {
        Cli cli = Cli.in(home);
        Running receive = cli.receive("letters", "-n", "4");

        Outcome sent = cli.runWith("a\n\nb\nc\n".getBytes(UTF_8), "send", "letters", "--lines");

        assertSilentSuccess(sent, "");
        assertSilentSuccess(receive.outcome(), "a\n\nb\nc\n"); // an empty message is an empty line
    }

    @Test
    @Tag("long")
    void shouldSendTextAndRepeatIt(TestHome home) {
        Cli cli = Cli.in(home);
        Running receive = cli.receive("shop/orders", "--count", "3");

        assertSilentSuccess(cli.run("send", "SHOP/Orders", "zwei Kännchen ☕"), "");
        assertSilentSuccess(cli.run("send", "\\\\.\\mailslot\\shop\\orders", "tick", "--repeat", "2"), "");

        assertSilentSuccess(receive.outcome(), "zwei Kännchen ☕\ntick\ntick\n");
    }

    @Test
    void shouldSendAFileByteForByte(TestHome home) throws IOException {
        Cli cli = Cli.in(home);
        Path file = Files.write(home.scratch().resolve("picture"), Payload.ofSize(100_000));
        Running receive = cli.receive("pictures", "-n", "2", "--raw");

        assertSilentSuccess(cli.run("send", "pictures", "--file", file.toString()), "");
        assertSilentSuccess(cli.runWith(Payload.ofSize(513), "send", "pictures", "-"), "");

        Outcome received = receive.outcome();
        byte[] both = new byte[100_513];
        System.arraycopy(Payload.ofSize(100_000), 0, both, 0, 100_000);
        System.arraycopy(Payload.ofSize(513), 0, both, 100_000, 513);
        assertThat(received.exit()).isZero();
        assertThat(received.output()).isEqualTo(both);
        assertThat(received.errors()).isEmpty();
    }

    @Test
    @Tag("long")
    void shouldSendNothingWhereThereIsNoStandardInput(TestHome home) {
        Cli cli = Cli.in(home);
        Running receive = cli.receive("junk", "-n", "1");

        Outcome refused = cli.withoutInput().run("send", "junk", "--lines");

        assertThat(refused.exit()).as(refused.toString()).isEqualTo(1);
        assertThat(refused.errors()).contains("standard input").hasLineCount(1);
        assertSilentSuccess(cli.withoutInput().run("send", "junk", "text"), "");
        assertSilentSuccess(receive.outcome(), "text\n");
    }

    @Test
    void shouldSayWhatWasAskedForInVainOfAMailslotThatIsThere(TestHome home) {
        String news = "\\\\*\\mailslot\\news";
        home.attach()
                .createMailslot(
                        news, MailslotOptions.defaults().withCapacity(2 << 20).withMaxMessageSize(424));
        Cli cli = Cli.in(home);

        Outcome other =
                cli.run("receive", news, "--drop-oldest", "--capacity", "1M", "--max-size", "1K", "--idle", "0");
        Outcome same = cli.run("receive", news, "--capacity", "2M", "--max-size", "424", "--idle", "0");

        assertThat(other.exit()).as(other.toString()).isEqualTo(124);
        assertThat(other.errors())
                .isEqualTo("mailslot: '" + news + "' was there already and stays as it was made, without "
                        + "--max-size 1024 (it takes 424), --capacity 1048576 (it has 2097152), "
                        + "--drop-oldest (senders wait when it is full)\n");
        assertThat(same.exit()).as(same.toString()).isEqualTo(124);
        assertThat(same.errors()).isEmpty();
    }

    @Test
    @Tag("long")
    void shouldEndMessagesWithNulWhenAsked(TestHome home) {
        Cli cli = Cli.in(home);
        Running receive = cli.receive("nul", "-n", "2", "-0");

        assertSilentSuccess(cli.run("send", "nul", "two\nlines"), "");
        assertSilentSuccess(cli.run("send", "nul", ""), "");

        assertSilentSuccess(receive.outcome(), "two\nlines\0\0");
    }

    @Test
    void shouldPrintJsonLinesWhenAsked(TestHome home) {
        Cli cli = Cli.in(home);
        Running receive = cli.receive("json", "-n", "3", "--json");

        send(home, "json", "say \"hi\"\n");
        assertSilentSuccess(cli.runWith(new byte[] {(byte) 0xff, 0, 1}, "send", "json"), "");
        send(home, "json", "");

        assertSilentSuccess(receive.outcome(), """
            {"mailslot":"json","seq":1,"size":9,"text":"say \\"hi\\"\\n"}
            {"mailslot":"json","seq":2,"size":3,"base64":"/wAB"}
            {"mailslot":"json","seq":3,"size":0,"text":""}
            """);
    }

    @Test
    void shouldTalkToProgramsThatUseTheLibrary(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("library");
        String lines = String.join(
                "\n", IntStream.range(0, 5_000).mapToObj(i -> "line " + i).toList());

        assertSilentSuccess(Cli.in(home).runWith(lines.getBytes(UTF_8), "send", "library", "--lines"), "");

        for (int i = 0; i < 5_000; i++) {
            assertThat(new String(receiver.read(), UTF_8)).isEqualTo("line " + i);
        }
        assertThat(receiver.poll()).isEmpty();
    }

    @Test
    void shouldPrintEachMessageAsItComesWithoutBuffering(TestHome home) {
        Cli cli = Cli.in(home);
        Running receive = cli.receive("live", "-n", "2");

        send(home, "live", "first");

        Deadline.await("the first message is printed while the command goes on")
                .untilAsserted(() -> assertThat(receive.output()).hasContent("first"));
        assertThat(receive.process().isAlive()).isTrue();
        send(home, "live", "last");
        assertSilentSuccess(receive.outcome(), "first\nlast\n");
    }

    @Test
    void shouldEndWith3AndOneLineWhenNobodyReceives(TestHome home) {
        Outcome outcome = Cli.in(home).run("send", "nobody", "hello");

        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(3);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors().lines()).hasSize(1);
        assertThat(outcome.errors()).contains("nobody", "mailslot receive");
    }

    @Test
    @Tag("long")
    void shouldEndWith5WhenTheNameIsTaken(TestHome home) {
        home.attach().createMailslot("taken");

        Outcome outcome = Cli.in(home).run("receive", "TAKEN", "-n", "1");

        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(5);
        assertThat(outcome.errors().lines()).hasSize(1);
        assertThat(outcome.errors()).contains("TAKEN");
    }

    @Test
    void shouldEndWith124WhenTheTimeIsUp(TestHome home) {
        Cli cli = Cli.in(home);

        long start = System.nanoTime();
        Outcome total = cli.run("receive", "quiet", "--timeout", "300ms");
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(total.exit()).as(total.toString()).isEqualTo(124);
        assertThat(took).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(total.output()).isEmpty();
        assertThat(total.errors().lines()).hasSizeLessThanOrEqualTo(1);

        try (Kernel kernel = Kernel.attach(home.options())) {
            kernel.createMailslot("first");
            send(home, "first", "the first message of a JVM takes long");
        }
        Running idle = cli.receive("quiet", "--idle", "4s");
        send(home, "quiet", "one"); // by a command, its start might take longer than that on a busy machine
        assertThat(idle.outcome().exit()).isEqualTo(124);
        assertThat(idle.output()).hasContent("one");
    }

    @Test
    void shouldEndWith130OnCtrlCAndLeaveNothingBehind(TestHome home) throws IOException, InterruptedException {
        Cli cli = Cli.in(home);
        Running receive = cli.receive("until ctrl-c");
        send(home, "until ctrl-c", "kept");
        Deadline.await("the message is printed")
                .untilAsserted(() -> assertThat(receive.output()).hasContent("kept"));

        Process kill = new ProcessBuilder(
                        "kill", "-INT", String.valueOf(receive.process().pid()))
                .start();
        assertThat(kill.waitFor()).isZero();

        Outcome outcome = receive.outcome();
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(130);
        assertThat(outcome.text()).isEqualTo("kept\n");
        assertThat(outcome.errors()).isEmpty();
        assertThat(cli.run("send", "until ctrl-c", "too late").exit()).isEqualTo(3);
    }

    @Test
    @Tag("long")
    void shouldEndWith1WhenAMessageIsTooLarge(TestHome home) {
        Cli cli = Cli.in(home);
        Running receive = cli.receive("small", "-n", "1", "--max-size", "10");

        Outcome outcome = cli.run("send", "small", "eleven bytes");

        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
        assertThat(outcome.errors().lines()).hasSize(1);
        assertThat(outcome.errors()).contains("12", "10");
        send(home, "small", "ten bytes!");
        assertSilentSuccess(receive.outcome(), "ten bytes!\n");
    }

    private static void send(TestHome home, String name, String text) {
        try (Kernel kernel = Kernel.attach(home.options());
                Sender sender = kernel.openMailslot(name)) {
            sender.write(text);
        }
    }

    private static void assertSilentSuccess(Outcome outcome, String output) {
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.text()).isEqualTo(output);
        assertThat(outcome.errors()).isEmpty();
    }
}
