package io.mailslot.benchmarks;

import io.mailslot.internal.memory.FaultPoint;
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

/** What fault points cost where none is armed: the two figures must not differ. */
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FaultPointBenchmark {
    private int value;

    /**
     * Something small.
     *
     * @return its result
     */
    @Benchmark
    public int without() {
        return ++value;
    }

    /**
     * The same, past four fault points.
     *
     * @return its result
     */
    @Benchmark
    public int with() {
        FaultPoint.OPEN_OBJECT_MADE.reached();
        FaultPoint.OPEN_HANDLE_STORED.reached();
        int result = ++value;
        FaultPoint.CLOSE_ENTRY_CLEARED.reached();
        FaultPoint.CLOSE_BEFORE_FILES_SET_ASIDE.reached();
        return result;
    }
}
