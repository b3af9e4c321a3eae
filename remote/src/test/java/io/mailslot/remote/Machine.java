package io.mailslot.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.ReadTimeoutException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A machine of a domain, played by a home of this JVM with a bridge. */
final class Machine implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int BATCH = 100;

    private final String name;
    private final Kernel kernel;
    private BridgeOptions options;
    private Bridge bridge;

    private Machine(String name, Kernel kernel, BridgeOptions options) {
        this.name = name;
        this.kernel = kernel;
        this.options = options;
    }

    /** One whose bridge is not started; everybody sends and accepts everything but what is said. */
    static Machine at(String url, String domain, String name, Path folder) {
        Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(folder.resolve("home-" + name)));
        return new Machine(name, kernel, options(url, domain, name));
    }

    static BridgeOptions options(String url, String domain, String name) {
        return BridgeOptions.defaults()
                .withName(name)
                .withDomain(domain)
                .withServers(url)
                .withoutTls()
                .withSend("*/orders", "*/others", "*/news")
                .withAccept("*/orders", "*/others", "*/news")
                .withOutboxCapacity(MailslotOptions.MIN_CAPACITY << 2);
    }

    Machine with(UnaryOperator<BridgeOptions> change) {
        options = change.apply(options);
        return this;
    }

    /** Starts its bridge, anew if it has one. */
    Machine start() {
        stop();
        bridge = Bridge.start(kernel, options);
        return this;
    }

    Machine connected() {
        assertThat(bridge.awaitConnected(PATIENCE)).as("%s", bridge.status()).isTrue();
        return this;
    }

    void stop() {
        if (bridge != null) {
            bridge.close();
        }
    }

    String name() {
        return name;
    }

    Kernel kernel() {
        return kernel;
    }

    Bridge bridge() {
        return bridge;
    }

    /** A receiver that the bridge knows of. */
    Receiver receiver(String mailslot, MailslotOptions how) {
        Receiver receiver = kernel.createMailslot(mailslot, how);
        awaitInlet(receiver.info().name(), BridgeStatus.Inlet::open);
        return receiver;
    }

    Receiver receiver(String mailslot) {
        return receiver(mailslot, MailslotOptions.defaults());
    }

    /** Opens a mailslot of another machine, patiently: a bridge answers late on a busy machine. */
    static Sender open(Kernel kernel, String mailslot) {
        return await().alias("the bridge answers")
                .atMost(PATIENCE)
                .ignoreException(ReadTimeoutException.class)
                .until(() -> kernel.openMailslot(mailslot), opened -> true);
    }

    /** Writes numbered messages, many at a time. */
    void write(String mailslot, int first, int count) {
        try (Sender sender = open(kernel, mailslot)) {
            MessageBatch batch = new MessageBatch();
            for (int i = first; i < first + count; i++) {
                batch.add((name + " " + i).getBytes(StandardCharsets.UTF_8));
                if (batch.size() == BATCH || i == first + count - 1) {
                    sender.write(batch);
                    batch.clear();
                }
            }
        }
    }

    /** Reads the numbered messages of a machine: in order, none missing and none twice. */
    static void assertReads(Receiver receiver, String from, int first, int count) {
        for (int i = first; i < first + count; i++) {
            assertThat(read(receiver)).isEqualTo(from + " " + i);
        }
    }

    static String read(Receiver receiver) {
        return receiver.read(PATIENCE)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("no message in time");
    }

    BridgeStatus.Inlet inlet(String slot) {
        return bridge.status().inlets().stream()
                .filter(inlet -> inlet.name().equals(slot))
                .findFirst()
                .orElse(new BridgeStatus.Inlet(slot, false, 0, 0, 0, 0, 0, 0, 0, 0, 0, ""));
    }

    BridgeStatus.Outbox outbox(String full) {
        return bridge.status().outboxes().stream()
                .filter(outbox -> outbox.name().equals(full))
                .findFirst()
                .orElse(new BridgeStatus.Outbox(full, false, -1, -1, 0, 0, 0, 0, ""));
    }

    void awaitInlet(String slot, Predicate<BridgeStatus.Inlet> condition) {
        await().alias("inlet " + slot + " of " + name).atMost(PATIENCE).until(() -> inlet(slot), condition);
    }

    void awaitOutbox(String full, Predicate<BridgeStatus.Outbox> condition) {
        await().alias("outbox " + full + " of " + name).atMost(PATIENCE).until(() -> outbox(full), condition);
    }

    @Override
    public void close() {
        stop();
        kernel.close();
    }
}
