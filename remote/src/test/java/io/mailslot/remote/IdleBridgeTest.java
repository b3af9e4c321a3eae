package io.mailslot.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A bridge that has nothing to do; with {@code -Dmailslot.bridge.everything=true} only, as it takes its time: {@code
 * -Dmailslot.bridge.idle.seconds} sets for how long it is looked at.
 */
@NeedsNatsServer
@EnabledIfSystemProperty(named = "mailslot.bridge.everything", matches = "true")
class IdleBridgeTest {
    private static final int SECONDS = Integer.getInteger("mailslot.bridge.idle.seconds", 30);
    private static final int OUTBOXES = 100;

    /** Until what is done each second is compiled. */
    private static final int SETTLED_SECONDS = 30;

    private static final double MOST = 0.005;

    @Test
    void shouldTakeHardlyAnyProcessorWithAHundredOutboxes() throws InterruptedException {
        try (NatsServer server = NatsServer.start();
                Jvms jvms = Jvms.open()) {
            Child child = BridgeChild.start(jvms, server.url(), "idle", "a");
            for (int i = 0; i < OUTBOXES; i++) {
                jvms.kernel()
                        .openMailslot("\\\\machine-" + i + "\\mailslot\\orders")
                        .close();
            }
            jvms.kernel().createMailslot("orders");
            pass(SETTLED_SECONDS);
            Duration before = cpu(child);
            pass(SECONDS);
            Duration used = cpu(child).minus(before);

            double share = used.toNanos() / 1e9 / SECONDS;
            System.out.printf(
                    Locale.ROOT,
                    "idle with %d outboxes: %d ms of processor in %d s, %.2f %% of a core%n",
                    OUTBOXES,
                    used.toMillis(),
                    SECONDS,
                    100 * share);
            assertThat(share).isLessThanOrEqualTo(MOST);
        }
    }

    /** Here time is what is measured, and nothing is waited for. */
    private static void pass(int seconds) throws InterruptedException {
        Thread.sleep(Duration.ofSeconds(seconds).toMillis());
    }

    private static Duration cpu(Child child) {
        return child.process().toHandle().info().totalCpuDuration().orElseThrow();
    }
}
