package io.mailslot.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.inspect.HomeInspector;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Cli.Running;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.mailslot.remote.server.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Machines that write to each other from a shell: two homes, a bridge of each, and a real server on loopback. */
@ExtendWith(TestHomeExtension.class)
class CliRemoteTest {
    private static final String TO_B = "\\\\B\\mailslot\\orders";

    private Cli cli;
    private Path scratch;
    private String homeOfB;

    @BeforeEach
    void prepare(TestHome home) {
        home.letFilesStay(); // outboxes and what a bridge has noted
        cli = Cli.in(home);
        scratch = home.scratch();
        homeOfB = scratch.resolve("home-of-b").toString();
    }

    private Path configuration(String name, String other, String server, String... more) throws IOException {
        List<String> lines = Stream.concat(
                        Stream.of(
                                "name = " + name,
                                "domain = shop",
                                "servers = " + server,
                                "tls = off",
                                "send = " + other + "/*",
                                "accept = " + other + "/*"),
                        Stream.of(more))
                .toList();
        return Files.write(scratch.resolve(name + ".properties"), lines);
    }

    private Running bridge(Path configuration, String... more) {
        String[] words = Stream.concat(Stream.of("bridge", "--config", configuration.toString()), Stream.of(more))
                .toArray(String[]::new);
        return cli.start(words);
    }

    private static void awaitConnected(Running bridge) {
        Deadline.await("the bridge is connected")
                .until(() -> Files.readString(bridge.errors()).contains("connected to ")
                        || !bridge.process().isAlive());
        assertThat(bridge.process().isAlive()).as(bridge.toString()).isTrue();
    }

    /** What looks go by follows within seconds. */
    private static void awaitSign(TestHome home, boolean connected) {
        Deadline.await("looks see whether the bridge is connected")
                .until(() -> HomeInspector.inspect(home.path()).orElseThrow().objects().stream()
                        .anyMatch(
                                object -> object.name().equals("bridge/connected") && object.signaled() == connected));
    }

    private static void end(Running bridge) {
        bridge.signal("TERM");
        Outcome outcome = bridge.outcome();
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(143);
        assertThat(outcome.text()).isEmpty();
    }

    @Test
    @Tag("alone")
    @NeedsNatsServer
    void shouldCarryToAnotherMachineAndTellHowItIs(TestHome home) throws IOException {
        try (NatsServer server = NatsServer.start()) {
            Running a = bridge(configuration("A", "B", server.url()));
            Running b = bridge(configuration("B", "A", server.url()), "--home", homeOfB);
            awaitConnected(a);
            awaitConnected(b);
            Running receiver = cli.start("receive", "orders", "-n", "2", "--home", homeOfB);

            Deadline.await("the bridge answers, late on a busy machine")
                    .until(() -> cli.run("send", TO_B, "two coffees").exit() == 0);
            assertThat(cli.run("send", "\\\\b\\mailslot\\Orders", "one tea").exit())
                    .isZero();

            assertThat(receiver.outcome().text()).isEqualTo("two coffees\none tea\n");
            Outcome elsewhere = cli.run("send", "\\\\C\\mailslot\\orders", "text");
            assertThat(elsewhere.exit()).isEqualTo(3);
            assertThat(elsewhere.errors()).contains("'send'").doesNotContain("no bridge");
            // what is counted is counted behind the messages, and who answers late is not listed
            Deadline.await("status of A")
                    .untilAsserted(() -> assertThat(cli.run("bridge", "status").text())
                            .startsWith("machine A in domain shop\nconnected to ")
                            .containsPattern("(?i)\\Q" + TO_B + "\\E +0 +- +2 "));
            Deadline.await("status of B")
                    .untilAsserted(() -> assertThat(cli.run("bridge", "status", "--home", homeOfB, "--json")
                                    .text())
                            .contains("\"schema\":\"mailslot.bridge/1\"", "\"name\":\"orders\"", "\"messages\":2"));
            Deadline.await("both machines are there")
                    .untilAsserted(() -> assertThat(cli.run("computers").text())
                            .containsPattern("(?i)\na +\\d")
                            .containsPattern("(?i)\nb +\\d"));
            awaitSign(home, true);
            assertThat(cli.run("info", TO_B).text())
                    .containsPattern("outbox for +b")
                    .containsPattern("carried by +" + a.process().pid() + " \\(bridge connected\\)");
            assertThat(cli.run("doctor").text())
                    .contains("ok    bridge connected, process " + a.process().pid());
            server.kill();
            awaitSign(home, false);
            assertThat(cli.run("doctor").text())
                    .contains("warn  the bridge, process " + a.process().pid() + ", reaches no server");
            end(a);
            end(b);
            assertThat(cli.run("send", TO_B, "kept").exit()).isZero();
            assertThat(cli.run("doctor").text())
                    .contains("warn  no bridge runs, and what goes to other machines stays here");
        }
    }

