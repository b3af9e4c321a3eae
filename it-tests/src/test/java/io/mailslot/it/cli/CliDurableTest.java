package io.mailslot.it.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Cli.Running;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Durable mailslots on the command line: each command is a process, and between two of them nobody lives. */
@ExtendWith(TestHomeExtension.class)
class CliDurableTest {
    @Test
    void shouldGoOnWithACursorUntilItIsDeleted(TestHome home) {
        Cli cli = Cli.in(home);
        Running first = cli.receive("orders", "--cursor", "shop", "-n", "1");
        assertThat(cli.run("send", "orders", "one").exit()).isZero();
        assertSuccess(first.outcome(), "one\n");

        assertSuccess(cli.run("send", "orders", "two"), "");
        assertSuccess(cli.run("send", "orders", "three"), "");
        assertThat(cli.run("ls", "--no-header").text()).matches("orders +2 .* shop\n");
        assertThat(cli.run("info", "orders").text()).containsPattern("cursor +shop \\(closed, 2 unread\\)");
        assertThat(cli.run("info", "orders", "--json").text())
                .contains(
                        "\"durable\":true,\"cursors\":[{\"name\":\"shop\",\"open\":false,\"messages\":2,\"missed\":0}]");
        assertSuccess(cli.run("receive", "orders", "--cursor", "shop", "-n", "2"), "two\nthree\n");
        assertSuccess(cli.run("rm", "orders"), "");
        assertSuccess(cli.run("ls", "--no-header"), "");
    }

    @Test
    @Tag("long")
    void shouldSayWhatCannotBeDeletedOrOpened(TestHome home) {
        home.letFilesStay();
        Cli cli = Cli.in(home);
        Running open = cli.receive("orders", "--cursor", "shop", "-n", "1");

        assertThat(cli.run("receive", "orders", "--cursor", "shop").exit()).isEqualTo(5);
        assertThat(cli.run("rm", "orders").exit()).isEqualTo(5);
        assertThat(cli.run("rm", "nothing").exit()).isEqualTo(3);
        assertThat(cli.run("rm", "orders", "--cursor", "other").exit()).isEqualTo(3);

        assertSuccess(cli.run("send", "orders", "end"), "");
        assertSuccess(open.outcome(), "end\n");
    }

    @Test
    void shouldCreateWhatNobodyReceivesFrom(TestHome home) {
        Cli cli = Cli.in(home);
        assertSuccess(cli.run("create", "orders", "--cursor", "shop"), "");
        send(home, "one");

        Running asking = cli.onTypedTerminal().start("rm", "orders");
        asking.type("y\n");

        Outcome deleted = asking.outcome();
        assertThat(deleted.exit()).as(deleted.toString()).isZero();
        assertThat(deleted.text()).contains("delete mailslot orders with 1 unread? [y/N] ");
        assertThat(HomeInspector.inspect(home.path()).orElseThrow().mailslots()).isEmpty();
    }

    @Test
    @Tag("long")
    void shouldPrintAllThatIsThereHoweverShortItWaits(TestHome home) {
        home.letFilesStay(); // those of durable mailslots do
        Cli cli = Cli.in(home);
        assertThat(cli.run("receive", "orders", "--cursor", "shop", "--idle", "0")
                        .exit())
                .isEqualTo(124);
        send(home, "one", "two");

        Outcome all = cli.run("receive", "orders", "--cursor", "shop", "--idle", "0");

        assertThat(all.text()).isEqualTo("one\ntwo\n");
        assertThat(all.exit()).isEqualTo(124);
    }

    @Test
    void shouldTakeWhatIsThereWithoutWaiting(TestHome home) {
        home.letFilesStay();
        Cli cli = Cli.in(home);
        assertSuccess(cli.run("receive", "orders", "--cursor", "shop", "--drain"), "");
        send(home, "one", "two", "three", "one", "two", "three");

        Outcome counted = cli.run("receive", "orders", "--cursor", "shop", "--timeout", "0", "-n", "1");
        Outcome drained = cli.run("receive", "orders", "--cursor", "shop", "--drain", "-n", "2");
        Outcome late = cli.run("receive", "orders", "--cursor", "shop", "--timeout", "0");

        assertSuccess(counted, "one\n");
        assertSuccess(drained, "two\nthree\n");
        assertThat(late.text()).isEqualTo("one\ntwo\nthree\n");
        assertThat(late.exit()).isEqualTo(124);
        assertSuccess(cli.run("receive", "orders", "--cursor", "shop", "--drain"), "");
    }

    /** Between two commands nobody lives but for this moment. */
    private static void send(TestHome home, String... texts) {
        try (Kernel kernel = Kernel.attach(home.options());
                Sender orders = kernel.openMailslot("orders")) {
            for (String text : texts) {
                orders.write(text);
            }
        }
    }

    @Test
    void shouldFindTheEndHoweverFastOthersSend(TestHome home) throws InterruptedException {
        home.letFilesStay();
        Cli cli = Cli.in(home);
        assertSuccess(cli.run("receive", "orders", "--cursor", "shop", "--drain", "--capacity", "1M"), "");
        AtomicBoolean enough = new AtomicBoolean();
        Thread flood = new Thread(() -> {
            try (Sender sender = home.attach().openMailslot("orders")) {
                while (!enough.get()) {
                    sender.tryWrite("more".getBytes(UTF_8), 0, 4);
                }
            }
        });
        send(home, "first");
        flood.start();
        try {
            Outcome drained = cli.run("receive", "orders", "--cursor", "shop", "--drain");

            assertThat(drained.exit()).as(drained.errors()).isZero();
            assertThat(drained.text()).startsWith("first\n");
        } finally {
            enough.set(true);
            flood.join();
        }
        assertThat(cli.run("info", "orders").text()).doesNotContain("closed, 0 unread");
    }

    private static void assertSuccess(Outcome outcome, String output) {
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.text()).isEqualTo(output);
        assertThat(outcome.errors()).isEmpty();
    }
}
