package io.mailslot.remote;

import static io.mailslot.remote.Machine.assertReads;
import static io.mailslot.remote.Machine.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.nats.NatsLinks;
import io.mailslot.remote.server.Certificates;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.mailslot.remote.server.ServerSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Machines of a domain, played by homes of this JVM, and a real server. {@code -Dmailslot.bridge.messages} sets how many. */
@NeedsNatsServer
class BridgeTest {
    private static final int MESSAGES = Integer.getInteger("mailslot.bridge.messages", 1_000);
    private static final int FEW = 100;
    private static final AtomicInteger DOMAINS = new AtomicInteger();
    private static NatsServer server;

    @TempDir
    Path folder;

    private final String domain = "shop" + DOMAINS.incrementAndGet();
    private final List<Machine> machines = new ArrayList<>();

    @BeforeAll
    static void startServer() {
        server = NatsServer.start();
    }

    @AfterAll
    static void endServer() {
        server.close();
    }

    @AfterEach
    void end() {
        machines.forEach(Machine::close);
    }

    private Machine machine(String name) {
        Machine machine = Machine.at(server.url(), domain, name, folder);
        machines.add(machine);
        return machine;
    }

    /** Each sends to the two others at once. */
    @Test
    void shouldCarryMessagesThereAndBackInOrderAndNoneTwice() {
        List<Machine> three = Stream.of("a", "b", "c").map(this::machine).toList();
        three.forEach(machine -> machine.start().connected());
        List<Receiver> orders = three.stream().map(machine -> machine.receiver("orders")).toList();

        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (Machine from : three) {
            for (Machine to : three) {
                if (from != to) {
                    writers.add(CompletableFuture.runAsync(
                            () -> from.write("\\\\" + to.name() + "\\mailslot\\orders", 0, MESSAGES)));
                }
            }
        }
        for (int i = 0; i < three.size(); i++) {
            assertInOrderOfEach(orders.get(i), three, three.get(i));
            assertThat(three.get(i).inlet("orders").inDoubt()).isZero();
            assertThat(three.get(i).inlet("orders").expired()).isZero();
        }
        writers.forEach(CompletableFuture::join);
    }

    private static void assertInOrderOfEach(Receiver orders, List<Machine> machines, Machine receiving) {
        int[] next = new int[machines.size()];
        int senders = machines.size() - 1;
        for (int i = 0; i < senders * MESSAGES; i++) {
            String[] message = read(orders).split(" ");
            int from = message[0].charAt(0) - 'a';
            assertThat(message[1]).as("of %s", message[0]).isEqualTo(Integer.toString(next[from]++));
        }
        assertThat(next[receiving.name().charAt(0) - 'a']).isZero();
        assertThat(orders.poll()).isEmpty();
    }

    @Test
    void shouldTellTheSenderThatTheEngineHasItAll() {
        Machine a = machine("a").start().connected();
        try (Sender sender = a.kernel().openMailslot("\\\\b\\mailslot\\orders")) {
            sender.write("tea");
            sender.awaitTaken(Machine.PATIENCE);
            assertThat(sender.info().messageCount()).isZero();
        }
        Machine b = machine("b").start().connected();
        await().atMost(Machine.PATIENCE).until(() -> b.bridge().status().undelivered().equals(Map.of("orders", 1L)));
        assertThat(read(b.receiver("orders"))).isEqualTo("tea");
    }

    @Test
    void shouldBringBroadcastsToEachMachineOnceAndEchoNone() {
        List<Machine> three = Stream.of("a", "b", "c").map(this::machine).toList();
        three.forEach(machine -> machine.start().connected());
        List<Receiver> news = three.stream()
                .map(machine -> machine.receiver("\\\\*\\mailslot\\news"))
                .toList();
        three.forEach(machine -> machine.write("\\\\*\\mailslot\\news", 0, FEW));

        for (Receiver receiver : news) {
            int[] next = new int[three.size()];
            for (int i = 0; i < three.size() * FEW; i++) {
                String[] message = read(receiver).split(" ");
                assertThat(message[1]).isEqualTo(Integer.toString(next[message[0].charAt(0) - 'a']++));
            }
        }
        three.forEach(machine -> machine.awaitInlet("news", inlet -> inlet.messages() == 2 * FEW));
        news.forEach(receiver -> assertThat(receiver.poll()).isEmpty());
    }

    @Test
    void shouldBringToEachMachineOfTheDomainThisOneIncluded() {
        List<Machine> two = Stream.of("a", "b").map(this::machine).toList();
        two.forEach(machine -> machine.start().connected());
        List<Receiver> news = two.stream().map(machine -> machine.receiver("news")).toList();
        two.get(0).write("\\\\" + domain + "\\mailslot\\news", 0, FEW);
        news.forEach(receiver -> assertReads(receiver, "a", 0, FEW));
        news.forEach(receiver -> assertThat(receiver.poll()).isEmpty());
    }

