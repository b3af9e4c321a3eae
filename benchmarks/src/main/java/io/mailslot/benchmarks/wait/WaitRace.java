package io.mailslot.benchmarks.wait;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Waiting between JVMs against peers: sleeping wake-ups, idle receivers, spinning round trips. All sides take their
 * turn in every round. Arguments, in any order: which of {@code wake}, {@code idle} and {@code spin}; {@code free} for
 * processes that are not pinned; a number of rounds.
 */
public final class WaitRace {
    private static final int MESSAGES = 400;
    private static final int SPIN_MILLIS = 1_000;
    private static final int IDLE_SECONDS = 10;
    private static final int MANY = 50;

    private final boolean pinned;
    private final int rounds;
    private final Path folder;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private WaitRace(boolean pinned, int rounds, Path folder) {
        this.pinned = pinned;
        this.rounds = rounds;
        this.folder = folder;
    }

    /**
     * Measures and prints tables.
     *
     * @param arguments see above
     * @throws Exception if a side fails
     */
    public static void main(String[] arguments) throws Exception {
        Set<String> words = Set.of(arguments);
        int rounds = Arrays.stream(arguments)
                .filter(word -> word.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(3);
        boolean all = Stream.of("wake", "idle", "spin").noneMatch(words::contains);
        Path memory = Path.of("/dev/shm");
        Path folder = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "mailslot-race-")
                : Files.createTempDirectory("mailslot-race-");
        try {
            boolean pinned = !words.contains("free") && Files.isExecutable(Path.of("/usr/bin/taskset"));
            System.out.println("processes " + (pinned ? "pinned, each side to a processor of its own" : "not pinned"));
            if (all || words.contains("wake")) {
                new WaitRace(pinned, rounds, folder).wake();
            }
            if (all || words.contains("spin")) {
                new WaitRace(pinned, rounds, folder).spin();
            }
            if (all || words.contains("idle")) {
                new WaitRace(false, rounds, folder).idle();
            }
        } finally {
            delete(folder);
        }
    }

    private void wake() throws Exception {
        Optional<Path> c = CPeer.compile(folder);
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
                    Transport.AERON_BACKOFF)) {
                wake(transport);
            }
            canary();
        }
        print("sleeping wake-up, one way, us: p50", "p99", List.of("C futex", Transport.MAILSLOT_ADAPTIVE.name()));
    }

    private void wake(Transport transport) throws IOException, InterruptedException {
        String home = nextFolder();
        try (Children children = new Children(pinned)) {
            Children.Child receiver = children.java(1, "receive", transport, home, 0);
            Children.Child sender = children.java(0, "send", transport, home, MESSAGES);
            addWake(transport.name(), receiver.figures(), sender.figures());
        }
        delete(Path.of(home));
    }

    private void wakeC(Path program) throws IOException, InterruptedException {
        String file = nextFolder() + "/word";
        try (Children children = new Children(pinned)) {
            Children.Child receiver = children.start(1, List.of(program.toString(), "receive", file));
            Children.Child sender =
                    children.start(0, List.of(program.toString(), "send", file, Integer.toString(MESSAGES)));
            addWake("C futex", receiver.figures(), sender.figures());
        }
    }

    private void addWake(String name, long[] received, long[] sent) {
        row(name).add(received[0] / 1e3, received[1] / 1e3);
        row(name + ", sender busy").add(sent[0] / 1e3, sent[1] / 1e3);
    }

    private void spin() throws Exception {
        for (int round = 0; round < rounds; round++) {
            for (Transport transport : List.of(Transport.MAILSLOT_SPIN, Transport.CHRONICLE_SPIN)) {
                canary();
                String home = nextFolder();
                try (Children children = new Children(pinned)) {
                    children.java(1, "pong", transport, home, 0);
                    long[] nanos = children.java(0, "ping", transport, home, SPIN_MILLIS)
                            .figures();
                    row(transport.name()).add(nanos[0] / 1e3, nanos[1] / 1e3);
                }
                delete(Path.of(home));
            }
            canary();
        }
        print("spinning round trip, us: p50", "p99", List.of(Transport.CHRONICLE_SPIN.name()));
    }

    private void idle() throws Exception {
        for (int round = 0; round < rounds; round++) {
            try (Children children = new Children(false)) {
                Map<String, Children.Child> idlers = new LinkedHashMap<>();
                idlers.put("no waiter", idler(children, Transport.NOBODY, 1));
                idlers.put("Mailslot, 1 waiter", idler(children, Transport.MAILSLOT_ADAPTIVE, 1));
                idlers.put("Mailslot, 50 waiters", idler(children, Transport.MAILSLOT_ADAPTIVE, MANY));
                idlers.put("Chronicle back-off, 1 waiter", idler(children, Transport.CHRONICLE_BACKOFF, 1));
                String home = nextFolder();
                children.java(0, "hold", Transport.AERON_BACKOFF, home, 0).line();
                idlers.put("Aeron back-off, 1 waiter", children.java(0, "idle", Transport.AERON_BACKOFF, home, 1));
                for (Children.Child idler : idlers.values()) {
                    idler.line();
                }
                for (Children.Child idler : idlers.values()) {
                    idler.tell(IDLE_SECONDS);
                }
                for (Map.Entry<String, Children.Child> idler : idlers.entrySet()) {
                    row(idler.getKey()).add(idler.getValue().figures()[0] / 1e4, 0);
                }
            }
        }
        print("idle receiver, percent of a processor", "", List.of());
    }

    private Children.Child idler(Children children, Transport transport, int waiters) throws IOException {
        return children.java(0, "idle", transport, nextFolder(), waiters);
    }

    private Row row(String name) {
        return rows.computeIfAbsent(name, Row::new);
    }

    private void canary() throws InterruptedException {
        System.out.println("canary: " + Canary.roundTripNanos() + " ns a round trip between two threads");
    }

    private void print(String first, String second, List<String> references) {
        List<Row> bases =
                references.stream().map(rows::get).filter(row -> row != null).toList();
        StringBuilder head = new StringBuilder(String.format("%n%-40s %-26s", first, second));
        bases.forEach(base -> head.append(" / ").append(base.name()));
        System.out.println(head);
        for (Row row : rows.values()) {
            StringBuilder line = new StringBuilder(String.format("%-34s %-26s", row.name(), row.firstText()));
            if (!second.isEmpty()) {
                line.append(String.format(" %-28s", row.secondText()));
            }
            bases.forEach(base -> line.append(String.format(" %8.2f", row.ratioTo(base))));
            System.out.println(line);
        }
        System.out.println();
    }

    private String nextFolder() throws IOException {
        return Files.createTempDirectory(folder, "run").toString();
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            tree.sorted(Comparator.reverseOrder()).forEach(files::add);
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
