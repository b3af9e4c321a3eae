package io.mailslot.remote;

import static io.mailslot.remote.Machine.assertReads;
import static io.mailslot.remote.Machine.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.remote.internal.link.Address;
import io.mailslot.remote.internal.link.Link;
import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.nats.NatsLinks;
import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines of a domain, played by homes of this JVM, and a real server. */
@NeedsNatsServer
class BridgeTest {
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

    @Test
    void shouldTellTheSenderThatTheEngineHasItAll() {
        Machine a = machine("a").start().connected();
        try (Sender sender = Machine.open(a.kernel(), "\\\\b\\mailslot\\orders")) {
            sender.write("tea");
            sender.awaitTaken(Machine.PATIENCE);
            assertThat(sender.info().messageCount()).isZero();
        }
        Machine b = machine("b").start().connected();
        await().atMost(Machine.PATIENCE)
                .until(() -> b.bridge().status().undelivered().equals(Map.of("orders", 1L)));
        assertThat(read(b.receiver("orders"))).isEqualTo("tea");
    }

    @Test
    void shouldBringToEachMachineOfTheDomainThisOneIncluded() {
        List<Machine> two = Stream.of("a", "b").map(this::machine).toList();
        two.forEach(machine -> machine.start().connected());
        List<Receiver> news =
                two.stream().map(machine -> machine.receiver("news")).toList();
        String all = "\\\\" + domain + "\\mailslot\\news";
        AtomicInteger hellos = new AtomicInteger();
        await().atMost(Machine.PATIENCE).until(() -> {
            two.get(0).write(all, hellos.getAndIncrement(), 1); // who does not listen yet misses it
            return news.stream().allMatch(receiver -> receiver.info().messageCount() > 0);
        });
        two.get(0).write(all, hellos.get(), FEW);
        news.forEach(receiver -> assertReadsRest(receiver, "a", hellos.get() + FEW));
        news.forEach(receiver -> assertThat(receiver.poll()).isEmpty());
    }

    /** Reads the numbered messages of a machine, from whichever is the first one on. */
    private static void assertReadsRest(Receiver receiver, String from, int behind) {
        String first = read(receiver);
        assertThat(first).startsWith(from + " ");
        int next = Integer.parseInt(first.substring(from.length() + 1)) + 1;
        assertReads(receiver, from, next, behind - next);
    }

    @Test
    void shouldDropGarbageAndWhatIsNotAccepted() throws LinkException, InterruptedException {
        Machine b = machine("b")
                .with(options -> options.withAccept("a/orders"))
                .start()
                .connected();
        Receiver orders = b.receiver("orders");
        try (Link c = NatsLinks.open(LinkOptions.of(Machine.options(server.url(), domain, "c")));
                Link a = NatsLinks.open(LinkOptions.of(Machine.options(server.url(), domain, "a")))) {
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
    void shouldTellHowItStandsAsJson() {
        Machine a = machine("a").start().connected();
        a.write("\\\\b\\mailslot\\orders", 0, 1);
        a.awaitOutbox("\\\\b\\mailslot\\orders", outbox -> outbox.messages() == 1);
        assertThat(a.bridge().status().toJson())
                .startsWith("{\"schema\":\"mailslot.bridge/1\",\"name\":\"a\",\"domain\":\"" + domain + "\",")
                .contains("\"state\":\"active\"", "\"connected\":true", "\"name\":\"\\\\\\\\b\\\\mailslot\\\\orders\"");
    }
}
