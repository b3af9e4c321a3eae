package io.mailslot.it.wait;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WaitResult;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import io.mailslot.it.storm.NetTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Owners, waiters and signallers that are killed with {@code kill -9}, and what becomes of those who wait. */
@ExtendWith(TestHomeExtension.class)
class KillWhileWaitingTest {
    /** The reaper's promise. */
    private static final Duration WOKEN = Duration.ofSeconds(2);

    @Test
    void shouldTellExactlyOneNextOwnerOfAnAbandonedMutex(TestHome home) {
        List<ChildJvm> waiting = List.of(home.agent(), home.agent(), home.agent());
        for (int round = 0; round < 3; round++) {
            ChildJvm owner = home.agent();
            int owned = owner.must("mutex", "lock", true, false).handle();
            assertThat(owner.must("any", 0, owned).text("outcome"))
                    .as("owned twice")
                    .isEqualTo("SIGNALED");
            int[] opened = waiting.stream()
                    .mapToInt(child -> child.must("opensync", "mutex", "lock").handle())
                    .toArray();
            for (int i = 0; i < opened.length; i++) {
                waiting.get(i).tell("own", opened[i]);
            }
            assertThat(waiting.get(0).saysNothingFor(Duration.ofMillis(150))).isTrue();

            NetTime start = NetTime.start();
            owner.kill();

            List<String> outcomes = new ArrayList<>();
            waiting.forEach(child -> outcomes.add(child.reply().text("outcome")));
            assertThat(start.took()).isLessThan(WOKEN);
            assertThat(outcomes).containsExactlyInAnyOrder("ABANDONED", "SIGNALED", "SIGNALED");
            for (int i = 0; i < opened.length; i++) {
                waiting.get(i).must("close", opened[i]);
            }
        }
    }

    @Test
    void shouldNameTheAbandonedMutexOfAWaitForAll(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Event gate = kernel.synchronization()
                .createEvent(EventOptions.defaults().withManualReset(true).withInitiallySet(true));
        Mutex mutex =
                kernel.synchronization().createMutex(MutexOptions.defaults().withName("lock"));
        ChildJvm owner = home.agent();
        int opened = owner.must("opensync", "mutex", "lock").handle();
        owner.must("any", 0, opened);
        Waiter<WaitResult> all = Waiter.asleep(() -> {
            WaitResult result = kernel.waitForAll(Deadline.PATIENCE, gate.handle(), mutex.handle());
            mutex.release();
            return result;
        });

        owner.kill();

        assertThat(all.result()).isEqualTo(new WaitResult(WaitResult.Outcome.ABANDONED, 1));
        assertThat(kernel.waitForAll(Duration.ZERO, gate.handle(), mutex.handle()))
                .as("told once")
                .isEqualTo(new WaitResult(WaitResult.Outcome.SIGNALED, 0));
        mutex.release();
    }

    @Test
    void shouldGoOnWhenAWaiterIsKilledAsleep(TestHome home) {
        Kernel kernel = home.attach();
        Event event =
                kernel.synchronization().createEvent(EventOptions.defaults().withName("turn"));
        ChildJvm survivor = home.agent();
        int opened = survivor.must("opensync", "event", "turn").handle();
        for (int round = 0; round < 3; round++) {
            ChildJvm victim = home.agent();
            victim.tell(
                    "any", "forever", victim.must("opensync", "event", "turn").handle());
            survivor.tell("any", "forever", opened);
            assertThat(victim.saysNothingFor(Duration.ofMillis(100))).isTrue();

            victim.killWithoutWaiting();
            victim.awaitExit(Deadline.PATIENCE);
            event.set();

            assertThat(survivor.reply().text("outcome")).isEqualTo("SIGNALED");
        }
        assertThat(kernel.waitForSingle(event.handle(), Duration.ZERO)).isEqualTo(WaitResult.TIMED_OUT);
        Deadline.await("the dead are reaped", Deadline.DEATH_NOTICED).untilAsserted(() -> {
            assertThat(event.describe().usageCount()).isEqualTo(2);
            assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
        });
    }

    /** A sleeper's own look around, a second after it fell asleep, would be later than what is asserted here. */
    @Test
    void shouldWakeTheReaderOfAWriterThatDiedBeforeItDidSo(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("slot");
        measure("a reader", home, () -> Waiter.asleep(() -> receiver.read(Timeouts.FOREVER))::result);
    }

    @Test
    void shouldCompleteThePendingReadOfAWriterThatDiedBeforeItDidSo(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("slot");
        Executor executor = Runnable::run;
        measure("a pending read", home, () -> {
            CompletableFuture<byte[]> read = receiver.readAsync(executor);
            return () -> Optional.of(read.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        });
    }

    private interface Read {
        Optional<byte[]> result() throws Exception;
    }

    private interface Start {
        Read begin() throws Exception;
    }

    private static void measure(String who, TestHome home, Start start) throws Exception {
        List<Duration> took = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            ChildJvm writer = home.start(TestHome.agentCommand()
                    .systemProperty(FaultPoint.PROPERTY, FaultPoint.WRITE_BEFORE_WAKE.name())
                    .toProcessBuilder());
            writer.must("attach");
            int sender = writer.must("open", "slot", false).handle();
            Read read = start.begin();

            writer.tell("write", sender, "last " + round);
            writer.expectExit(FaultPoint.HALT_STATUS).awaitExit(Deadline.PATIENCE);
            NetTime dead = NetTime.start();

            assertThat(new String(read.result().orElseThrow(), UTF_8)).isEqualTo("last " + round);
            took.add(dead.took());
        }
        Collections.sort(took);
        System.out.println(who + " was woken after a writer's death: " + Arrays.toString(took.toArray()));
        assertThat(took.get(took.size() - 1)).isLessThan(WOKEN);
        assertThat(took.get(took.size() / 2)).isLessThan(Duration.ofMillis(600));
    }
}
