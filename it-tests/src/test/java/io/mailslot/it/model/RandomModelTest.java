package io.mailslot.it.model;

import io.mailslot.it.harness.HomeTest;
import io.mailslot.testkit.Jvms;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Up to four JVMs do one random step after the other, as a model in plain collections says they should: handle tables,
 * rights, flags, inheritance, duplication, counts, names, signals, mutexes of the dead, messages, ends of processes. The
 * system properties {@code mailslot.model.seeds} and {@code mailslot.model.steps} ask for more; {@code mailslot.model.seed}
 * plays one again.
 */
@HomeTest
@Tag("storm")
class RandomModelTest {
    private static final int STEPS = Integer.getInteger("mailslot.model.steps", 200);

    static LongStream seeds() {
        String wanted = System.getProperty("mailslot.model.seed", "");
        long first = wanted.isBlank() ? System.nanoTime() : Long.parseLong(wanted);
        return LongStream.range(first, first + Integer.getInteger("mailslot.model.seeds", 1));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void shouldDoWhatItsModelDoes(long seed, Jvms jvms) {
        System.out.println("model: " + STEPS + " steps, -Dmailslot.model.seed=" + seed);
        new ModelRun(jvms, seed).run(STEPS);
    }
}
