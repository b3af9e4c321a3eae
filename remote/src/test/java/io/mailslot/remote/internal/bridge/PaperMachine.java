package io.mailslot.remote.internal.bridge;

import static org.awaitility.Awaitility.await;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.ReadTimeoutException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.remote.internal.config.NamePatterns;
import io.mailslot.remote.internal.frame.Frame;
import io.mailslot.remote.internal.frame.FrameWriter;
import io.mailslot.remote.internal.link.Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** A home with a bridge at a {@link PaperEngine}. */
final class PaperMachine implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MAX_MESSAGE = 1 << 20;

    private final PaperEngine engine;
    private final String name;
    private final Kernel kernel;
    private Standby bridge;
    private volatile String status = "{}";

    /**
     * Makes one, whose bridge is not started.
     *
     * @param name its name
     * @param folder where its home is to be
     */
    PaperMachine(PaperEngine engine, String name, Path folder) {
        this.engine = engine;
        this.name = name;
        this.kernel = Kernel.attach(KernelOptions.defaults().withHome(folder.resolve("home-" + name)));
    }

    Kernel kernel() {
        return kernel;
    }

    Standby bridge() {
        return bridge;
    }

    /** Starts its bridge, anew if it has one, and waits until it serves. */
    PaperMachine start(List<String> send, List<String> accept) throws InterruptedException {
        stop();
        bridge = begin(send, accept);
        if (!bridge.awaitConnected(PATIENCE)) {
            throw new AssertionError("the bridge does not serve: " + bridge.view());
        }
        return this;
    }

    /** Starts a bridge, besides the one that it has, and does not wait. */
    Standby begin(List<String> send, List<String> accept) {
        Settings settings = new Settings(
                name,
                "shop",
                NamePatterns.of(send),
                NamePatterns.of(accept),
                MailslotOptions.MIN_CAPACITY,
                MAX_MESSAGE / 2);
        return Standby.start(kernel, settings, () -> engine.link(name), () -> status);
    }

    /** What its bridge tells from now on who asks how it stands. */
    void tells(String text) {
        status = text;
    }

    /** Opens a mailslot of another machine, patiently: a bridge answers late on a busy machine. */
    Sender open(String full) {
        return open(full, OpenOptions.defaults());
    }

    /** The same, with options. */
    Sender open(String full, OpenOptions options) {
        return await().alias("the bridge answers")
                .atMost(PATIENCE)
                .ignoreException(ReadTimeoutException.class)
                .until(() -> kernel.openMailslot(full, options), opened -> true);
    }

    void stop() {
        if (bridge != null) {
            bridge.close();
        }
    }

    View.Outbox outbox(String full) {
        return bridge.view().outboxes().stream()
                .filter(outbox -> outbox.name().equals(full))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no outbox " + full + " in " + bridge.view()));
    }

    View.Inlet inlet(String slot) {
        return bridge.view().inlets().stream()
                .filter(inlet -> inlet.name().equals(slot))
                .findFirst()
                .orElse(new View.Inlet(slot, false, 0, 0, 0, 0, 0, 0, 0, 0, 0, ""));
    }

    /** Waits until something is true of an inlet. */
    void awaitInlet(String slot, Predicate<View.Inlet> condition) {
        await().alias("inlet " + slot).atMost(PATIENCE).until(() -> inlet(slot), condition);
    }

    /** Waits until something is true of an outbox. */
    void awaitOutbox(String full, Predicate<View.Outbox> condition) {
        await().alias("outbox " + full).atMost(PATIENCE).until(() -> outbox(full), condition);
    }

    /** Waits until the engine keeps nothing for anybody. */
    void awaitTaken() {
        await().alias("everything is taken").atMost(PATIENCE).until(() -> engine.kept() == 0);
    }

    /** The next message as text. */
    static String read(Receiver receiver) {
        return receiver.read(PATIENCE)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow(() -> new AssertionError("no message came in time"));
    }

    /** Has the engine keep messages for this machine as if another one had sent them. */
    void receives(String from, String slot, UUID outbox, long first, byte[]... messages) {
        engine.put(new Address(name, from, slot), frame(outbox, first, messages));
    }

    static byte[] frame(UUID outbox, long first, byte[]... messages) {
        FrameWriter writer = new FrameWriter().begin(outbox, false, Frame.MAX_BYTES);
        for (int i = 0; i < messages.length; i++) {
            if (!writer.view(first + i, ByteBuffer.wrap(messages[i]))) {
                throw new AssertionError("message " + i + " does not fit into the frame");
            }
        }
        return writer.toBytes();
    }

    /** Messages {@code <first>} to {@code <first + count - 1>}, as text. */
    static byte[][] numbered(long first, int count) {
        byte[][] messages = new byte[count][];
        for (int i = 0; i < count; i++) {
            messages[i] = Long.toString(first + i).getBytes(StandardCharsets.UTF_8);
        }
        return messages;
    }

    @Override
    public void close() {
        stop();
        kernel.close();
    }
}
