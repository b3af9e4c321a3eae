package io.mailslot.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.remote.server.NatsServer;
import io.mailslot.remote.server.NeedsNatsServer;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A bridge that has nothing to do; with {@code -Dmailslot.bridge.idle=true} only, as the bound is one for a quiet machine. {@code
 * -Dmailslot.bridge.idle.seconds} sets for how long it is looked at, after as long a time to
 * settle.
 */
@NeedsNatsServer
@Tag("long")
@EnabledIfSystemProperty(named = "mailslot.bridge.idle", matches = "true")
class IdleBridgeTest {
    private static final int SECONDS = Integer.getInteger("mailslot.bridge.idle.seconds", 30);
    private static final int OUTBOXES = 100;
    private static final double MOST = 0.005;

    /** How many threads are named, those that take most. */
    private static final int FEW = 8;

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
            pass(SECONDS); // what is done each second is compiled meanwhile
            Map<String, Long> threadsBefore = threads(child);
            Duration before = cpu(child);
            pass(SECONDS);
            Duration used = cpu(child).minus(before);
            Map<String, Long> threads = threads(child);

            double share = used.toNanos() / 1e9 / SECONDS;
            System.out.printf(
                    Locale.ROOT,
                    "idle with %d outboxes: %d ms of processor in %d s, %.2f %% of a core%n",
                    OUTBOXES,
                    used.toMillis(),
                    SECONDS,
                    100 * share);
            System.out.println(most(threadsBefore, threads));
            assertThat(share).isLessThanOrEqualTo(MOST);
        }
    }

    /** Here time is what is measured, and nothing is waited for. */
    private static void pass(int seconds) throws InterruptedException {
        Thread.sleep(Duration.ofSeconds(seconds).toMillis());
    }

    /** Processor time of the threads of Java, by their names, in nanoseconds. */
    private static Map<String, Long> threads(Child child) {
        return child.<HashMap<String, Long>>call(c -> {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            HashMap<String, Long> times = new HashMap<>();
            for (long id : threads.getAllThreadIds()) {
                ThreadInfo thread = threads.getThreadInfo(id);
                if (thread != null) {
                    times.merge(thread.getThreadName(), threads.getThreadCpuTime(id), Long::sum);
                }
            }
            return times;
        });
    }

    private static String most(Map<String, Long> before, Map<String, Long> after) {
        return after.keySet().stream()
                .sorted(Comparator.comparingLong(name -> before.getOrDefault(name, 0L) - after.get(name)))
                .limit(FEW)
                .map(name -> name + " " + (after.get(name) - before.getOrDefault(name, 0L)) / 1_000 + " us")
                .collect(Collectors.joining(", "));
    }

    private static Duration cpu(Child child) {
        return child.process().toHandle().info().totalCpuDuration().orElseThrow();
    }
}
