package io.mailslot.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code ls} and {@code info}, for people and for programs. */
@HomeTest
class CliListTest {
    @Test
    void shouldListAndDescribeMailslotsForPeople(TestHome home, Jvms jvms) {
        fillHome(home, jvms);
        Cli cli = Cli.in(home);

        Outcome list = cli.run("ls");
        Outcome info = cli.run("info", "ORDERS");

        assertThat(list.exit()).as(list.toString()).isZero();
        assertThat(list.errors()).isEmpty();
        assertThat(list.text().lines().toList())
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(0))
                        .startsWith("NAME")
                        .contains("MESSAGES", "CAPACITY", "WHEN-FULL")
                        .doesNotContain("ALLOCATED"))
                .anySatisfy(line -> assertThat(line).matches("orders +2 +3 +424 +1500ms +\\d+ +1 +67108864 +wait +-"))
                .anySatisfy(
                        line -> assertThat(line).matches("shop/empty +0 +- +any +forever +\\d+ +0 +67108864 +wait +-"));
        assertThat(cli.run("ls", "--no-header").text().lines()).hasSize(2);
        assertThat(info.exit()).as(info.toString()).isZero();
        assertThat(info.text())
                .contains(
                        "orders", "424", String.valueOf(ProcessHandle.current().pid()));
    }

    @Test
    void shouldListAndDescribeMailslotsForPrograms(TestHome home, Jvms jvms) {
        fillHome(home, jvms);
        Cli cli = Cli.in(home);

        Outcome list = cli.run("ls", "--json");
        Outcome info = cli.run("info", "orders", "--json");

        String head = "\\{\"schema\":1,\"takenAt\":\"[^\"]+\",\"home\":\"" + home.path() + "\",.*\"mailslots\":\\[";
        String orders =
                "\\{\"name\":\"orders\",\"object\":\"0x[0-9a-f]+\",\"broadcast\":false,\"messages\":2,\"nextSize\":3,"
                        + "\"appended\":2,\"appendedBytes\":8,\"takenBytes\":\\d+,\"maxMessageSize\":424,\"readTimeoutMs\":1500,\"receivers\":\\["
                        + ProcessHandle.current().pid()
                        + "\\],\"ends\":\\[.*\\],\"senders\":1,\"sendersWait\":false,\"allocatedBytes\":-1,\"apparentBytes\":\\d+,"
                        + "\"capacity\":67108864,\"whenFull\":\"wait\",\"missed\":0,\"outboxFor\":null,"
                        + "\"durable\":false,\"cursors\":\\[\\]";
        assertThat(info.exit()).as(info.toString()).isZero();
        assertThat(info.text()).matches(head + orders + "\\}\\],\"unseen\":\\[\\]\\}\n");
        assertThat(list.exit()).as(list.toString()).isZero();
        assertThat(list.text().lines()).hasSize(1);
        assertThat(list.text())
                .containsPattern(head + orders + "\\}")
                .containsPattern(
                        "\"name\":\"shop/empty\",\"object\":\"0x[0-9a-f]+\",\"broadcast\":false,\"messages\":0,"
                                + "\"nextSize\":null")
                .contains("\"readTimeoutMs\":null");
        assertThat(list.errors() + info.errors()).isEmpty();
    }

    @Test
    @Tag("long")
    void shouldTellPeopleWhatIsBroadcastAndWhatWasMissed(TestHome home) {
        Kernel kernel = home.attach();
        kernel.createMailslot(
                "\\\\*\\mailslot\\news",
                MailslotOptions.defaults()
                        .withCapacity(MailslotOptions.MIN_CAPACITY)
                        .withWhenFull(WhenFull.DROP_OLDEST));
        assertThat(Cli.in(home).run("info", "news").text())
                .containsPattern("when full +drop-oldest\\n")
                .containsPattern("missed +0\\n");
        Sender sender = kernel.openMailslot("news");
        for (int i = 0; i < 3; i++) {
            sender.write(new byte[500_000]);
        }

        assertThat(Cli.in(home).run("info", "news").text())
                .containsPattern("broadcast +yes\\n")
                .containsPattern("missed +[1-3]\\n");
        kernel.createMailslot("plain");
        assertThat(Cli.in(home).run("info", "plain").text())
                .containsPattern("broadcast +no\\n")
                .containsPattern("when full +wait\\n")
                .doesNotContain("missed");
    }

    @Test
    void shouldListWhatAKilledReceiverLeftUntilSomebodyAttaches(TestHome home, Jvms jvms) {
        Child child = jvms.start();
        child.run(c -> c.kernel().createMailslot("left behind"));
        child.kill();

        assertThat(Cli.in(home).run("ls", "--no-header").text()).startsWith("left behind");
        home.attach();
        assertThat(Cli.in(home).run("ls", "--no-header").text()).isEmpty();
    }

    private static void fillHome(TestHome home, Jvms jvms) {
        Kernel kernel = home.attach();
        kernel.createMailslot(
                "orders", MailslotOptions.defaults().withMaxMessageSize(424).withReadTimeout(Duration.ofMillis(1_500)));
        kernel.createMailslot("shop/empty");
        jvms.start().run(c -> {
            Sender sender = c.kernel().openMailslot("orders");
            sender.write("one");
            sender.write("three");
        });
    }
}
