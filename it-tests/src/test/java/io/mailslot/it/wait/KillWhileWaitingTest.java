package io.mailslot.it.wait;

import static io.mailslot.api.WaitResult.Outcome.ABANDONED;
import static io.mailslot.api.WaitResult.Outcome.SIGNALED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WaitResult;
import io.mailslot.api.WaitResult.Outcome;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Owners, waiters and signallers that are killed with {@code kill -9}, and what becomes of those who wait. */
@HomeTest
class KillWhileWaitingTest {
    /** The reaper's promise. */
    private static final Duration WOKEN = Duration.ofSeconds(2);

    @Test
    void shouldTellExactlyOneNextOwnerOfAnAbandonedMutex(Jvms jvms) throws Exception {
        List<Child> waiting = Stream.generate(jvms::start).limit(3).toList();
        for (int round = 0; round < 3; round++) {
            Child owner = jvms.start();
            int owned = owner.call(c -> SyncChild.ownMutex(c, "lock").handle());
            assertThat(SyncChild.take(owner, owned)).as("owned twice").isEqualTo(SIGNALED);
            List<Waiter<Outcome>> next = new ArrayList<>();
            for (Child child : waiting) {
                int opened = child.call(c -> SyncChild.mutex(c, "lock").handle());
                next.add(SyncChild.start(child, c -> own(c.kernel(), opened)));
            }
            next.get(0).staysAsleep();

            NetTime start = NetTime.start();
            owner.kill();

            List<Outcome> outcomes = new ArrayList<>();
            for (Waiter<Outcome> waiter : next) {
                outcomes.add(waiter.result());
            }
            assertThat(start.took()).isLessThan(WOKEN);
            assertThat(outcomes).containsExactlyInAnyOrder(ABANDONED, SIGNALED, SIGNALED);
        }
    }

    /** Waits for a mutex, gives it back and closes it. */
    private static Outcome own(Kernel kernel, int handle) {
        try (Mutex mutex = kernel.synchronization().mutex(handle)) {
            Outcome outcome = mutex.await(Deadline.PATIENCE).outcome();
            mutex.release();
            return outcome;
        }
    }

    @Test
    void shouldNameTheAbandonedMutexOfAWaitForAll(@Named("owner") Child owner, Kernel kernel) throws Exception {
        Event gate = kernel.synchronization()
                .createEvent(EventOptions.defaults().withManualReset(true).withInitiallySet(true));
        Mutex mutex =
                kernel.synchronization().createMutex(MutexOptions.defaults().withName("lock"));
        owner.run(c -> SyncChild.mutex(c, "lock").await(Duration.ZERO));
        Waiter<WaitResult> all = Waiter.asleep(() -> {
            WaitResult result = kernel.waitForAll(Deadline.PATIENCE, gate.handle(), mutex.handle());
            mutex.release();
            return result;
        });

        owner.kill();

        assertThat(all.result()).isEqualTo(WaitResult.of(ABANDONED, 1));
        assertThat(kernel.waitForAll(Duration.ZERO, gate.handle(), mutex.handle()))
                .as("told once")
                .isEqualTo(WaitResult.of(SIGNALED, 0));
        mutex.release();
    }

    @Test
    void shouldGoOnWhenAWaiterIsKilledAsleep(TestHome home, Jvms jvms, Kernel kernel) throws Exception {
        Event event =
                kernel.synchronization().createEvent(EventOptions.defaults().withName("turn"));
        ChildSpec stranger = jvms.jvm().startedPlainly();
        Child survivor = stranger.start();
        int opened = survivor.call(c -> SyncChild.event(c, "turn").handle());
        for (int round = 0; round < 3; round++) {
            Child victim = stranger.start(c -> {
                Event turn = SyncChild.event(c, "turn");
                c.reached("waits");
                turn.await(Timeouts.FOREVER);
            });
            victim.awaitPoint("waits");
            Waiter<Outcome> survives = SyncChild.asleep(survivor, opened);

            victim.kill();
            event.set();

            assertThat(survives.result()).isEqualTo(SIGNALED);
        }
        assertThat(kernel.waitFor(Duration.ZERO, event.handle())).isEqualTo(WaitResult.TIMED_OUT);
        Deadline.await("the dead are reaped", Deadline.DEATH_NOTICED).untilAsserted(() -> {
            assertThat(event.describe().usageCount()).isEqualTo(2);
            assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
        });
    }

    /** A sleeper's own look around, a second after it fell asleep, would be later than what is asserted here. */
    @Test
    void shouldWakeTheReaderOfAWriterThatDiedBeforeItDidSo(Jvms jvms, Kernel kernel) throws Exception {
        Receiver receiver = kernel.createMailslot("slot");
        measure("a reader", jvms, kernel, () -> Waiter.asleep(() -> receiver.read(Timeouts.FOREVER))::result);
    }

    @Test
    void shouldCompleteThePendingReadOfAWriterThatDiedBeforeItDidSo(Jvms jvms, Kernel kernel) throws Exception {
        Receiver receiver = kernel.createMailslot("slot");
        Executor executor = Runnable::run;
        measure("a pending read", jvms, kernel, () -> {
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

    private static void measure(String who, Jvms jvms, Kernel kernel, Start start) throws Exception {
        List<Duration> took = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            Child writer = jvms.jvm()
                    .startedPlainly()
                    .stopAtFaultPoint(FaultPoint.WRITE_BEFORE_WAKE.name(), 1)
                    .start();
            int sender = writer.call(c -> c.kernel().openMailslot("slot").handle());
            ProcessObject watched = kernel.openProcess(
                    writer.pid(),
                    ObjectOpenOptions.of(AccessRight.SYNCHRONIZE)); // else it is seen up to half a second later
            Read read = start.begin();

            String last = "last " + round;
            writer.begin(c -> c.kernel().sender(sender).write(last));
            writer.awaitStopped().killNow();
            NetTime dead = NetTime.start();

            assertThat(new String(read.result().orElseThrow(), UTF_8)).isEqualTo(last);
            took.add(dead.took());
            watched.close();
        }
        Collections.sort(took);
        System.out.println(who + " was woken after a writer's death: " + Arrays.toString(took.toArray()));
        assertThat(took.get(took.size() - 1)).isLessThan(WOKEN);
        assertThat(took.get(took.size() / 2)).isLessThan(Duration.ofMillis(600));
    }
}
