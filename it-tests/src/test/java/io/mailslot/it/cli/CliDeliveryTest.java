package io.mailslot.it.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Cli.Running;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A message of a durable mailslot is taken when it has arrived, and not before: whatever goes wrong, it comes again. */
@ExtendWith(TestHomeExtension.class)
class CliDeliveryTest {
    private static final String[] DRAIN = {"receive", "orders", "--cursor", "shop", "--drain"};

    /** Several times what a pipe holds, and what is delivered at once. */
    private static final int MANY = 10_000;

    private Cli cli;

    private TestHome home;

    @BeforeEach
    void useHome(TestHome made) {
        home = made;
        home.letFilesStay(); // those of durable mailslots do
        cli = Cli.in(home);
    }

    /** Makes a durable mailslot that holds numbered messages, each of so many bytes. */
    private static void fill(TestHome home, String name, String cursor, int count, int size) {
        try (Kernel kernel = Kernel.attach(home.options());
                Receiver receiver = kernel.createMailslot(
                        name, MailslotOptions.defaults().withCursor(cursor).withCapacity(count == 0 ? 1 << 20 : 0));
                Sender sender = kernel.openMailslot(name)) {
            assertThat(receiver.info().messageCount()).isZero();
            for (int i = 0; i < count; i++) {
                sender.write(numbered(i, size).getBytes(UTF_8));
            }
        }
    }

    private static String numbered(int number, int size) {
        return String.format(Locale.ROOT, "%0" + size + "d", number);
    }

    private static List<String> numbers(int from, int to, int size) {
        return IntStream.range(from, to).mapToObj(i -> numbered(i, size)).toList();
    }

    @Test
    void shouldTakeNothingThatCouldNotBeWritten() {
        fill(home, "orders", "shop", 3, 1);

        Outcome fullDisk = cli.through("exec \"$0\" \"$@\" >/dev/full").run(DRAIN);
        Outcome noReader = cli.through(Cli.WITHOUT_A_READER).run(DRAIN);

        assertThat(fullDisk.exit()).as(fullDisk.toString()).isEqualTo(1);
        assertThat(noReader.exit()).as(noReader.toString()).isEqualTo(1);
        assertThat(cli.run(DRAIN).text()).isEqualTo("0\n1\n2\n");
        assertThat(cli.run(DRAIN).text()).isEmpty();
    }

    @Test
    void shouldPrintAgainWhatWasWrittenLastBeforeAKill() throws IOException {
        fill(home, "orders", "shop", MANY, 40);
        Running killed = cli.through("mkfifo pipe; exec 9<>pipe; exec \"$0\" \"$@\" >pipe")
                .start(DRAIN);
        Deadline.await("the pipe is full").until(killed::isWriting);
        List<String> before;
        try (InputStream pipe = Files.newInputStream(home.scratch().resolve("pipe"))) {
            killed.signal("KILL");
            before = new String(pipe.readAllBytes(), UTF_8).lines().toList();
        }
        assertThat(killed.outcome().exit()).isEqualTo(137);

        List<String> after = cli.run(DRAIN).text().lines().toList();

        int whole = before.size() - 1; // the pipe has room for a part of the last one
        assertThat(before.subList(0, whole)).isEqualTo(numbers(0, whole, 40));
        int again = MANY - after.size();
        assertThat(after).isEqualTo(numbers(again, MANY, 40));
        assertThat(again).as("nothing is lost").isBetween(1, whole);
        assertThat(whole - again).as("what is printed twice").isLessThan(2_000);
    }

    /** Not even those come twice that were printed just before the signal. */
    @Test
    void shouldTakeAllThatItHasPrintedWhenASignalEndsIt() throws IOException {
        fill(home, "orders", "shop", 20 * MANY, 10);
        Running ended = cli.start("receive", "orders", "--cursor", "shop");
        Deadline.await("it is at it").until(() -> Files.size(ended.output()) > 0);
        ended.signal("TERM");
        Outcome outcome = ended.outcome();
        assertThat(outcome.exit()).isEqualTo(143);

        String all = outcome.text() + cli.run(DRAIN).text();

        assertThat(all.lines()).hasSize(20 * MANY).isEqualTo(numbers(0, 20 * MANY, 10));
    }

    @Test
    void shouldMoveMessagesToAnotherMailslotAndLoseNone() {
        fill(home, "orders", "shop", 3, 1);
        fill(home, "archive", "a", 0, 0);
        String[] archived = {"receive", "archive", "--cursor", "a", "--drain"};

        assertThat(cli.run("pipe", "orders", "nobody", "--cursor", "shop").exit())
                .isEqualTo(3);
        assertThat(cli.run("pipe", "orders", "ORDERS", "--cursor", "shop").exit())
                .isEqualTo(2);
        assertThat(cli.run("pipe", "orders", "archive", "--cursor", "shop", "-n", "1")
                        .exit())
                .isZero();
        assertThat(cli.run(archived).text()).isEqualTo("0\n");
        assertThat(cli.run("pipe", "orders", "archive", "--cursor", "shop", "--idle", "0")
                        .exit())
                .isEqualTo(124);
        assertThat(cli.run(archived).text()).isEqualTo("1\n2\n");
    }

    @Test
    void shouldSendAgainOneMessageAtMostAfterAKill() {
        int size = 2_000;
        int count = 600; // more than the other mailslot has room for, and less than twice that
        fill(home, "orders", "shop", count, size);
        fill(home, "archive", "a", 0, 0);
        Running killed = cli.start("pipe", "orders", "archive", "--cursor", "shop");
        Deadline.await("it sleeps for room")
                .until(() -> HomeInspector.inspect(home.path()).orElseThrow().processes().stream()
                        .anyMatch(process -> !process.waits().isEmpty()));
        killed.signal("KILL");
        assertThat(killed.outcome().exit()).isEqualTo(137);
        String[] archived = {"receive", "archive", "--cursor", "a", "--drain"};
        List<String> before = cli.run(archived).text().lines().toList();

        assertThat(cli.run("pipe", "orders", "archive", "--cursor", "shop", "--drain")
                        .exit())
                .isZero();

        List<String> after = cli.run(archived).text().lines().toList();
        assertThat(before).isEqualTo(numbers(0, before.size(), size));
        int again = count - after.size();
        assertThat(after).isEqualTo(numbers(again, count, size));
        assertThat(again)
                .as("nothing is lost, and one comes twice at most")
                .isBetween(before.size() - 1, before.size());
    }
}
