package io.mailslot.it.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.EventOptions;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Patience;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildBody;
import io.mailslot.testkit.Jvms;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What others see of a process that stands still with the kernel lock. */
@HomeTest
class KernelLockTest {
    private static final int THREADS = 4;
    private static final long PATIENCE_MS = 500;

    /** A busy machine makes waits longer now and then. */
    private static final int TRIES = 5;

    @Test
    void shouldLetEveryThreadWaitForOnePatience(Jvms jvms) {
        assertOnePatience(jvms, Callers::change);
    }

    /** Attaching has a gate of its own within the JVM. */
    @Test
    void shouldLetEveryThreadThatAttachesWaitForOnePatience(Jvms jvms) {
        assertOnePatience(jvms, c -> Kernel.attach().close());
    }

    private static void assertOnePatience(Jvms jvms, ChildBody call) {
        Child callers = jvms.jvm()
                .withSystemProperty(Patience.PROPERTY, String.valueOf(PATIENCE_MS))
                .start();
        callers.run(call); // loads what the calls need
        Child standing = standStill(jvms);

        // one after the other the last one would wait for as many patiences as there are threads, each time
        long most = (THREADS - 1) * PATIENCE_MS;
        ArrayList<Callers.Answer> answers = callers.call(c -> Callers.together(THREADS, () -> call.run(c)));
        for (int tries = 1; tries < TRIES && longest(answers) > most; tries++) {
            answers = callers.call(c -> Callers.together(THREADS, () -> call.run(c)));
        }

        assertThat(answers).hasSize(THREADS);
        for (Callers.Answer answer : answers) {
            assertThat(answer.code()).isEqualTo(ErrorCode.LOCK_VIOLATION.value());
            assertThat(answer.millis()).isBetween(PATIENCE_MS, most);
            assertThat(answer.message()).contains("process " + standing.pid() + " ", PATIENCE_MS + " ms");
        }
        standing.kill();
        jvms.all(callers);
    }

    private static long longest(List<Callers.Answer> answers) {
        return answers.stream().mapToLong(Callers.Answer::millis).max().orElseThrow();
    }

    /** A process that has the kernel lock and does not go on. */
    static Child standStill(Jvms jvms) {
        return jvms.jvm()
                .withName("standing")
                .stopAtFaultPoint(FaultPoint.SYNC_HANDLE_STORED.name(), 1)
                .start(c -> c.kernel()
                        .synchronization()
                        .createEvent(EventOptions.defaults().withName("gate")))
                .awaitStopped();
    }
}
