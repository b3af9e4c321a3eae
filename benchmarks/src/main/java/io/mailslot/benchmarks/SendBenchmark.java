package io.mailslot.benchmarks;

import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.mailslot.internal.log.LogSettings;
import io.mailslot.internal.log.LogWriter;
import io.mailslot.internal.log.MessageLog;
import io.mailslot.internal.log.StillNeeded;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it takes to send a message of 64 B when nobody sleeps: the append alone, the same with the signals, and all of
 * it. An invocation is a batch of {@value #BATCH}, into a new log each time, so divide by that.
 */
@State(Scope.Thread)
@Fork(
        value = 2,
        jvmArgsAppend = {JvmArguments.CHANNELS, JvmArguments.REFLECTION, JvmArguments.CLEANERS, JvmArguments.QUIET})
@Warmup(iterations = 10, batchSize = SendBenchmark.BATCH)
@Measurement(iterations = 20, batchSize = SendBenchmark.BATCH)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SendBenchmark {
    /** Messages in an invocation: milliseconds of it are nanoseconds of a message. */
    static final int BATCH = 1_000_000;

    private final SignalWord word = new SignalWord(Region.inThisProcess(256), 64);
    private final ByteBuffer message = ByteBuffer.allocateDirect(64);

    private BenchmarkHome home;
    private Sender sender;
    private MessageLog log;
    private LogWriter writer;

    /**
     * Makes a mailslot, and a log of its own.
     *
     * @throws IOException if it cannot be made
     */
    @Setup(Level.Iteration)
    public void open() throws IOException {
        home = new BenchmarkHome();
        // Nobody reads, and nobody waits: what is old goes.
        String name = "\\\\*\\mailslot\\bench";
        home.kernel().createMailslot(name, MailslotOptions.defaults().withWhenFull(WhenFull.DROP_OLDEST));
        sender = home.kernel().openMailslot(name);
        Path folder = Files.createDirectory(home.kernel().home().resolve("log"));
        MessageLog.create(folder, new LogSettings(MailslotOptions.MAX_CAPACITY, 64, false));
        log = MessageLog.open(folder, new NothingNeeded(), pid -> true);
        writer = log.writer();
    }

    /** Closes everything and deletes the home. */
    @TearDown(Level.Iteration)
    public void close() {
        log.close();
        home.close();
    }

    /** The queue alone. */
    @Benchmark
    public void append() {
        writer.append(message.clear());
    }

    /** The queue and what tells receivers. */
    @Benchmark
    public void appendAndSignal() {
        word.announce();
        writer.append(message.clear());
        word.signal();
    }

    /** All of it, with the look at the handle, and the locks that let others close it meanwhile. */
    @Benchmark
    public void send() {
        sender.write(message.clear());
    }

    /** A log without receivers, whose messages may go at once. */
    private static final class NothingNeeded implements StillNeeded {
        @Override
        public long cursor() {
            return Long.MAX_VALUE;
        }

        @Override
        public long arenaPosition() {
            return Long.MAX_VALUE;
        }
    }
}
