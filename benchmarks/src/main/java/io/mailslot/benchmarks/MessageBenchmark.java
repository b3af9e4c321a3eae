package io.mailslot.benchmarks;

import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A message sent and received within one thread, so that neither waits for the other, also by a broadcast sender, which looks for
 * the mailslot and the outbox of its name; and a look at an empty mailslot.
 */
@State(Scope.Thread)
@Fork(
        value = 2,
        jvmArgsAppend = {JvmArguments.CHANNELS, JvmArguments.REFLECTION, JvmArguments.CLEANERS})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageBenchmark {
    /** Bytes in a message. */
    @Param({"64", "1024"})
    public int size;

    private BenchmarkHome home;
    private Receiver receiver;
    private Receiver empty;
    private Sender sender;
    private Sender broadcaster;
    private ByteBuffer message;
    private ByteBuffer buffer;

    /** Opens a mailslot of its own for each iteration, because the space of messages grows until it is closed. */
    @Setup(Level.Iteration)
    public void open() {
        home = new BenchmarkHome();
        receiver = home.kernel().createMailslot("bench");
        empty = home.kernel().createMailslot("empty");
        sender = home.kernel().openMailslot("bench");
        broadcaster = home.kernel().openMailslot("\\\\*\\mailslot\\bench");
        message = ByteBuffer.allocateDirect(size);
        buffer = ByteBuffer.allocateDirect(size);
    }

    /** Closes everything and deletes the home. */
    @TearDown(Level.Iteration)
    public void close() {
        home.close();
    }

    /**
     * One message through the mailslot.
     *
     * @return its size
     */
    @Benchmark
    public int sendAndReceive() {
        sender.write(message.clear());
        return receiver.read(buffer.clear());
    }

    /**
     * The same through a sender that is bound to the name, where there is no outbox for other machines.
     *
     * @return its size
     */
    @Benchmark
    public int broadcastAndReceive() {
        broadcaster.write(message.clear());
        return receiver.read(buffer.clear());
    }

    /**
     * Asks an empty mailslot.
     *
     * @return false
     */
    @Benchmark
    public boolean pollEmpty() {
        return empty.poll(buffer.clear());
    }
}
