package io.mailslot.it.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.WaitResult;
import io.mailslot.api.WaitStrategy;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Prompt;
import io.mailslot.it.storm.NetTime;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildCall;
import io.mailslot.testkit.Exit;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everybody who sleeps is woken, and no wake-up is lost. */
@HomeTest
@Tag("alone")
@Tag("storm")
class WakeUpTest {
    /** A sleeper looks around by itself every other second: what takes clearly less was told. */
    private static final Duration PROMPT = Duration.ofMillis(600);

    private static final int PASSES = Integer.getInteger("mailslot.pingpong.passes", 30_000);
    private static final int[] CROWD = {13, 13, 12, 12};

    @Test
    void shouldWakeFiftyThreadsInFourJvms(Jvms jvms, Kernel kernel) throws Exception {
        Event gate = kernel.synchronization()
                .createEvent(EventOptions.defaults().withName("gate").withManualReset(true));
        Semaphore permits = kernel.synchronization()
                .createSemaphore(SemaphoreOptions.of(0, 50).withName("permits"));
        List<Child> children = Stream.generate(() -> jvms.jvm().startedPlainly().start())
                .limit(CROWD.length)
                .toList();

        Prompt.within(PROMPT, () -> {
            gate.reset();
            return wake(
                    "a manual event", children, c -> SyncChild.event(c, "gate").handle(), gate::set);
        });
        Prompt.within(
                PROMPT,
                () -> wake(
                        "a semaphore",
                        children,
                        c -> SyncChild.semaphore(c, "permits").handle(),
                        () -> permits.release(50)));

        assertThat(kernel.waitFor(Duration.ZERO, permits.handle()))
                .as("each took one")
                .isEqualTo(WaitResult.TIMED_OUT);
    }

    private static Duration wake(String what, List<Child> children, ChildCall<Integer> open, Runnable signal)
            throws Exception {
        List<Waiter<Long>> crowds = new ArrayList<>();
        for (int i = 0; i < CROWD.length; i++) {
            Child child = children.get(i);
            int handle = child.call(open);
            int threads = CROWD[i];
            child.run(c -> Sleepers.start(c.kernel(), handle, threads));
            crowds.add(SyncChild.start(child, c -> Sleepers.countWoken()));
        }
        crowds.get(CROWD.length - 1).staysAsleep();

        NetTime start = NetTime.start();
        signal.run();

        long woken = 0;
        for (Waiter<Long> crowd : crowds) {
            woken += crowd.result();
        }
        Duration took = start.took();
        System.out.printf(
                Locale.ROOT, "%s woke %d threads in 4 JVMs within %.1f ms%n", what, woken, took.toNanos() / 1e6);
        assertThat(woken).isEqualTo(50);
        return took;
    }

    @ParameterizedTest
    @CsvSource({"messages, sleep, SLEEP", "messages, sleep, ADAPTIVE", "messages, poll, SLEEP", "events, sleep, SLEEP"})
    void shouldLoseNoWakeUp(String ball, String implementation, WaitStrategy strategy, Jvms jvms, Kernel kernel) {
        for (int player = 0; player < 2; player++) {
            kernel.synchronization().createEvent(EventOptions.defaults().withName(PingPong.name(player)));
        }
        int passes = PASSES; // as it is set here
        List<Child> players = new ArrayList<>();
        for (int player = 0; player < 2; player++) {
            int me = player;
            players.add(jvms.jvm()
                    .startedPlainly()
                    .withSystemProperty("mailslot.wait", implementation)
                    .start(c -> PingPong.play(ball, me, passes, strategy)));
        }
        for (Child player : players) {
            Exit end = player.awaitEnd(Deadline.PATIENCE.plus(Duration.ofMillis(PASSES)));
            assertThat(end.isClean()).as(player.evidence()).isTrue();
            System.out.print(ball + ", " + implementation + ", " + strategy + ": " + player.out());
            assertThat(player.out()).startsWith("passes=" + PASSES).endsWith("lost=0\n");
        }
    }
}
