package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Code that still runs in a child that was told to end. */
class EndingChildTest {
    @Test
    void shouldKeepAnAnswerThatComesTooLateToItself() {
        JvmsOptions silent = JvmsOptions.defaults().withErrorOutput(ErrorOutput.FORBIDDEN);
        Jvms jvms = Jvms.open(silent);
        try (jvms) {
            Child child = jvms.start();
            child.begin(c -> {
                remainUntilDone(Thread.currentThread());
                c.reached("begun");
                awaitSilence();
                c.reached("a point that nobody hears of");
            });
            child.awaitPoint("begun");
        } // fails if the child prints errors

        assertThat(jvms.children())
                .hasSize(1)
                .allMatch(child -> child.awaitEnd().isClean());
    }

    /** The JVM does not end before that thread. */
    private static void remainUntilDone(Thread thread) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    /** Until the child cannot say anything any more. */
    private static void awaitSilence() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals(Connection.WRITER)) {
                thread.join(TimeUnit.SECONDS.toMillis(60));
            }
        }
    }
}
