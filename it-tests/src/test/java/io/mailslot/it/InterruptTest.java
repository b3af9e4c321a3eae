package io.mailslot.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.ChildProcess;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WaitInterruptedException;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.storm.NetTime;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Thread.interrupt} ends waits and nothing else. */
@HomeTest
class InterruptTest {
    private static final MailslotOptions PATIENT =
            MailslotOptions.defaults().withMaxMessageSize(424).withReadTimeout(Duration.ofSeconds(20));
    private static final int INTERRUPTS = 1_000;
    private static final int ROUNDS = 20;

    @Test
    void shouldEndABlockedReadAtOnceAndKeepTheFlag(@Named("sender") Child child, Kernel kernel) throws Exception {
        int blocked = kernel.createMailslot("blocked").handle();
        int sender = open(child, "blocked");
        CompletableFuture<Boolean> flagKept = new CompletableFuture<>();
        CountDownLatch started = new CountDownLatch(1);
        Thread reader = startThread(
                () -> {
                    started.countDown();
                    assertThatThrownBy(() -> kernel.receiver(blocked).read())
                            .isInstanceOf(WaitInterruptedException.class)
                            .hasMessageContaining("interrupt");
                    flagKept.complete(Thread.interrupted());
                },
                flagKept::completeExceptionally);
        assertThat(started.await(Deadline.PATIENCE.toSeconds(), SECONDS)).isTrue();
        assertStays(reader, "blocked");

        NetTime start = NetTime.start();
        reader.interrupt();

        assertThat(flagKept.get(Deadline.PATIENCE.toSeconds(), SECONDS)).isTrue();
        assertThat(start.took()).isLessThan(Duration.ofSeconds(1));
        child.run(c -> c.kernel().sender(sender).write("still open"));
        assertThat(new String(kernel.receiver(blocked).read(), UTF_8)).isEqualTo("still open");
    }

    @Test
    void shouldFailAWaitThatStartsInterruptedButServeCallsThatNeedNoWait(@Named("sender") Child child, Kernel kernel) {
        Thread.currentThread().interrupt();
        try {
            Receiver receiver = kernel.createMailslot("interrupted", PATIENT);
            Sender sender = kernel.openMailslot("interrupted");
            sender.write("a message".getBytes(UTF_8));
            assertThat(receiver.info().messageCount()).isOne();
            assertThat(receiver.poll()).isPresent();
            assertThat(receiver.poll()).isEmpty();
            assertThatThrownBy(receiver::read).isInstanceOf(WaitInterruptedException.class);
            assertThat(kernel.handles()).hasSize(2);
            sender.close();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(open(child, "interrupted")).isEqualTo(4);
    }

    @Test
    void shouldEndAWaitForAChild(Jvms jvms, Kernel kernel) throws Exception {
        Child child = jvms.start();
        child.run(c -> c.kernel());
        CompletableFuture<Boolean> flagKept = new CompletableFuture<>();
        Thread waiter = startThread(
                () -> {
                    assertThatThrownBy(() -> object(child).waitFor()).isInstanceOf(WaitInterruptedException.class);
                    flagKept.complete(Thread.interrupted());
                },
                flagKept::completeExceptionally);
        assertStays(waiter, "waiting");

        waiter.interrupt();

        assertThat(flagKept.get(Deadline.PATIENCE.toSeconds(), SECONDS)).isTrue();
        jvms.all(child);
        assertThat(object(child).waitFor()).isZero();
    }

    /** Any other wait for the child's end does so, too. */
    @ParameterizedTest(name = "kernel closed: {0}")
    @ValueSource(booleans = {false, true})
    void shouldEndAWaitForAChildWhoseHandleIsClosed(boolean closesKernel, Jvms jvms, Kernel kernel) throws Exception {
        Child child = jvms.start();
        child.run(c -> c.kernel());
        CompletableFuture<Integer> waited = new CompletableFuture<>();
        Thread waiter = startThread(() -> waited.complete(object(child).waitFor()), waited::completeExceptionally);
        assertStays(waiter, "waiting");

        if (closesKernel) {
            kernel.close();
        } else {
            child.object().close();
        }

        assertThatThrownBy(() -> waited.get(Deadline.PATIENCE.toSeconds(), SECONDS))
                .hasCauseInstanceOf(InvalidHandleException.class);
    }

    @Test
    void shouldSurviveAStormOfInterruptsOverEveryCall(@Named("sender") Child child, Kernel kernel) throws Exception {
        long seed = System.nanoTime();
        child.run(c -> c.kernel());
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong rounds = new AtomicLong();
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String name = "storm/" + i;
            CompletableFuture<Void> end = new CompletableFuture<>();
            ends.add(end);
            workers.add(startThread(
                    () -> {
                        while (!stop.get()) {
                            oneRound(kernel, name);
                            rounds.incrementAndGet();
                        }
                        end.complete(null);
                    },
                    end::completeExceptionally));
        }

        Random random = new Random(seed);
        // a busy machine comes to fewer rounds; one that hangs comes to none
        for (int i = 0; i < INTERRUPTS || rounds.get() <= ROUNDS && i < 60 * INTERRUPTS; i++) {
            workers.get(random.nextInt(workers.size())).interrupt();
            LockSupport.parkNanos(random.nextInt(2_000_000));
        }
        stop.set(true);

        for (CompletableFuture<Void> end : ends) {
            assertThat(outcome(end))
                    .as("seed %d after %d rounds", seed, rounds.get())
                    .isEqualTo("well");
        }
        assertThat(rounds.get()).as("rounds under fire").isGreaterThan(ROUNDS);
        assertThat(kernel.handles()).as("seed %d", seed).isEmpty();
        assertUsable(kernel, child);
    }

