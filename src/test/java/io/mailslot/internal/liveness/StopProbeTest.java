package io.mailslot.internal.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StopProbeTest {
    @Test
    void shouldTellWhoIsStopped() throws IOException, InterruptedException {
        Process child = new ProcessBuilder("cat").start();
        try {
            assertThat(StopProbe.isStopped(child.pid())).isFalse();
            signal("-STOP", child);
            while (!StopProbe.isStopped(child.pid())) {
                Thread.onSpinWait(); // the system takes a moment
            }
            signal("-CONT", child);
            while (StopProbe.isStopped(child.pid())) {
                Thread.onSpinWait();
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(StopProbe.isStopped(child.pid())).as("where there is none").isFalse();
    }

    private static void signal(String signal, Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
