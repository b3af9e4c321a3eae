package io.mailslot.benchmarks;

import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.Receiver;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The control plane: opening and closing a handle, looking one up. */
@State(Scope.Thread)
@Fork(
        value = 2,
        jvmArgsAppend = {JvmArguments.CHANNELS, JvmArguments.REFLECTION, JvmArguments.CLEANERS})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HandleBenchmark {
    private BenchmarkHome home;
    private Receiver receiver;

    /** Makes the mailslot that is opened. */
    @Setup
    public void open() {
        home = new BenchmarkHome();
        receiver = home.kernel().createMailslot("bench");
    }

    /** Deletes the home. */
    @TearDown
    public void close() {
        home.close();
    }

    /** A sender handle opened and closed; its queue is not touched. */
    @Benchmark
    public void openAndCloseSender() {
        home.kernel().openMailslot("bench").close();
    }

    /** A handle duplicated within the process, and the duplicate closed. */
    @Benchmark
    public void duplicateAndClose() {
        int duplicate = home.kernel().duplicate(receiver.handle(), DuplicateOptions.defaults());
        home.kernel().closeHandle(duplicate);
    }

    /**
     * A handle looked up and described.
     *
     * @return the description
     */
    @Benchmark
    public HandleInfo describe() {
        return home.kernel().describe(receiver.handle());
    }
}
