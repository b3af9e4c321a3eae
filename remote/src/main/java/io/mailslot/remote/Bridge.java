package io.mailslot.remote;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotException;
import io.mailslot.api.WaitInterruptedException;
import io.mailslot.remote.internal.bridge.Settings;
import io.mailslot.remote.internal.bridge.Standby;
import io.mailslot.remote.internal.bridge.View;
import io.mailslot.remote.internal.config.NamePatterns;
import io.mailslot.remote.internal.config.Names;
import io.mailslot.remote.internal.nats.NatsLinks;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Carries messages between the mailslots of a home and those of other machines. What is written to
 * {@code \\B\mailslot\orders} is stored in an outbox of this home; the bridge has the engine store it, and the bridge of machine B
 * writes it to B's mailslot {@code orders}.
 *
 * <pre>{@code
 * try (Kernel kernel = Kernel.attach();
 *         Bridge bridge = Bridge.start(kernel, BridgeOptions.load(Path.of("/etc/mailslot/bridge.properties")))) {
 *     bridge.awaitConnected(Duration.ofSeconds(30));
 *     kernel.openMailslot("\\\\B\\mailslot\\orders").write("tea");
 *     bridge.awaitEnd(Timeouts.FOREVER);
 * }
 * }</pre>
 *
 * <p>Of several bridges of a home one serves it; the others stand by, and one of them takes over when that one ends, in whatever
 * way. A bridge needs no other process to be there: while it is away, outboxes are written to up to their capacity, and the engine
 * keeps what comes.
 *
 * <p>It goes on through everything that may pass: servers that cannot be reached, disks that are full, mailslots that come and go. Its
 * {@link #status()} tells what holds it up, and the log does when that changes. It ends by itself if the server did not let it in
 * when it first connected, if the kernel is closed, or if the home is gone or damaged; {@link #failure()} tells why then.
 *
 * <p><b>Threads.</b> All methods may be called from any thread. The bridge has daemon threads of its own, whose names begin with
 * {@code mailslot-bridge-}: some for all of it, one for each outbox that has something to carry at the time, and two for each local
 * mailslot that takes messages from elsewhere. They end with {@link #close()}.
 *
 * @since 0.1.0
 */
public final class Bridge implements AutoCloseable {
    /** Less than the 1 MiB that who asks for the status has room for, by what stands around it. */
    private static final long MOST_ANSWERED = (1 << 20) - (4 << 10);

    private final Kernel kernel;
    private final BridgeOptions options;
    private final Standby standby;

    private Bridge(Kernel kernel, BridgeOptions options) {
        this.kernel = kernel;
        this.options = options;
        this.standby = Standby.start(
                kernel,
                settings(options),
                () -> NatsLinks.open(LinkSettings.of(options)),
                () -> BridgeJson.of(status(), MOST_ANSWERED));
    }

    private static Settings settings(BridgeOptions options) {
        return new Settings(
                Names.fold(options.name()),
                Names.fold(options.domain()),
                NamePatterns.of(options.send()),
                NamePatterns.of(options.accept()),
                options.outboxCapacity(),
                options.outboxMaxMessage());
    }

    /**
     * Starts a bridge, and does not wait for anything: not for its turn, and not for a server.
     *
     * @param kernel the home that it serves; to be closed after the bridge
     * @param options its configuration
     * @return the bridge, to be closed
     * @throws BridgeException if something is missing in the options or does not go together (87), or a file that they name is not
     *     there (2) or cannot be read (5)
     */
    public static Bridge start(Kernel kernel, BridgeOptions options) {
        Objects.requireNonNull(kernel, "kernel");
        return new Bridge(kernel, options.check());
    }

    /**
     * Waits until the bridge serves the home and is connected.
     *
     * @param timeout how long; see {@link io.mailslot.api.Timeouts}
     * @return whether it is; false if not in time, or if it was closed
     * @throws BridgeException if it has ended: a server does not let it in (5, 1326), or as {@link #failure()} tells
     * @throws WaitInterruptedException if the thread is interrupted (995)
     */
    public boolean awaitConnected(Duration timeout) {
        boolean connected = waiting("connected", () -> standby.awaitConnected(timeout));
        failure().ifPresent(failure -> {
            throw failure;
        });
        return connected;
    }

    /**
     * Waits until the bridge has ended, by {@link #close()} or by itself.
     *
     * @param timeout how long; see {@link io.mailslot.api.Timeouts}
     * @return whether it has
     * @throws WaitInterruptedException if the thread is interrupted (995)
     */
    public boolean awaitEnd(Duration timeout) {
        return waiting("at its end", () -> standby.awaitEnd(timeout));
    }

    /** Something that waits. */
    private interface Wait {
        boolean get() throws InterruptedException;
    }

    private boolean waiting(String what, Wait wait) {
        try {
            return wait.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new WaitInterruptedException(
                    "the thread was interrupted while it waited for the bridge of " + kernel.home() + " to be " + what);
        }
    }

    /**
     * Why it has ended by itself.
     *
     * @return the failure; empty if it goes on, or was closed
     */
    public Optional<BridgeException> failure() {
        return standby.failure().map(Bridge::failure);
    }

    private static BridgeException failure(MailslotException reason) {
        return new BridgeException(reason.errorCode(), String.valueOf(reason.getMessage()), reason);
    }

    /**
     * How it stands now. A bridge that stands by, or has ended, has no link, outboxes and inlets.
     *
     * @return what it does, what holds it up, and its counters
     */
    public BridgeStatus status() {
        View view = standby.view();
        return new BridgeStatus(
                options.name(),
                options.domain(),
                kernel.home(),
                BridgeStatus.State.valueOf(view.state().name()),
                view.problem(),
                link(view),
                outboxes(view),
                inlets(view),
                view.undelivered());
    }

    private static BridgeStatus.Link link(View view) {
        String problem = view.link().problem();
        return new BridgeStatus.Link(
                view.link().connected(),
                view.link().server(),
                view.link().reconnects(),
                problem.isEmpty() ? view.link().oldServers() : problem);
    }

    private static List<BridgeStatus.Outbox> outboxes(View view) {
        return view.outboxes().stream()
                .map(outbox -> new BridgeStatus.Outbox(
                        outbox.name(),
                        outbox.withdrawn(),
                        outbox.unread(),
                        outbox.oldest(),
                        outbox.frames(),
                        outbox.messages(),
                        outbox.bytes(),
                        outbox.pauses(),
                        outbox.problem()))
                .toList();
    }

    private static List<BridgeStatus.Inlet> inlets(View view) {
        return view.inlets().stream()
                .map(inlet -> new BridgeStatus.Inlet(
                        inlet.name(),
                        inlet.open(),
                        inlet.frames(),
                        inlet.messages(),
                        inlet.bytes(),
                        inlet.duplicates(),
                        inlet.inDoubt(),
                        inlet.expired(),
                        inlet.garbage(),
                        inlet.denied(),
                        inlet.refused(),
                        inlet.problem()))
                .toList();
    }

    /**
     * Ends the bridge, and waits until its threads have ended, for some seconds at most. What is in outboxes stays there, what the
     * engine keeps stays with it; nothing is lost and nothing comes twice. Closing twice does nothing.
     */
    @Override
    public void close() {
        standby.close();
    }
}
