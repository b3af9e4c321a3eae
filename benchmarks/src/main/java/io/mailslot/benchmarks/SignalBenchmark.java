package io.mailslot.benchmarks;

import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs a sender to tell receivers of a message when none of them sleeps. */
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SignalBenchmark {
    private static final int MESSAGE = 128;

    private final Region memory = Region.inThisProcess(256);
    private final SignalWord word = new SignalWord(memory, 64);
    private long count;

    /** A store that others see, for comparison. */
    @Benchmark
    public void publish() {
        memory.putLongRelease(MESSAGE, ++count);
    }

    /** The same and a signal. */
    @Benchmark
    public void publishAndSignal() {
        memory.putLongRelease(MESSAGE, ++count);
        word.signal();
    }

    /** The same and an announcement before it, as a message has them. */
    @Benchmark
    public void announcePublishAndSignal() {
        word.announce();
        memory.putLongRelease(MESSAGE, ++count);
        word.signal();
    }

    /** A signal alone. */
    @Benchmark
    public void signal() {
        word.signal();
    }
}