    /** Nothing is buffered without bound: not by the receiving home, not by the engine, not by the sending home. */
    @Test
    @EnabledIfSystemProperty(named = "mailslot.bridge.everything", matches = "true")
    void shouldHoldUpTheSenderOfASlowReceiverAndNobodyElse() {
        Machine a = machine("a").start().connected();
        Machine b = machine("b").start().connected();
        MailslotOptions small = MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY);
        Receiver orders = b.receiver("orders", small);
        Receiver others = b.receiver("others");
        byte[] message = new byte[40_000];
        int written = 0;
        OpenOptions impatient = OpenOptions.defaults().withWriteTimeout(Duration.ofSeconds(2));
        try (Sender sender = a.kernel().openMailslot("\\\\b\\mailslot\\orders", impatient)) {
            MailslotFullException full = null;
            while (full == null) {
                message[0] = (byte) written;
                full = catchThrowableOfType(MailslotFullException.class, () -> sender.write(message));
                written++;
            }
            assertThat(full.errorCode()).isEqualTo(ErrorCode.NOT_ENOUGH_QUOTA);
        }
        written--;
        assertThat(a.outbox("\\\\b\\mailslot\\orders").pauses()).isPositive();
        a.write("\\\\b\\mailslot\\others", 0, FEW);
        assertReads(others, "a", 0, FEW);

        for (int i = 0; i < written; i++) {
            byte[] next = orders.read(Machine.PATIENCE).orElseThrow();
            assertThat(next[0]).isEqualTo((byte) i);
        }
        assertThat(orders.poll()).isEmpty();
    }

    @Test
    void shouldDropGarbageAndWhatIsNotAccepted() throws LinkException, InterruptedException {
        Machine b = machine("b").with(options -> options.withAccept("a/orders")).start().connected();
        Receiver orders = b.receiver("orders");
        try (Link c = NatsLinks.open(Machine.options(server.url(), domain, "c"));
                Link a = NatsLinks.open(Machine.options(server.url(), domain, "a"))) {
            c.store(new Address("b", "c", "orders"), new byte[] {1}, Machine.PATIENCE);
            a.store(new Address("b", "a", "orders"), new byte[0], Machine.PATIENCE);
            a.store(new Address("b", "a", "orders"), new byte[100_000], Machine.PATIENCE);
        }
        b.awaitInlet("orders", inlet -> inlet.garbage() == 2 && inlet.denied() == 1);
        Machine a = machine("a").start().connected();
        a.write("\\\\b\\mailslot\\orders", 0, FEW);
        assertReads(orders, "a", 0, FEW);
    }

    @Test
    void shouldGoOnAfterTheServerWasKilled() {
        try (NatsServer mortal = NatsServer.start()) {
            Machine a = Machine.at(mortal.url(), domain, "a", folder);
            Machine b = Machine.at(mortal.url(), domain, "b", folder);
            machines.addAll(List.of(a, b));
            a.start().connected();
            b.start().connected();
            Receiver orders = b.receiver("orders");
            for (int kill = 0; kill < 2; kill++) {
                a.write("\\\\b\\mailslot\\orders", 2 * kill * MESSAGES, MESSAGES);
                mortal.kill();
                a.write("\\\\b\\mailslot\\orders", (2 * kill + 1) * MESSAGES, MESSAGES);
                mortal.restart();
                assertReads(orders, "a", 2 * kill * MESSAGES, 2 * MESSAGES);
            }
            assertThat(orders.poll()).isEmpty();
            assertThat(b.inlet("orders").inDoubt()).isZero();
        }
    }

    @Test
    void shouldTakeMessagesBeforeTheServerCanBeReached() {
        try (NatsServer late = NatsServer.start()) {
            late.kill();
            Machine a = Machine.at(late.url(), domain, "a", folder);
            machines.add(a);
            a.start();
            assertThat(a.bridge().awaitConnected(Duration.ofMillis(500))).isFalse();
            a.write("\\\\b\\mailslot\\orders", 0, FEW);
            assertThat(a.bridge().status().link().connected()).isFalse();
            late.restart();
            a.connected();
            Machine b = Machine.at(late.url(), domain, "b", folder);
            machines.add(b);
            b.start().connected();
            assertReads(b.receiver("orders"), "a", 0, FEW);
        }
    }

    @Test
    void shouldEndAndSayWhyTheServerDoesNotLetItIn() {
        Certificates files = Certificates.get();
        try (NatsServer secure = NatsServer.start(ServerSetup.secure(domain, "a"))) {
            Machine a = Machine.at(secure.url(), domain, "a", folder)
                    .with(options -> options.withTls(files.foreignKey(), files.trust(), files.passwordFile()));
            machines.add(a);
            a.start();
            BridgeException refused =
                    catchThrowableOfType(BridgeException.class, () -> a.bridge().awaitConnected(Machine.PATIENCE));
            assertThat(refused.errorCode()).isIn(ErrorCode.ACCESS_DENIED, ErrorCode.LOGON_FAILURE);
            assertThat(a.bridge().awaitEnd(Machine.PATIENCE)).isTrue();
            assertThat(a.bridge().status().problem()).isEqualTo(refused.getMessage());
        }
    }

    @Test
    void shouldTellHowItStandsAsJson() {
        Machine a = machine("a").start().connected();
        a.write("\\\\b\\mailslot\\orders", 0, 1);
        a.awaitOutbox("\\\\b\\mailslot\\orders", outbox -> outbox.messages() == 1);
        assertThat(a.bridge().status().toJson())
                .startsWith("{\"schema\":\"mailslot.bridge/1\",\"name\":\"a\",\"domain\":\"" + domain + "\",")
                .contains("\"state\":\"active\"", "\"connected\":true", "\"name\":\"\\\\\\\\b\\\\mailslot\\\\orders\"");
    }
}
