package io.mailslot.benchmarks.race;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One run of one contestant, in processes of its own. */
final class Contest {
    /** What is kept until it is received, or for ever, must fit the memory. */
    private static final int KEPT_MEBIBYTES = 1 << 10;

    private static final int UNLIMITED_MEBIBYTES = 1 << 30;

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final int warmUpMillis;
    private final int millis;
    private final String[] jvmOptions;

    Contest(RaceOptions options) {
        this(options, List.of());
    }

    /** @param more what the JVMs of all sides are told besides */
    Contest(RaceOptions options, List<String> more) {
        warmUpMillis = options.warmUpMillis();
        millis = options.millis();
        jvmOptions =
                Stream.concat(Stream.of(options.jvmOptions()), more.stream()).toArray(String[]::new);
    }

    Map<String, Double> run(Work work, Contestant contestant, Path folder) throws IOException, InterruptedException {
        Task task = new Task("", contestant.transport(), folder)
                .with("size", work.size())
                .with("batch", contestant.batch(work.batch(), work.size()))
                .with("mebibytes", contestant.keepsMessages() ? KEPT_MEBIBYTES / work.senders() : UNLIMITED_MEBIBYTES)
                .with("broadcast", work.broadcast() ? 1 : 0)
                .with("warm", work.warmUpMillis(warmUpMillis))
                .with("millis", work.millis(millis));
        return work.measure() == Measure.ROUND_TRIP ? pingPong(task) : flood(task, work.senders(), work.receivers());
    }

    private Map<String, Double> pingPong(Task common) throws IOException, InterruptedException {
        Task task = common.with("yield", PROCESSORS < 2 ? 1 : 0);
        try (Children children = new Children(false, jvmOptions)) {
            Children.Child pong = children.java(0, pinned(task.with("pong"), PROCESSORS / 2));
            long[] nanos = children.java(0, pinned(task.with("ping"), 0)).figures();
            expect(List.of(pong), "done");
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put(Sample.P50, (double) nanos[0]);
            figures.put(Sample.P99, (double) nanos[1]);
            return figures;
        }
    }

    /**
     * As many messages as possible; all sides that poll yield if they outnumber the processors. Those that share a processor
     * are compiled as much later, and so warm up for as much longer.
     */
    Map<String, Double> flood(Task common, int senders, int receivers) throws IOException, InterruptedException {
        int forSenders = Math.max(1, PROCESSORS / 2);
        int sharing = Math.max(sharing(senders, forSenders), sharing(receivers, Math.max(1, PROCESSORS - forSenders)));
        Task task = common.with("senders", senders)
                .with("receivers", receivers)
                .with("warm", sharing * common.number("warm"))
                .with("yield", senders + receivers > PROCESSORS ? 1 : 0);
        try (Children children = new Children(false, jvmOptions)) {
            List<Children.Child> from = new ArrayList<>();
            List<Children.Child> to = new ArrayList<>();
            for (int i = 0; i < receivers; i++) {
                int processor = PROCESSORS == 1 ? 0 : forSenders + i % (PROCESSORS - forSenders);
                to.add(children.java(0, pinned(task.with("flood-receive").with("index", i), processor)));
            }
            for (int i = 0; i < senders; i++) {
                from.add(children.java(0, pinned(task.with("flood-send").with("index", i), i % forSenders)));
            }
            expect(to, "ready");
            expect(from, "ready");
            tell(from);
            expect(to, "warm");
            tell(from);
            return figures(task.number("size"), from, to);
        }
    }

    /** The most hot threads of any processor. */
    private static int sharing(int threads, int processors) {
        return (threads + processors - 1) / processors;
    }

    private static Task pinned(Task task, int processor) {
        return Pinning.possible() ? task.with("cpu", processor) : task;
    }

    static void expect(List<Children.Child> children, String word) throws IOException, InterruptedException {
        for (Children.Child child : children) {
            String line = child.line();
            if (!line.equals(word)) {
                throw new IOException("a side says " + line + ", not " + word);
            }
        }
    }

    static void tell(List<Children.Child> children) throws IOException {
        for (Children.Child child : children) {
            child.tell(0);
        }
    }

    static Map<String, Double> figures(int size, List<Children.Child> from, List<Children.Child> to)
            throws IOException, InterruptedException {
        long start = Long.MAX_VALUE;
        long sendersEnd = Long.MIN_VALUE;
        long end = Long.MIN_VALUE;
        long sent = 0;
        long cpu = 0;
        for (Children.Child sender : from) {
            long[] figures = sender.figures();
            start = Math.min(start, figures[0]);
            sendersEnd = Math.max(sendersEnd, figures[1]);
            sent += figures[2];
            cpu += figures[3];
        }
        for (Children.Child receiver : to) {
            long[] figures = receiver.figures();
            end = Math.max(end, figures[0]);
            if (figures[1] != sent) {
                throw new IOException(sent + " messages were sent, " + figures[1] + " came");
            }
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(Sample.RATE, sent * 1e9 / (end - start));
        figures.put(Sample.BYTES, (double) size * sent * 1e9 / (end - start));
        figures.put(Sample.SENDER_RATE, sent * 1e9 / (sendersEnd - start));
        figures.put(Sample.SENDER_CPU, (double) cpu / sent);
        return figures;
    }
}
