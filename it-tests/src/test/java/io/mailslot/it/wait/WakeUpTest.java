package io.mailslot.it.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.JavaCommand;
import io.mailslot.Kernel;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.WaitResult;
import io.mailslot.api.WaitStrategy;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import io.mailslot.it.storm.NetTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everybody who sleeps is woken, and no wake-up is lost. */
@ExtendWith(TestHomeExtension.class)
@Tag("alone")
class WakeUpTest {
    /** A sleeper looks around by itself once a second: what takes clearly less was told. */
    private static final Duration PROMPT = Duration.ofMillis(600);

    private static final int PASSES = Integer.getInteger("mailslot.pingpong.messages", 100_000);
    private static final int[] CROWD = {13, 13, 12, 12};

    @Test
    void shouldWakeFiftyThreadsInFourJvms(TestHome home) {
        Kernel kernel = home.attach();
        Event gate = kernel.synchronization()
                .createEvent(EventOptions.defaults().withName("gate").withManualReset(true));
        Semaphore permits = kernel.synchronization()
                .createSemaphore(SemaphoreOptions.of(0, 50).withName("permits"));
        List<ChildJvm> children = new ArrayList<>();
        for (int i = 0; i < CROWD.length; i++) {
            ChildJvm child = home.agent();
            assertThat(child.must("opensync", "event", "gate").handle()).isEqualTo(4);
            assertThat(child.must("opensync", "semaphore", "permits").handle()).isEqualTo(8);
            children.add(child);
        }

        wake("a manual event", 4, children, gate::set);
        wake("a semaphore", 8, children, () -> permits.release(50));

        assertThat(kernel.waitForSingle(permits.handle(), Duration.ZERO))
                .as("each took one")
                .isEqualTo(WaitResult.TIMED_OUT);
    }

    private static void wake(String what, int handle, List<ChildJvm> children, Runnable signal) {
        for (int i = 0; i < CROWD.length; i++) {
            children.get(i).must("crowd", handle, CROWD[i]);
            children.get(i).tell("gather");
        }
        assertThat(children.get(0).saysNothingFor(Duration.ofMillis(200))).isTrue();

        NetTime start = NetTime.start();
        signal.run();

        long woken = 0;
        for (ChildJvm child : children) {
            woken += child.reply().number("signaled");
        }
        Duration took = start.took();
        System.out.printf(
                Locale.ROOT, "%s woke %d threads in 4 JVMs within %.1f ms%n", what, woken, took.toNanos() / 1e6);
        assertThat(woken).isEqualTo(50);
        assertThat(took).isLessThan(PROMPT);
    }

    @ParameterizedTest
    @CsvSource({"messages, sleep, SLEEP", "messages, sleep, ADAPTIVE", "messages, poll, SLEEP", "events, sleep, SLEEP"})
    void shouldLoseNoWakeUp(String ball, String implementation, WaitStrategy strategy, TestHome home) {
        Kernel kernel = home.attach();
        for (int player = 0; player < 2; player++) {
            kernel.synchronization().createEvent(EventOptions.defaults().withName(PingPong.name(player)));
        }
        List<ChildJvm> players = new ArrayList<>();
        for (int player = 0; player < 2; player++) {
            JavaCommand command = ChildJvm.quick(JavaCommand.of(PingPong.class))
                    .systemProperty("mailslot.wait", implementation)
                    .arguments(ball, String.valueOf(player), String.valueOf(PASSES), strategy.name());
            players.add(home.start(command.toProcessBuilder()));
        }
        for (ChildJvm player : players) {
            player.awaitExit(Deadline.PATIENCE.plus(Duration.ofMillis(PASSES)));
            String line = player.line();
            System.out.println(ball + ", " + implementation + ", " + strategy + ": " + line);
            assertThat(line).startsWith("passes=" + PASSES).endsWith("lost=0");
        }
    }
}