    @Test
    void shouldEndWith124IfThereIsNoServerInTime() throws IOException {
        Path configuration = configuration("A", "B", "nats://127.0.0.1:1");

        Outcome outcome = bridge(configuration, "--wait", "300ms").outcome();

        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(124);
        assertThat(outcome.errors()).contains("not connected within 300ms: no server was reached yet");
    }

    @Test
    @NeedsNatsServer
    void shouldEndWith4IfTheServerDoesNotLetItIn() throws IOException {
        Path password = Files.writeString(scratch.resolve("password"), "wrong\n");
        try (NatsServer server = NatsServer.start(
                ServerSetup.plain().with("authorization { users: [ { user: a, password: right } ] }"))) {
            Path configuration = configuration("A", "B", server.url(), "user = a", "password-file = " + password);

            Outcome outcome = bridge(configuration).outcome();

            assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(4);
            assertThat(outcome.errors()).containsIgnoringCase("authorization");
        }
    }

    @Test
    void shouldTellWhatIsWrongWithAConfiguration() throws IOException {
        Path configuration = configuration("A", "B", "nats://127.0.0.1:1", "sned = B/orders");

        Outcome outcome = bridge(configuration).outcome();

        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
        assertThat(outcome.errors()).contains("A.properties: the key 'sned' is unknown; did you mean 'send'?");
    }

    @Test
    void shouldPrintAServersConfiguration() {
        Outcome outcome = cli.run("bridge", "nats-config", "--domain", "shop", "--machines", "A,B");

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.text()).contains("verify_and_map", "ms.shop.", "CN=maker");
        assertThat(cli.run("bridge", "nats-config", "--domain", "shop", "--machines", "A,B", "--trusting")
                        .text())
                .contains("verify_and_map")
                .doesNotContain("maker");
    }

    @Test
    @NeedsNatsServer
    void shouldMakeTheStreamsOfMachines() throws IOException {
        try (NatsServer server = NatsServer.start()) {
            String configuration = configuration("maker", "B", server.url()).toString();
            for (int i = 0; i < 2; i++) {
                Outcome outcome = cli.run("bridge", "make-streams", "--config", configuration, "--machines", "A,B");
                assertThat(outcome.exit()).as(outcome.toString()).isZero();
                assertThat(outcome.text())
                        .isEqualTo("the streams for A, B, and for all of the domain shop, are there\n");
            }
        }
    }

    @Test
    @Tag("alone")
    @NeedsNatsServer
    void shouldShowTwoMachinesAndLeaveNothing() throws IOException {
        Path temporary = Files.createDirectory(scratch.resolve("temporary"));

        Outcome outcome = cli.withTemporary(temporary).run("demo", "--machines");

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.text()).contains("kill -9 ", "ok          nothing comes twice", "checks held");
        try (Stream<Path> left = Stream.concat(Files.list(temporary), Files.list(Path.of("/dev/shm")))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("mailslot-machines-"));
        }
    }

    /** Of what carries nothing is loaded by whoever only sends. */
    @Test
    void shouldLoadNothingOfTheBridgeToSend() throws IOException {
        Outcome outcome = cli.through(
                        "MAILSLOT_JAVA_OPTS=\"$MAILSLOT_JAVA_OPTS -Xlog:class+load:file=loaded\" exec \"$0\" \"$@\"")
                .run("send", TO_B, "text");

        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(3);
        assertThat(outcome.errors()).contains("no bridge serves the home");
        assertThat(Files.readString(scratch.resolve("loaded")))
                .contains("io.mailslot.launcher.SendCommand")
                .doesNotContain("io.nats", "io.mailslot.remote");
    }
}
