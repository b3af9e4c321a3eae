package io.mailslot.benchmarks.race;

import io.mailslot.benchmarks.transport.NatsServer;
import io.mailslot.benchmarks.transport.RemoteTransport.MachineEnd;
import io.mailslot.benchmarks.transport.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Messages from one machine to another one: mailslots and their bridges against what a NATS server does with single messages, stored
 * and not, and with stored frames of messages. All machines are this one: each side is a process of its own, and takes its turn in
 * every round, with a new server.
 */
@Command(
        name = "RemoteRace",
        mixinStandardHelpOptions = true,
        description = "Races messages between machines, over one nats-server on loopback.")
public final class RemoteRace implements Callable<Integer> {
    private static final int LARGER = 1 << 10;

    /** Of 1 KiB: as many bytes as the largest frame has. */
    private static final int MESSAGES_PER_FRAME = 1020;

    private static final int UNLIMITED_MEBIBYTES = 1 << 30;
    private static final int PACE_MICROS = 1_000;
    private static final int TICKS_OF_A_ROUND = 4_000;

    @Mixin
    private final RaceOptions options = new RaceOptions();

    private final Map<Kind, Map<Way, WaitRow>> rows = new LinkedHashMap<>();

    /** Who carries the messages. */
    enum Way {
        MAILSLOT("Mailslot, home to home", Transport.REMOTE_MAILSLOT),
        JETSTREAM("JetStream, single messages", Transport.JETSTREAM),
        CORE("core NATS, nothing stored", Transport.CORE_NATS),
        /** What a bridge comes near to at most that has one frame at a time stored: here is no home, no outbox, no mark. */
        FRAMES("JetStream alone, frames of 1020 messages, stored one at a time", Transport.JETSTREAM_ONE_AT_A_TIME);

        private final String title;
        private final Transport transport;

        Way(String title, Transport transport) {
            this.title = title;
            this.transport = transport;
        }

        boolean takesPartIn(Kind kind) {
            return this != FRAMES || kind == Kind.LARGE;
        }

        int messagesPerSend() {
            return this == FRAMES ? MESSAGES_PER_FRAME : 1;
        }
    }

    /** What is measured. */
    enum Kind {
        SMALL("64 B, one by one", "k messages/s", Message.SMALL),
        LARGE("1 KiB, one by one", "k messages/s", LARGER),
        PACED("64 B, 1,000 a second: one way", "p50, µs", Message.SMALL);

        private final String title;
        private final String unit;
        private final int size;

        Kind(String title, String unit, int size) {
            this.title = title;
            this.unit = unit;
            this.size = size;
        }

        /** How many times as good one is. */
        double advantage(WaitRow one, WaitRow other) {
            double ratio = one.ratioTo(other);
            return this == PACED ? 1 / ratio : ratio;
        }
    }

    /**
     * Measures, prints and writes.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RemoteRace()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        int round = 0;
        try (Folders folders = new Folders()) {
            long longest = 0;
            for (; round < options.rounds() && options.allows(longest); round++) {
                long start = System.nanoTime();
                for (Kind kind : Kind.values()) {
                    for (Way way : Way.values()) {
                        if (way.takesPartIn(kind)) {
                            measure(round, kind, way, folders);
                        }
                    }
                }
                longest = Math.max(longest, System.nanoTime() - start);
            }
        }
        publish(round);
        return 0;
    }

    private void measure(int round, Kind kind, Way way, Folders folders) throws IOException, InterruptedException {
        Path folder = folders.next();
        Task task = new Task("", way.transport, folder)
                .with("size", kind.size * way.messagesPerSend())
                .with("batch", 1)
                .with("index", 0)
                .with("senders", 1)
                .with("receivers", 1)
                .with("mebibytes", UNLIMITED_MEBIBYTES)
                .with("warm", options.warmUpMillis())
                .with("millis", options.millis());
        double[] figures;
        NatsServer server = NatsServer.start(folder);
        try (Children children = new Children(false, options.jvmOptions())) {
            if (way == Way.MAILSLOT) {
                startBridges(children, task);
            }
            figures = kind == Kind.PACED ? paced(children, task) : flood(children, task);
        } finally {
            server.close();
        }
        Folders.delete(folder);
        figures[0] *= way.messagesPerSend();
        figures[1] *= way.messagesPerSend();
        row(kind, way).add(figures[0], figures[1]);
        System.err.printf(
                Locale.ROOT, "round %d, %s, %s: %.1f %s%n", round + 1, kind.title, way.title, figures[0], kind.unit);
    }

    private static void startBridges(Children children, Task task) throws IOException, InterruptedException {
        List<Children.Child> bridges = new ArrayList<>();
        for (MachineEnd end : MachineEnd.values()) {
            bridges.add(children.java(0, task.with("bridge").with("machine", end.ordinal())));
        }
        Contest.expect(bridges, "ready");
    }

    /** {@return thousands of messages a second, from the first write to the last arrival; and the sender's alone} */
    private static double[] flood(Children children, Task task) throws IOException, InterruptedException {
        List<Children.Child> to = List.of(children.java(0, task.with("flood-receive")));
        List<Children.Child> from = List.of(children.java(0, task.with("flood-send")));
        Contest.expect(to, "ready");
        Contest.expect(from, "ready");
        Contest.tell(from);
        Contest.expect(to, "warm");
        Contest.tell(from);
        Map<String, Double> figures = Contest.figures(task.number("size"), from, to);
        return new double[] {figures.get(Sample.RATE) / 1e3, figures.get(Sample.SENDER_RATE) / 1e3};
    }

    /** {@return microseconds from the write to the arrival, median and 99th percentile} */
    private double[] paced(Children children, Task task) throws IOException, InterruptedException {
        Task each = task.with("paceMicros", PACE_MICROS).with("amount", options.quick() ? 100 : TICKS_OF_A_ROUND);
        Children.Child to = children.java(0, each.with("wake-receive"));
        children.java(0, each.with("wake-send"));
        long[] nanos = to.figures();
        return new double[] {nanos[0] / 1e3, nanos[1] / 1e3};
    }

    private WaitRow row(Kind kind, Way way) {
        return rows.computeIfAbsent(kind, ignored -> new LinkedHashMap<>())
                .computeIfAbsent(way, ignored -> new WaitRow(way.title));
    }

    private void publish(int rounds) throws IOException {
        StringBuilder table = new StringBuilder();
        for (Map.Entry<Kind, Map<Way, WaitRow>> group : rows.entrySet()) {
            table.append(markdown(group.getKey(), group.getValue()));
        }
        System.out.println(table);
        Path folder = options.docs(true);
        Page.replace(folder, "RemoteRace", table.toString());
        System.out.println(rounds + " rounds; written: performance.md in " + folder);
    }

    private static String markdown(Kind kind, Map<Way, WaitRow> sides) {
        StringBuilder table = new StringBuilder("### " + kind.title + "\n\n");
        String second = kind == Kind.PACED ? "p99, µs" : "the sender alone, k messages/s";
        table.append("| Side | " + kind.unit + " | Advantage | " + second + " |\n|---|---|---|---|\n");
        WaitRow own = sides.get(Way.MAILSLOT);
        sides.forEach((way, row) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s |%n",
                way.title,
                row.firstText(),
                way == Way.MAILSLOT ? "" : String.format(Locale.ROOT, "%.2f", kind.advantage(own, row)),
                row.secondText())));
        return table.append("\n").toString();
    }
}
