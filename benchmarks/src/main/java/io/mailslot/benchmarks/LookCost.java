package io.mailslot.benchmarks;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.Detail;
import io.mailslot.inspect.HomeInspector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What it costs a sender that somebody looks at its home all the time: how long a write of 64 B takes while another JVM sleeps, while
 * it counts on the other processor, and while it takes one snapshot after the other, with every detail, of a home with 100 mailslots.
 * Argument: number of rounds.
 */
public final class LookCost {
    private static final int MAILSLOTS = 100;
    private static final int BURST = 256;
    private static final int WARM_UP_ROUNDS = 2;
    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

    /** What the other JVM does. */
    private enum Neighbour {
        SLEEPS,
        COUNTS,
        LOOKS
    }

    private LookCost() {}

    /**
     * Measures and prints a line for each neighbour.
     *
     * @param arguments number of rounds
     * @throws Exception if something fails
     */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length == 0 ? 10 : Integer.parseInt(arguments[0]);
        Map<Neighbour, Histogram> figures = new EnumMap<>(Neighbour.class);
        for (Neighbour each : Neighbour.values()) {
            figures.put(each, new Histogram(3));
        }
        try (BenchmarkHome home = new BenchmarkHome()) {
            Kernel kernel = home.kernel();
            for (int i = 0; i < MAILSLOTS; i++) {
                kernel.createMailslot("idle/" + i);
            }
            Receiver receiver = kernel.createMailslot("orders");
            Sender sender = kernel.openMailslot("orders");
            Process other = JavaCommand.of(Other.class)
                    .withJvmOptions("-XX:+UseSerialGC")
                    .withArguments(kernel.home().toString())
                    .withStreams(ProcessBuilder.Redirect.INHERIT)
                    .toProcessBuilder()
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .start();
            try {
                for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
                    for (Neighbour each : Neighbour.values()) {
                        tell(other, each);
                        measure(sender, receiver, round < 0 ? new Histogram(3) : figures.get(each));
                    }
                }
            } finally {
                other.destroyForcibly().waitFor();
            }
        }
        figures.forEach(LookCost::print);
    }

    private static void tell(Process other, Neighbour what) throws IOException {
        other.getOutputStream().write(what.ordinal());
        other.getOutputStream().flush();
    }

    private static void measure(Sender sender, Receiver receiver, Histogram nanos) {
        byte[] message = new byte[64];
        long end = System.nanoTime() + WINDOW_NANOS;
        long now = System.nanoTime();
        while (now - end < 0) {
            for (int i = 0; i < BURST; i++) {
                now = System.nanoTime();
                sender.write(message);
                nanos.recordValue(System.nanoTime() - now);
            }
            receiver.drain(BURST, bytes -> {});
        }
    }

    private static void print(Neighbour other, Histogram nanos) {
        System.out.printf(
                Locale.ROOT,
                "%-7s write of 64 B: p50 %d ns, p99 %d ns, p99.9 %d ns, p99.99 %d ns, max %.1f us (%d writes)%n",
                other.name().toLowerCase(Locale.ROOT),
                nanos.getValueAtPercentile(50),
                nanos.getValueAtPercentile(99),
                nanos.getValueAtPercentile(99.9),
                nanos.getValueAtPercentile(99.99),
                nanos.getMaxValue() / 1e3,
                nanos.getTotalCount());
    }

    /** The other JVM; argument: the home. Does what it was told last, until its input ends. */
    static final class Other {
        private static volatile Neighbour told = Neighbour.SLEEPS;
        private static long counted;

        private Other() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            Thread worker = new Thread(() -> work(Path.of(arguments[0])));
            worker.setDaemon(true);
            worker.start();
            for (int next = System.in.read(); next >= 0; next = System.in.read()) {
                synchronized (Other.class) {
                    told = Neighbour.values()[next];
                    Other.class.notifyAll();
                }
            }
        }

        private static void work(Path home) {
            try {
                while (true) {
                    switch (told) {
                        case LOOKS ->
                            HomeInspector.inspect(home, Detail.values()).orElseThrow();
                        case COUNTS -> counted += System.nanoTime() % 3;
                        case SLEEPS -> awaitWork();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void awaitWork() throws InterruptedException {
            synchronized (Other.class) {
                while (told == Neighbour.SLEEPS) {
                    Other.class.wait();
                }
            }
        }
    }
}
