package io.mailslot.launcher.demo;

import io.mailslot.api.MailslotException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.launcher.scratch.PrivateFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Shows two machines on this one: two homes, a bridge of each as a process, and a server between them. */
public final class MachinesDemo {
    /** A healthy one needs about ten seconds, most of them for Java to start. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** How long it is looked whether a message comes twice. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Transcript transcript;
    private final Path server;
    private final String command;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private volatile boolean stopped;

    private MachinesDemo(PrintWriter out, boolean colours, Path server, String command) {
        this.transcript = new Transcript(out, colours);
        this.server = server;
        this.command = command;
    }

    /** {@return the server's program; empty if this machine does not have it} */
    public static Optional<Path> server() {
        return NatsServer.program();
    }

    /**
     * Plays it.
     *
     * @param out where to print it
     * @param colours whether to use terminal colours
     * @param server the server's program
     * @param command the main class of the command line, which runs bridges
     * @return true if every check held
     * @throws IOException if the private directory cannot be made or removed
     */
    public static boolean play(PrintWriter out, boolean colours, Path server, String command) throws IOException {
        MachinesDemo demo = new MachinesDemo(out, colours, server, command);
        try (PrivateFolder folder = PrivateFolder.create("mailslot-machines-", demo::stop)) {
            demo.play(folder.path());
            return !demo.stopped && demo.transcript.summary();
        }
    }

    private void play(Path folder) throws IOException {
        transcript.title(1, "a message to another machine, and back");
        transcript.story(List.of(
                "Two homes stand for the machines A and B. Each has a bridge, which is a process; between them is a server",
                "of NATS. What A writes to the name of B is stored in A's home, and the bridge carries it. B's bridge is",
                "killed meanwhile."));
        Machine b = null;
        try {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            NatsServer nats = opened(NatsServer.start(server, folder.resolve("server"), deadline));
            transcript.say("server", server + " at " + nats.address());
            Machine a = opened(new Machine("A", "B", folder.resolve("a"), nats.address(), command));
            b = opened(new Machine("B", "A", folder.resolve("b"), nats.address(), command));
            exchange(a, b, deadline);
        } catch (MailslotException | SceneFailure failure) {
            fail(failure.getMessage() + (b == null ? "" : b.said()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted");
        } finally {
            closeAll();
        }
    }

    private void exchange(Machine a, Machine b, long deadline) throws IOException {
        Receiver orders = b.kernel().createMailslot("orders");
        Receiver answers = a.kernel().createMailslot("answers");
        start("A", a, deadline);
        start("B", b, deadline);

        Sender toB = a.kernel().openMailslot("\\\\B\\mailslot\\orders");
        send("A", toB, "two coffees");
        expect("B", orders, "two coffees", deadline);
        Sender toA = b.kernel().openMailslot("\\\\A\\mailslot\\answers");
        send("B", toA, "here they are");
        expect("A", answers, "here they are", deadline);

        transcript.say("B", "kill -9 " + b.bridgeProcess() + ", the bridge of B");
        b.killBridge();
        send("A", toB, "one tea");
        send("A", toB, "one cake");
        toB.awaitTaken(left(deadline));
        transcript.say("A", "has nothing left in its outbox: the server keeps it for B");
        start("B", b, deadline);
        expect("B", orders, "one tea", deadline);
        expect("B", orders, "one cake", deadline);
        transcript.check(
                "nothing comes twice", Optional.empty(), orders.read(LOOK).map(MachinesDemo::text));
    }

    private void start(String who, Machine machine, long deadline) throws IOException {
        machine.startBridge(deadline);
        transcript.say(who, "bridge runs: process " + machine.bridgeProcess());
    }

    private void send(String who, Sender sender, String message) {
        sender.write(message);
        transcript.say(who, "writes \"" + message + "\" to " + sender.info().name());
    }

    private void expect(String who, Receiver receiver, String message, long deadline) {
        String got = receiver.read(left(deadline)).map(MachinesDemo::text).orElse("nothing");
        transcript.check(who + " reads \"" + message + "\"", message, got);
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private void fail(String what) {
        if (!stopped) {
            transcript.fail(what);
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        synchronized (open) {
            open.push(resource);
        }
        return resource;
    }

    private void stop() {
        stopped = true;
        closeAll();
    }

    /** May be called by another thread, when the demonstration is stopped. */
    private void closeAll() {
        synchronized (open) {
            while (!open.isEmpty()) {
                try {
                    open.pop().close();
                } catch (Exception unclosed) {
                    // what is left goes with this JVM, and the folder is deleted
                    continue;
                }
            }
        }
    }
}
