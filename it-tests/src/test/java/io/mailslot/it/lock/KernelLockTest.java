package io.mailslot.it.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.api.ErrorCode;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Patience;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What others see of a process that stands still with the kernel lock. */
@ExtendWith(TestHomeExtension.class)
class KernelLockTest {
    private static final int THREADS = 4;
    private static final long PATIENCE_MS = 500;

    @Test
    void shouldLetEveryThreadWaitForOnePatience(TestHome home) {
        assertOnePatience(home, Callers.CHANGE);
    }

    /** Attaching has a gate of its own within the JVM. */
    @Test
    void shouldLetEveryThreadThatAttachesWaitForOnePatience(TestHome home) {
        assertOnePatience(home, Callers.ATTACH);
    }

    private static void assertOnePatience(TestHome home, String call) {
        ChildJvm callers = home.start(ChildJvm.quick(JavaCommand.of(Callers.class))
                .systemProperty(Patience.PROPERTY, String.valueOf(PATIENCE_MS))
                .arguments(String.valueOf(THREADS), call)
                .toProcessBuilder());
        assertThat(callers.line()).isEqualTo("ready");
        ChildJvm standing = standStill(home);

        callers.tell("call");

        for (int i = 0; i < THREADS; i++) {
            String[] answer = callers.line().split(" ", 3);
            assertThat(Integer.parseInt(answer[0])).isEqualTo(ErrorCode.LOCK_VIOLATION.value());
            // one after the other the last one would wait for as many patiences as there are threads
            assertThat(Long.parseLong(answer[1])).isBetween(PATIENCE_MS, (THREADS - 1) * PATIENCE_MS);
            assertThat(answer[2]).contains("process " + standing.pid() + " ", PATIENCE_MS + " ms");
        }
        standing.kill();
        callers.end();
    }

    /** A process that has the kernel lock and does not go on. */
    static ChildJvm standStill(TestHome home) {
        Path reached = home.scratch().resolve("standing");
        ChildJvm standing = home.start(TestHome.agentCommand()
                .systemProperty(FaultPoint.PROPERTY, FaultPoint.SYNC_HANDLE_STORED + ":wait:" + reached)
                .toProcessBuilder());
        standing.must("attach");
        standing.tell("event", "gate", "false", "false", "false");
        Deadline.await("it has the kernel lock").until(() -> Files.exists(reached));
        return standing;
    }
}
