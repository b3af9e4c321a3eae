package io.mailslot.it.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.Sender;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Cli.Running;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
        assertSuccess(cli.run("delete", "orders"), "");
        assertSuccess(cli.run("ls", "--no-header"), "");
    }

    @Test
    void shouldSayWhatCannotBeDeletedOrOpened(TestHome home) {
        Cli cli = Cli.in(home);
        Running open = cli.receive("orders", "--cursor", "shop", "-n", "1");

        assertThat(cli.run("receive", "orders", "--cursor", "shop").exit()).isEqualTo(5);
        assertThat(cli.run("delete", "orders").exit()).isEqualTo(5);
        assertThat(cli.run("delete", "nothing").exit()).isEqualTo(3);
        Path missing = home.scratch().resolve("missing");
        Outcome nowhere = cli.run("delete", "--home", missing.toString(), "nothing");
        assertThat(nowhere.exit()).isEqualTo(3);
        assertThat(nowhere.errors()).contains("mailslot ls --home " + missing);
        for (String command : List.of("delete", "send")) {
            Outcome malformed = cli.run(command, "--home", missing.toString(), "no//name");
            assertThat(malformed.exit()).as(malformed.toString()).isEqualTo(2);
        }
        assertThat(missing).doesNotExist();
        assertThat(cli.run("delete", "orders", "--cursor", "no/name").exit()).isEqualTo(2);
        assertThat(cli.run("receive", "orders", "--cursor", "").exit()).isEqualTo(2);
        assertThat(cli.run("delete", "orders", "--cursor", "other").exit()).isEqualTo(3);

        assertSuccess(cli.run("send", "orders", "end"), "");
        assertSuccess(open.outcome(), "end\n");
        assertSuccess(cli.run("delete", "orders"), "");
    }

    @Test
    void shouldPrintAllThatIsThereHoweverShortItWaits(TestHome home) {
        Cli cli = Cli.in(home);
        assertThat(cli.run("receive", "orders", "--cursor", "shop", "--idle", "0")
                        .exit())
                .isEqualTo(124);
        assertSuccess(cli.run("send", "orders", "one"), "");
        assertSuccess(cli.run("send", "orders", "two"), "");

        Outcome all = cli.run("receive", "orders", "--cursor", "shop", "--idle", "0");

        assertThat(all.text()).isEqualTo("one\ntwo\n");
        assertThat(all.exit()).isEqualTo(124);
        assertSuccess(cli.run("delete", "orders"), "");
    }

    @Test
    void shouldTakeWhatIsThereWithoutWaiting(TestHome home) {
        Cli cli = Cli.in(home);
        assertSuccess(cli.run("receive", "orders", "--cursor", "shop", "--drain"), "");
        for (int i = 0; i < 2; i++) {
            assertSuccess(cli.run("send", "orders", "one"), "");
            assertSuccess(cli.run("send", "orders", "two"), "");
            assertSuccess(cli.run("send", "orders", "three"), "");
        }

        Outcome counted = cli.run("receive", "orders", "--cursor", "shop", "--timeout", "0", "-n", "1");
        Outcome drained = cli.run("receive", "orders", "--cursor", "shop", "--drain", "-n", "2");
        Outcome late = cli.run("receive", "orders", "--cursor", "shop", "--timeout", "0");

        assertSuccess(counted, "one\n");
        assertSuccess(drained, "two\nthree\n");
        assertThat(late.text()).isEqualTo("one\ntwo\nthree\n");
        assertThat(late.exit()).isEqualTo(124);
        assertSuccess(cli.run("receive", "orders", "--cursor", "shop", "--drain"), "");
        assertSuccess(cli.run("delete", "orders"), "");
    }

    @Test
    void shouldFindTheEndHoweverFastOthersSend(TestHome home) throws InterruptedException {
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
        assertSuccess(cli.run("send", "orders", "first"), "");
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
        assertSuccess(cli.run("delete", "orders"), "");
    }

    private static void assertSuccess(Outcome outcome, String output) {
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.text()).isEqualTo(output);
        assertThat(outcome.errors()).isEmpty();
    }
}