    /** Creates, opens, writes, reads, lists and closes; an interrupt may end the wait of the read, nothing else. */
    private static void oneRound(Kernel kernel, String name) {
        try (Receiver receiver = kernel.createMailslot(name, PATIENT);
                Sender sender = kernel.openMailslot(name)) {
            sender.write(name.getBytes(UTF_8));
            assertThat(sender.info().messageCount()).isOne();
            byte[] message = readThroughInterrupts(receiver);
            assertThat(new String(message, UTF_8)).isEqualTo(name);
            assertThat(kernel.handles()).isNotEmpty();
            receiver.describe();
        }
        // sometimes carries the flag into the next round, as user code may
        if (System.nanoTime() % 2 == 0) {
            Thread.interrupted();
        }
    }

    private static byte[] readThroughInterrupts(Receiver receiver) {
        while (true) {
            try {
                return receiver.read();
            } catch (WaitInterruptedException e) {
                assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
            }
        }
    }

    private static void assertUsable(Kernel kernel, Child child) {
        Receiver receiver = kernel.createMailslot("after the storm", PATIENT);
        child.run(c -> c.kernel().openMailslot("after the storm").write("calm"));
        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("calm");
    }

    private static int open(Child child, String name) {
        return child.call(c -> c.kernel().openMailslot(name).handle());
    }

    private static ChildProcess object(Child child) {
        return (ChildProcess) child.object();
    }

    private static String outcome(CompletableFuture<Void> end) throws InterruptedException, TimeoutException {
        try {
            end.get(Deadline.PATIENCE.toSeconds(), SECONDS);
            return "well";
        } catch (ExecutionException e) {
            StringWriter trace = new StringWriter();
            e.getCause().printStackTrace(new PrintWriter(trace));
            return trace.toString();
        }
    }

    private static void assertStays(Thread thread, String state) {
        Deadline.await("the thread stays " + state)
                .during(Duration.ofMillis(200))
                .until(thread::isAlive);
    }

    private static Thread startThread(Runnable body, Consumer<Throwable> onFailure) {
        Thread thread = new Thread(body, "worker");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, failure) -> onFailure.accept(failure));
        thread.start();
        return thread;
    }
}
