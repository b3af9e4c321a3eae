package io.mailslot.launcher.bench;

import io.mailslot.api.ErrorCode;
import io.mailslot.launcher.act.ActContext.Interruptible;
import io.mailslot.launcher.act.SizeConverter;
import io.mailslot.launcher.scratch.PrivateFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Measures what this machine does with messages between JVMs. */
@Command(
        name = "bench",
        header = "Measure how many messages pass between JVMs of this machine, and how late they are.",
        description = {
            "",
            "Starts JVMs that send and receive, in a home of its own that is removed at the end. First senders send as fast as they "
                    + "can; then at a rate, and it is measured how long after it was due a message is with its receiver: what "
                    + "holds a sender up counts as late, too."
        },
        footer = {
            "  mailslot bench",
            "  mailslot bench --size 1K --senders 2 --batch 64 --for 10s",
            "  mailslot bench --broadcast --receivers 3 --rate 50000 --json",
            "  mailslot bench --compare             also a Unix socket and a pipe"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int LARGEST = 16 << 20;
    private static final int MOST_JVMS = 64;
    private static final int MOST_IN_BATCH = 4096;
    private static final int MOST_BYTES_IN_BATCH = 64 << 20;
    private static final long HIGHEST_RATE = 100_000_000;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** What a home takes, and a mailslot that is not the smallest. */
    private static final long LEAST_ROOM = 16L << 20;

    private static final int MESSAGES_OF_ROOM = 4;

    /** Two parts, of a warm-up and a measurement each. */
    private static final int PARTS = 2;

    private static final double NANOS_PER_MICRO = 1000;

    @ParentCommand
    private BenchParent parent;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            defaultValue = "64",
            description = "Size of a message. Default: 64.")
    private long size;

    @Option(names = "--senders", paramLabel = "COUNT", defaultValue = "1", description = "JVMs that send. Default: 1.")
    private int senders;

    @Option(
            names = "--receivers",
            paramLabel = "COUNT",
            defaultValue = "1",
            description = "JVMs that receive, and share the messages. Default: 1.")
    private int receivers;

    @Option(names = "--broadcast", description = "Each receiver gets every message.")
    private boolean broadcast;

    @Option(
            names = "--batch",
            paramLabel = "COUNT",
            defaultValue = "1",
            description = "Messages that are sent by one call. Default: 1.")
    private int batch;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "How long each of the two parts is measured, after a warm-up. Default: 5s.")
    private Duration time;

    @Option(
            names = "--rate",
            paramLabel = "COUNT",
            description = "Messages a second, of all senders, at which latency is measured. Default: 10000, or a tenth "
                    + "of what passes if that is less.")
    private Long rate;

    @Option(names = "--compare", description = "Measure a Unix socket and a pipe with the same load, too.")
    private boolean compare;

    @Option(names = "--json", description = "Print one JSON document, at the end.")
    private boolean json;

    @Option(
            names = "--histogram",
            paramLabel = "FILE",
            description = "Write the latency through the mailslot to a file, as HdrHistogram's tools read it: "
                    + "percentiles in microseconds.")
    private Path histogram;

    /** For the command line. */
    public BenchCommand() {}

    @Override
    public Integer call() throws IOException {
        BenchContext context = parent.benches();
        check(context);
        Load load = new Load((int) size, senders, receivers, broadcast, batch, time, rate == null ? 0 : rate);
        try (Interruptible interrupted = context.interruptible()) {
            return interruptibly(context, load, interrupted);
        }
    }

    /** What fails since it was asked to end is no failure. */
    private int interruptibly(BenchContext context, Load load, Interruptible interrupted) throws IOException {
        try {
            return run(context, load);
        } catch (InterruptedException asked) {
            return context.exitCode(ErrorCode.OPERATION_ABORTED);
        } catch (IOException | RuntimeException failure) {
            if (interrupted.requested()) {
                return context.exitCode(ErrorCode.OPERATION_ABORTED);
            }
            throw failure;
        }
    }

    private int run(BenchContext context, Load load) throws IOException, InterruptedException {
        List<Carrier> carriers = compare ? List.of(Carrier.values()) : List.of(Carrier.MAILSLOT);
        Duration total = load.warmUp().plus(load.time()).multipliedBy((long) PARTS * carriers.size());
        Bench bench = new Bench(context, load, new Progress(context, total));
        List<Measured> all = new ArrayList<>();
        Report report;
        try (PrivateFolder folder = PrivateFolder.create("mailslot-bench-", bench::stop)) {
            Machine machine = Machine.of(folder.path());
            checkRoom(context, machine, folder.path());
            report = new Report(context, load, machine);
            if (!json) {
                report.begin(folder.path());
            }
            for (Carrier carrier : carriers) {
                all.add(bench.measure(
                        carrier, folder.path(), all.isEmpty() ? 0 : all.get(0).rate()));
            }
        }
        if (histogram != null) {
            write(all.get(0).latency());
        }
        if (json) {
            context.json(report.document(all));
        } else {
            report.end(all);
        }
        report.warnings(all).forEach(context::say);
        return 0;
    }

    private void check(BenchContext context) throws IOException {
        require(context.homeOption().isEmpty(), "bench makes a home of its own; leave --home out");
        within("--size", size, Task.SMALLEST, LARGEST);
        within("--senders", senders, 1, MOST_JVMS);
        within("--receivers", receivers, 1, MOST_JVMS);
        within("--batch", batch, 1, MOST_IN_BATCH);
        require(
                size * batch <= MOST_BYTES_IN_BATCH,
                "a call takes up to " + Machine.mebibytes(MOST_BYTES_IN_BATCH) + ", not " + batch + " messages of "
                        + size + " B: lower --batch or --size");
        within("--rate", rate == null ? 1 : rate, 1, HIGHEST_RATE);
        require(
                time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0,
                "--for takes " + context.duration(SHORTEST) + " to 1h, not " + context.duration(time));
        require(
                !compare || receivers == 1 && !broadcast,
                "--compare is for one receiver: neither a socket nor a pipe has several; leave --broadcast and "
                        + "--receivers out");
        require(
                histogram == null
                        || Files.isDirectory(histogram.toAbsolutePath().getParent()),
                "--histogram is to be written to " + histogram + ", but there is no such folder");
        int cores = Runtime.getRuntime().availableProcessors();
        if (cores == 1) {
            context.say("1 core: senders and receivers take turns on it, and latency is that of the scheduler");
        } else if (senders + receivers > cores) {
            context.say(senders + receivers + " JVMs send and receive on " + cores + " cores: they take turns");
        }
    }

    private void within(String option, long value, long least, long most) {
        require(
                value >= least && value <= most,
                option + " takes a number from " + least + " to " + most + ", not " + value);
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private void checkRoom(BenchContext context, Machine machine, Path folder) {
        long needed = LEAST_ROOM + MESSAGES_OF_ROOM * size * batch;
        if (machine.freeBytes() < needed) {
            throw context.failure(
                    ErrorCode.DISK_FULL,
                    folder.getParent() + " has " + Machine.mebibytes(machine.freeBytes()) + " free, and bench needs "
                            + Machine.mebibytes(needed) + ": free some, or give a container more (--shm-size=1g)");
        }
    }

    private void write(Histogram latency) throws IOException {
        try (PrintStream out = new PrintStream(Files.newOutputStream(histogram), false, StandardCharsets.UTF_8)) {
            latency.outputPercentileDistribution(out, NANOS_PER_MICRO);
            if (out.checkError()) {
                throw new IOException("cannot write all of " + histogram + ": is the disk full?");
            }
        }
    }
}
