package io.mailslot.launcher.health;

import io.mailslot.api.ErrorCode;
import io.mailslot.inspect.Detail;
import io.mailslot.inspect.Finding;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.launcher.look.LookContext;
import io.mailslot.launcher.look.LookParent;
import io.mailslot.launcher.look.Snapshots;
import io.mailslot.launcher.look.WholeFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Gives figures of a home to those who draw curves of them. */
@Command(
        name = "metrics",
        header = "Print figures of the home as OpenMetrics, into a file, or at a port for Prometheus.",
        description = {
            "",
            "Messages, bytes, unread and missed messages, capacities, processes, handles, objects, and what the verifier finds. All is "
                    + "counted anyway: nobody in the home notices. With --listen it answers GET /metrics until Ctrl-C, and prints where."
        },
        footer = {
            "  mailslot metrics",
            "  mailslot metrics --output /var/lib/node_exporter/mailslot.prom",
            "  mailslot metrics --listen 127.0.0.1:9469"
        })
public final class MetricsCommand implements Callable<Integer> {
    /** What is broken only while somebody makes a change is given so long to mend. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    /** For so long what was seen is good for whoever asks. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    @ParentCommand
    private LookParent parent;

    @ArgGroup
    private Place place = new Place();

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Tell of what 'snapshot' has written to a file, not of a home.")
    private Path from;

    @Option(
            names = "--per-process",
            description = "Tell of each process by its id, too: for homes whose processes stay.")
    private boolean perProcess;

    @Spec
    private CommandSpec spec;

    private String text;
    private long seenAt;

    /** One of them, or none. */
    static final class Place {
        @Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "Write to a file: aside, and then renamed, so that nobody reads half of it.")
        private Path file;

        @Option(
                names = "--listen",
                paramLabel = "[HOST:]PORT",
                description = "Answer at this port, of this machine only unless there is an address; 0 for a free one.")
        private String listen;
    }

    /** For the command line. */
    public MetricsCommand() {}

    @Override
    public Integer call() throws IOException {
        LookContext context = parent.looks();
        if (place.listen != null) {
            return listen(context);
        }
        HomeSnapshot home = look(context);
        String metrics = text(context, home);
        if (place.file == null) {
            for (String line : metrics.split("\n")) {
                context.line(line);
            }
        } else {
            write(context, metrics);
        }
        return Snapshots.tell(context, home.unseen());
    }

    private HomeSnapshot look(LookContext context) throws IOException {
        return Snapshots.read(context, from, Detail.ALLOCATED_BYTES);
    }

    private String text(LookContext context, HomeSnapshot home) {
        List<Finding> findings = from == null ? HomeVerifier.verify(home.home(), PATIENCE) : null;
        return Metrics.of(home, findings, perProcess, context::printable);
    }

    /** One looks for all who ask at the same time. */
    private synchronized String fresh(LookContext context) throws IOException {
        if (text == null || System.nanoTime() - seenAt >= FRESH_NANOS) {
            text = null;
            text = text(context, look(context));
            seenAt = System.nanoTime();
        }
        return text;
    }

    private int listen(LookContext context) throws IOException {
        InetSocketAddress wanted;
        try {
            wanted = MetricsServer.address(place.listen);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage());
        }
        fresh(context); // what is no home is told now, and the first one who asks need not wait for classes
        InetSocketAddress address;
        try {
            address = MetricsServer.start(wanted, () -> fresh(context));
        } catch (IOException taken) {
            throw new IOException("cannot listen at " + place.listen + ": " + taken.getMessage(), taken);
        } catch (NoClassDefFoundError without) {
            throw context.failure(
                    ErrorCode.NOT_SUPPORTED, "this Java has no module jdk.httpserver; use --output, or a whole JDK");
        }
        String host = address.getAddress().getHostAddress();
        context.line("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort() + "/metrics");
        context.flush();
        try {
            new CountDownLatch(1).await(); // Ctrl-C and SIGTERM end the JVM
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while it listened");
        }
    }

    private void write(LookContext context, String metrics) throws IOException {
        Path file = place.file;
        if (!WholeFile.canReplace(file)) {
            throw context.failure(
                    ErrorCode.INVALID_PARAMETER, "--output " + file + " is no ordinary file, and cannot be replaced");
        }
        WholeFile.write(file, metrics);
    }
}
