package io.mailslot.launcher.bench;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Receiver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** The JVMs of one measurement; closing it ends them, which another thread may do, too. */
final class Crew implements AutoCloseable {
    private static final long LOOK_MS = 5;

    private final BenchContext context;
    private final Load load;
    private final Carrier carrier;
    private final Path folder;
    private final Kernel kernel;
    private final List<ChildJvm> all = new ArrayList<>();
    private final List<ChildJvm> receivers = new ArrayList<>();
    private final List<ChildJvm> senders = new ArrayList<>();
    private boolean closed;

    /** @param folder for their home, and for sockets and pipes */
    Crew(BenchContext context, Load load, Carrier carrier, Path folder) throws IOException {
        this.context = context;
        this.load = load;
        this.carrier = carrier;
        this.folder = Files.createDirectory(folder.resolve(carrier.name().toLowerCase(Locale.ROOT)));
        this.kernel = Kernel.attach(
                KernelOptions.defaults().withHome(Task.home(this.folder)).withEndChildrenOnClose(true));
    }

    /** Starts all of them, and waits until they are ready. */
    void start() throws IOException, InterruptedException {
        Receiver shared =
                carrier == Carrier.MAILSLOT && !load.broadcast() ? kernel.createMailslot(Task.mailslot(false)) : null;
        if (carrier == Carrier.PIPE) {
            makePipes();
        }
        for (int i = 0; i < load.receivers(); i++) {
            JavaCommand command = ChildJvm.command(task(false, i));
            receivers.add(enter(
                    task(false, i), shared == null ? command : command.withInherited(Mailslots.RECEIVER, shared)));
        }
        for (ChildJvm receiver : receivers) {
            receiver.answer();
        }
        for (int i = 0; i < load.senders(); i++) {
            senders.add(enter(task(true, i), ChildJvm.command(task(true, i))));
        }
        for (ChildJvm sender : senders) {
            sender.answer();
        }
    }

    private Task task(boolean sends, int index) {
        return new Task(sends, carrier, index, load.senders(), load.size(), load.batch(), load.broadcast(), folder);
    }

    private ChildJvm enter(Task task, JavaCommand command) throws InterruptedException {
        ChildJvm child = new ChildJvm(context, kernel, task, command);
        synchronized (all) {
            all.add(child);
            if (closed) {
                child.kill();
                throw new InterruptedException("closed meanwhile");
            }
        }
        return child;
    }

    private void makePipes() throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("mkfifo"));
        for (int i = 0; i < load.senders(); i++) {
            words.add(Task.pipe(folder, i).toString());
        }
        int code = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("mkfifo has failed with exit code " + code + ": no pipe to compare with");
        }
    }

    /** Returns when messages arrive: until then classes are loaded and files are made, which may take seconds. */
    void flood() throws InterruptedException {
        askAll(senders, "flood");
        long end = System.nanoTime() + ChildJvm.PATIENCE.toNanos();
        while (!someArrive()) {
            if (System.nanoTime() > end) {
                throw context.failure(
                        ErrorCode.IO_DEVICE, "no message has arrived within " + ChildJvm.PATIENCE.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    /** At each receiver if each gets every message; of those that share them one may get none for a while. */
    private boolean someArrive() throws InterruptedException {
        Counts received = Counts.of(askAll(receivers, "count"));
        return load.broadcast() ? Arrays.stream(received.numbers()).allMatch(number -> number > 0) : received.sum() > 0;
    }

    /** Returns when the senders have stopped, and all that they have sent has arrived. */
    void stop() throws InterruptedException {
        askAll(senders, "stop");
        awaitArrivals();
    }

    /** Has the senders send at a rate; times are those of {@link System#nanoTime}. */
    void pace(long rate, long start, long countsFrom, long end) throws InterruptedException {
        long interval = load.intervalNanos(rate);
        for (int i = 0; i < senders.size(); i++) {
            long own = start + interval * i / senders.size(); // they take turns
            senders.get(i).tell("pace " + own + " " + countsFrom + " " + end + " " + interval);
        }
        for (ChildJvm sender : senders) {
            sender.numbers();
        }
    }

    /** Returns when that is at its end, and all of it has arrived; says how many messages were not sent in time. */
    long paced() throws InterruptedException {
        long unsent =
                askAll(senders, "paced").stream().mapToLong(answer -> answer[3]).sum();
        awaitArrivals();
        return unsent;
    }

    private void awaitArrivals() throws InterruptedException {
        long sent = Counts.of(askAll(senders, "count")).sum();
        long end = System.nanoTime() + ChildJvm.PATIENCE.toNanos();
        long missing = sent * load.copies();
        while (System.nanoTime() < end) {
            missing =
                    sent * load.copies() - Counts.of(askAll(receivers, "count")).sum();
            if (missing <= 0) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        throw context.failure(
                ErrorCode.IO_DEVICE,
                missing + " messages have not arrived within " + ChildJvm.PATIENCE.toSeconds() + " s");
    }

    Tally tally() throws InterruptedException {
        Counts received = Counts.of(askAll(receivers, "count"));
        Counts sent = Counts.of(askAll(senders, "count"));
        long cpu = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
        for (ChildJvm child : all) {
            cpu += child.cpuNanos();
        }
        return new Tally(received, sent, cpu, System.nanoTime());
    }

    /** Of all receivers. */
    Histogram latency() throws InterruptedException {
        Histogram sum = new Histogram(ReceivingSide.DIGITS);
        for (ChildJvm receiver : receivers) {
            receiver.tell("latency");
            ByteBuffer encoded = ByteBuffer.wrap(Base64.getDecoder().decode(receiver.answer()));
            try {
                sum.add(Histogram.decodeFromCompressedByteBuffer(encoded, 0));
            } catch (DataFormatException e) {
                throw new IllegalStateException(e);
            }
        }
        return sum;
    }

    void requireAlive() throws InterruptedException {
        for (ChildJvm child : all) {
            child.requireAlive();
        }
    }

    private static List<long[]> askAll(List<ChildJvm> children, String order) throws InterruptedException {
        for (ChildJvm child : children) {
            child.tell(order);
        }
        List<long[]> answers = new ArrayList<>();
        for (ChildJvm child : children) {
            answers.add(child.numbers());
        }
        return answers;
    }

    @Override
    public void close() {
        synchronized (all) {
            closed = true;
            all.forEach(ChildJvm::kill);
            all.forEach(ChildJvm::close);
        }
        kernel.close();
    }
}
