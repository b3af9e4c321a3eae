package io.mailslot.benchmarks.race;

import io.mailslot.benchmarks.transport.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Waiting between JVMs against peers: sleeping wake-ups, idle receivers, spinning round trips. All sides take their
 * turn in every round. Arguments, in any order: which of {@code wake}, {@code idle} and {@code spin}; {@code free} for
 * processes that are not pinned; a number of rounds; {@code quick} for a short round that proves that all of it works.
 */
public final class WaitRace {
    private static final int SPIN_MILLIS = 1_000;
    private static final int MANY = 50;

    private final boolean pinned;
    private final int messages;
    private final int warmUpMillis;
    private final int settleMillis;
    private final int idleSeconds;
    private final int rounds;
    private final Folders folders;
    private final Map<String, WaitRow> rows = new LinkedHashMap<>();

    private WaitRace(boolean pinned, int rounds, boolean quick, Folders folders) {
        this.pinned = pinned;
        this.rounds = rounds;
        this.folders = folders;
        messages = quick ? 20 : 400;
        warmUpMillis = quick ? 200 : 2_000;
        settleMillis = quick ? 500 : 5_000;
        idleSeconds = quick ? 1 : 10;
    }

    /**
     * Measures and prints tables.
     *
     * @param arguments see above
     * @throws Exception if a side fails
     */
    public static void main(String[] arguments) throws Exception {
        Set<String> words = Set.of(arguments);
        boolean quick = words.contains("quick");
        int rounds = Arrays.stream(arguments)
                .filter(word -> word.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(quick ? 1 : 3);
        boolean all = Stream.of("wake", "idle", "spin").noneMatch(words::contains);
        try (Folders folders = new Folders()) {
            boolean pinned = !words.contains("free") && Pinning.possible();
            System.out.println("processes " + (pinned ? "pinned, each side to a processor of its own" : "not pinned"));
            if (all || words.contains("wake")) {
                new WaitRace(pinned, rounds, quick, folders).wake();
            }
            if (all || words.contains("spin")) {
                new WaitRace(pinned, rounds, quick, folders).spin();
            }
            if (all || words.contains("idle")) {
                new WaitRace(false, rounds, quick, folders).idle();
            }
        }
    }

    private void wake() throws Exception {
        Optional<Path> c = CPeer.compile(folders.root());
        for (int round = 0; round < rounds; round++) {
            canary();
            if (c.isPresent()) {
                wakeC(c.get());
            }
            for (Transport transport : List.of(
                    Transport.MAILSLOT_ADAPTIVE,
                    Transport.MAILSLOT_SLEEP,
                    Transport.SIGNAL_WORD,
                    Transport.CHRONICLE_BACKOFF,
                    Transport.AERON_BACKOFF,
                    Transport.UNIX_SOCKET,
                    Transport.PIPE)) {
                wake(transport);
            }
            canary();
        }
        print("sleeping wake-up, one way, us: p50", "p99", List.of("C futex", Transport.MAILSLOT_ADAPTIVE.name()));
    }

    private void wake(Transport transport) throws IOException, InterruptedException {
        Path folder = folders.next();
        try (Children children = new Children(pinned)) {
            Children.Child receiver = children.java(1, new Task("wake-receive", transport, folder));
            Children.Child sender = children.java(
                    0,
                    new Task("wake-send", transport, folder)
                            .with("warm", warmUpMillis)
                            .with("amount", messages));
            addWake(transport.name(), receiver.figures(), sender.figures());
        }
        Folders.delete(folder);
    }

    private void wakeC(Path program) throws IOException, InterruptedException {
        String file = folders.next() + "/word";
        try (Children children = new Children(pinned)) {
            Children.Child receiver = children.start(1, List.of(program.toString(), "receive", file));
            Children.Child sender =
                    children.start(0, List.of(program.toString(), "send", file, Integer.toString(messages)));
            addWake("C futex", receiver.figures(), sender.figures());
        }
    }

    private void addWake(String name, long[] received, long[] sent) {
        row(name).add(received[0] / 1e3, received[1] / 1e3);
        row(name + ", sender busy").add(sent[0] / 1e3, sent[1] / 1e3);
    }

    private void spin() throws Exception {
        for (int round = 0; round < rounds; round++) {
            for (Transport transport : List.of(Transport.MAILSLOT_SPIN, Transport.CHRONICLE)) {
                canary();
                Path folder = folders.next();
                try (Children children = new Children(pinned)) {
                    Task task = new Task("ping", transport, folder)
                            .with("warm", warmUpMillis)
                            .with("millis", SPIN_MILLIS);
                    children.java(1, task.with("pong"));
                    long[] nanos = children.java(0, task).figures();
                    row(transport.name()).add(nanos[0] / 1e3, nanos[1] / 1e3);
                }
                Folders.delete(folder);
            }
            canary();
        }
        print("spinning round trip, us: p50", "p99", List.of(Transport.CHRONICLE.name()));
    }

    private void idle() throws Exception {
        for (int round = 0; round < rounds; round++) {
            try (Children children = new Children(false)) {
                Map<String, Children.Child> idlers = new LinkedHashMap<>();
                idlers.put("no waiter", idler(children, Transport.NOBODY, 1));
                idlers.put("Mailslot, 1 waiter", idler(children, Transport.MAILSLOT_ADAPTIVE, 1));
                idlers.put("Mailslot, 50 waiters", idler(children, Transport.MAILSLOT_ADAPTIVE, MANY));
                idlers.put("Chronicle back-off, 1 waiter", idler(children, Transport.CHRONICLE_BACKOFF, 1));
                idlers.put("Aeron back-off, 1 waiter", idler(children, Transport.AERON_BACKOFF, 1));
                idlers.put("Unix socket, 1 waiter", idler(children, Transport.UNIX_SOCKET, 1));
                idlers.put("pipe, 1 waiter", idler(children, Transport.PIPE, 1));
                for (Children.Child idler : idlers.values()) {
                    idler.line();
                }
                for (Children.Child idler : idlers.values()) {
                    idler.tell(idleSeconds);
                }
                for (Map.Entry<String, Children.Child> idler : idlers.entrySet()) {
                    row(idler.getKey()).add(idler.getValue().figures()[0] / 1e4, 0);
                }
            }
        }
        print("idle receiver, percent of a processor", "", List.of());
    }

    /** The other ends are open as well: some receivers wait for a connection, or for a driver. */
    private Children.Child idler(Children children, Transport transport, int waiters) throws IOException {
        Task task = new Task("idle", transport, folders.next())
                .with("amount", waiters)
                .with("settle", settleMillis);
        children.java(0, task.with("hold"));
        return children.java(0, task);
    }

    private WaitRow row(String name) {
        return rows.computeIfAbsent(name, WaitRow::new);
    }

    private void canary() throws InterruptedException {
        System.out.println("canary: " + Canary.roundTripNanos() + " ns a round trip between two threads");
    }

    private void print(String first, String second, List<String> references) {
        List<WaitRow> bases =
                references.stream().map(rows::get).filter(row -> row != null).toList();
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%n%-40s %-26s", first, second));
        bases.forEach(base -> head.append(" / ").append(base.name()));
        System.out.println(head);
        for (WaitRow row : rows.values()) {
            StringBuilder line =
                    new StringBuilder(String.format(Locale.ROOT, "%-34s %-26s", row.name(), row.firstText()));
            if (!second.isEmpty()) {
                line.append(String.format(Locale.ROOT, " %-28s", row.secondText()));
            }
            bases.forEach(base -> line.append(String.format(Locale.ROOT, " %8.2f", row.ratioTo(base))));
            System.out.println(line);
        }
        System.out.println();
    }
}
