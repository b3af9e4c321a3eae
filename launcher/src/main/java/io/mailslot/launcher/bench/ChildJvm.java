package io.mailslot.launcher.bench;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Inheritance;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM that takes part, as its parent knows it. */
final class ChildJvm implements AutoCloseable {
    /** How long an answer may take: a start, or a mailslot that is full. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long END_PATIENCE_MS = 2_000;

    /** How a JVM ends by SIGHUP, SIGINT and SIGTERM. */
    private static final Set<Integer> ASKED_TO_END = Set.of(129, 130, 143);

    /** Until this JVM has noticed what a terminal sends all of them. */
    private static final long SAME_SIGNAL_MS = 500;

    /** What has to be fast is compiled as in a server; what the JVM has to say is no answer. */
    private static final String[] OPTIONS = {
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-XX:+DisplayVMOutputToStderr",
        "-Xlog:disable",
        "-Xlog:all=warning:stderr"
    };

    private final String who;
    private final BenchContext context;
    private final ChildProcess child;
    private final BufferedWriter orders;
    /** Its lines; an empty one after the last. */
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    ChildJvm(BenchContext context, Kernel kernel, Task task, JavaCommand command) {
        this.context = context;
        who = task.who();
        child = kernel.createProcess(command, Inheritance.none());
        orders = child.process().outputWriter(StandardCharsets.UTF_8);
        Thread listener = new Thread(this::listen, "listener of " + who);
        listener.setDaemon(true);
        listener.start();
    }

    static JavaCommand command(Task task) {
        return JavaCommand.of(Side.class)
                .withJvmOptions(OPTIONS)
                .withInput(Redirect.PIPE)
                .withOutput(Redirect.PIPE)
                .withErrors(Redirect.INHERIT)
                .withoutEnvironment("MAILSLOT_GROUP")
                .withArguments(task.words());
    }

    /** Says a line, and does not wait for the answer. */
    void tell(String order) throws InterruptedException {
        try {
            orders.write(order + "\n");
            orders.flush();
        } catch (IOException e) {
            throw ended(); // nobody else closes the other end
        }
    }

    /** The next line that it says. */
    String answer() throws InterruptedException {
        Optional<String> line = lines.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            throw failure("has not answered for " + PATIENCE.toSeconds() + " s");
        }
        String text = line.orElse(null);
        if (text == null) {
            throw ended();
        }
        if (text.startsWith(Side.FAILED)) {
            throw failure("has failed: " + text.substring(Side.FAILED.length()));
        }
        return text;
    }

    /** The next line as numbers. */
    long[] numbers() throws InterruptedException {
        return Stream.of(answer().split(" ")).mapToLong(Long::parseLong).toArray();
    }

    /** Fails if it has ended: then nothing that is measured from now on is true. */
    void requireAlive() throws InterruptedException {
        if (!child.process().isAlive()) {
            answer();
        }
    }

    long cpuNanos() {
        return child.process().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    private RuntimeException ended() throws InterruptedException {
        if (!child.process().waitFor(END_PATIENCE_MS, TimeUnit.MILLISECONDS)) {
            return failure("says nothing any more");
        }
        int code = child.process().exitValue();
        if (ASKED_TO_END.contains(code)) {
            TimeUnit.MILLISECONDS.sleep(SAME_SIGNAL_MS); // interrupts, if it has come here too
        }
        return failure("has ended with exit code " + code + " before the end; nothing is measured");
    }

    private RuntimeException failure(String what) {
        return context.failure(
                ErrorCode.IO_DEVICE, who + " (process " + child.process().pid() + ") " + what);
    }

    private void listen() {
        try (BufferedReader reader = child.process().inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(Optional.of(line));
            }
        } catch (IOException closed) {
            // by the end of the process
        } finally {
            lines.add(Optional.empty());
        }
    }

    /** Has it end at once, and does not wait for that. */
    void kill() {
        child.process().destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        boolean interrupted = Thread.interrupted();
        try {
            child.process().waitFor(END_PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException again) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
