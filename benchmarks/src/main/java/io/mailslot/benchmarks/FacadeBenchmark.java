package io.mailslot.benchmarks;

import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.win32.IntRef;
import io.mailslot.win32.Win32;
import io.mailslot.win32.Win32Constants;
import java.nio.ByteBuffer;
import java.time.Duration;
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

/** What the C-shaped facade costs beyond the Java API: the same work through both, on heap arrays. */
@State(Scope.Thread)
@Fork(
        value = 2,
        jvmArgsAppend = {JvmArguments.CHANNELS, JvmArguments.REFLECTION, JvmArguments.CLEANERS, JvmArguments.QUIET})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FacadeBenchmark {
    private static final int SIZE = 64;
    private static final String NAME = "\\\\.\\mailslot\\bench";

    private BenchmarkHome home;
    private Receiver receiver;
    private Receiver empty;
    private Sender sender;
    private Win32 win;
    private int receiverHandle;
    private int emptyHandle;
    private int senderHandle;
    private final byte[] message = new byte[SIZE];
    private final byte[] buffer = new byte[SIZE];
    private final ByteBuffer wrapped = ByteBuffer.wrap(buffer);
    private final IntRef count = new IntRef();

    /** Opens mailslots of their own for each iteration, because the space of messages grows until they are closed. */
    @Setup(Level.Iteration)
    public void open() {
        home = new BenchmarkHome();
        MailslotOptions options = MailslotOptions.defaults().withReadTimeout(Duration.ZERO);
        receiver = home.kernel().createMailslot(NAME, options);
        empty = home.kernel().createMailslot("empty", options);
        sender = home.kernel().openMailslot(NAME);
        win = new Win32(home.kernel());
        receiverHandle = receiver.handle();
        emptyHandle = empty.handle();
        senderHandle = sender.handle();
    }

    /** Closes everything and deletes the home. */
    @TearDown(Level.Iteration)
    public void close() {
        home.close();
    }

    /**
     * One message through the Java API.
     *
     * @return its size
     */
    @Benchmark
    public int javaWriteAndRead() {
        sender.write(message, 0, SIZE);
        return receiver.read(wrapped.clear());
    }

    /**
     * One message through the facade.
     *
     * @return its size
     */
    @Benchmark
    public int facadeWriteAndRead() {
        check(win.writeFile(senderHandle, message, SIZE, count, null));
        check(win.readFile(receiverHandle, buffer, SIZE, count, null));
        return count.value;
    }

    /**
     * Asks an empty mailslot through the Java API.
     *
     * @return false
     */
    @Benchmark
    public boolean javaPollEmpty() {
        return empty.poll(wrapped.clear());
    }

    /**
     * Asks an empty mailslot through the facade, where that is a failure.
     *
     * @return false
     */
    @Benchmark
    public boolean facadeReadEmpty() {
        return win.readFile(emptyHandle, buffer, SIZE, count, null);
    }

    private void check(boolean success) {
        if (!success) {
            throw new IllegalStateException("error " + win.getLastError() + ", not " + Win32Constants.ERROR_SUCCESS);
        }
    }
}
