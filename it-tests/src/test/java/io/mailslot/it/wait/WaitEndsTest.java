package io.mailslot.it.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WaitResult;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import io.mailslot.it.storm.NetTime;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How waits end other than well: out of time, closed, interrupted, or without a home. */
@ExtendWith(TestHomeExtension.class)
class WaitEndsTest {
    private static final Duration NOW = Duration.ZERO;
    private static final Duration LONG = Deadline.PATIENCE;

    /** A sleeper looks around by itself once a second: what takes clearly less was told. */
    private static final Duration PROMPT = Duration.ofMillis(600);

    private static final int ROUNDS = 40;

    @Test
    void shouldKeepToTimeouts(TestHome home) {
        Kernel kernel = home.attach();
        int event = event(kernel).handle();
        int other = event(kernel).handle();
        long[] late = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            Duration timeout = Duration.ofMillis(1 + i % 20);
            long start = System.nanoTime();
            WaitResult result =
                    i % 2 == 0 ? kernel.waitForSingle(event, timeout) : kernel.waitForAll(timeout, event, other);
            late[i] = System.nanoTime() - start - timeout.toNanos();
            assertThat(result).isEqualTo(WaitResult.TIMED_OUT);
            assertThat(late[i]).as("never early").isNotNegative();
        }
        Arrays.sort(late);
        System.out.printf(
                Locale.ROOT,
                "timeouts: %.2f ms late in the middle, %.2f ms at most%n",
                late[ROUNDS / 2] / 1e6,
                late[ROUNDS - 1] / 1e6);
        assertThat(Duration.ofNanos(late[ROUNDS / 4])).as("some of them").isLessThan(Duration.ofMillis(10));
        NetTime start = NetTime.start();
        for (int i = 0; i < 1_000; i++) {
            assertThat(kernel.waitForAny(NOW, event, other).signaled()).isFalse();
        }
        assertThat(start.took()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void shouldWaitLongerThanTheSafetySleepWhenToldTo(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Event event = event(kernel);
        Waiter<WaitResult> patient = Waiter.start(() -> kernel.waitForSingle(event.handle(), Timeouts.FOREVER));
        assertThat(kernel.waitForSingle(Kernel.CURRENT_PROCESS, Duration.ofMillis(2_200)))
                .isEqualTo(WaitResult.TIMED_OUT);
        patient.staysAsleep();
        event.set();
        assertThat(patient.result().signaled()).isTrue();
    }

    @Test
    void shouldFailPromptlyWhenAHandleIsClosed(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Event kept = event(kernel);
        Event named =
                kernel.synchronization().createEvent(EventOptions.defaults().withName("shared"));
        ChildJvm child = home.agent();
        child.must("opensync", "event", "shared");
        Mutex mutex = kernel.synchronization().createMutex(MutexOptions.defaults());
        CountDownLatch owned = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Waiter<Void> owner = Waiter.start(() -> {
            kernel.waitForSingle(mutex.handle(), NOW);
            owned.countDown();
            done.await(); // a thread that has ended owns nothing
            return null;
        });
        owned.await();
        Receiver receiver = kernel.createMailslot("slot");
        for (InvalidHandleTarget target : List.of(
                new InvalidHandleTarget("an event that others hold", named.handle(), named::close),
                new InvalidHandleTarget("a mutex, the last handle", mutex.handle(), mutex::close),
                new InvalidHandleTarget("a receiver", receiver.handle(), receiver::close))) {
            Waiter<WaitResult> single = Waiter.asleep(() -> kernel.waitForSingle(target.handle, LONG));
            Waiter<WaitResult> any = Waiter.asleep(() -> kernel.waitForAny(LONG, kept.handle(), target.handle));
            Waiter<WaitResult> all = Waiter.asleep(() -> kernel.waitForAll(LONG, kept.handle(), target.handle));

            NetTime start = NetTime.start();
            target.close.run();

            for (Waiter<WaitResult> waiter : List.of(single, any, all)) {
                waiter.failsWith(ErrorCode.INVALID_HANDLE);
                assertThat(waiter.endedAfter(start)).as(target.what).isLessThan(PROMPT);
            }
        }
        done.countDown();
        owner.result();
    }

    private record InvalidHandleTarget(String what, int handle, Runnable close) {}

    @Test
    void shouldFailPromptlyWhenAHandleIsClosedFromOutside(TestHome home) {
        Kernel kernel = home.attach();
        Event event =
                kernel.synchronization().createEvent(EventOptions.defaults().withInheritable(true));
        ChildJvm child = home.child(kernel, Inheritance.all());
        int process = child.kernelObject().handle();
        int receiver = child.must("create", "its", 0, "forever", false).handle();
        for (int handle : new int[] {event.handle(), receiver}) {
            child.tell("any", "forever", handle);
            assertThat(child.saysNothingFor(Duration.ofMillis(150))).isTrue();

            NetTime start = NetTime.start();
            kernel.closeHandleIn(process, handle);

            assertThat(child.reply().code()).isEqualTo(ErrorCode.INVALID_HANDLE.value());
            assertThat(start.took()).isLessThan(PROMPT);
        }
        int duplicate = kernel.duplicate(Kernel.CURRENT_PROCESS, event.handle(), process, DuplicateOptions.defaults());
        child.tell("all", "forever", duplicate);
        assertThat(child.saysNothingFor(Duration.ofMillis(150))).isTrue();
        kernel.duplicate(
                process,
                duplicate,
                Kernel.CURRENT_PROCESS,
                DuplicateOptions.defaults().withCloseSource(true));
        assertThat(child.reply().code()).isEqualTo(ErrorCode.INVALID_HANDLE.value());
    }

    @Test
    void shouldEndAllWaitsAndPendingReadsWhenTheKernelIsClosed(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        ChildJvm child = home.child(kernel, Inheritance.none());
        int process = child.kernelObject().handle();
        Event event = event(kernel);
        Receiver receiver = kernel.createMailslot("slot");
        CompletableFuture<byte[]> pending = receiver.readAsync(Runnable::run);
        CompletableFuture<Long> pendingEnd = pending.handle((message, failure) -> System.nanoTime());
        List<Waiter<?>> waiters = List.of(
                Waiter.asleep(() -> kernel.waitForSingle(event.handle(), Timeouts.FOREVER)),
                Waiter.asleep(() -> kernel.waitForAny(LONG, event.handle(), receiver.handle())),
                Waiter.asleep(() -> kernel.waitForAll(LONG, process, receiver.handle())),
                Waiter.asleep(() -> kernel.waitForSingle(Kernel.CURRENT_PROCESS, LONG)),
                Waiter.asleep(() -> receiver.read(LONG)),
                Waiter.asleep(() -> child.kernelObject().waitForEnd(LONG)));

        NetTime start = NetTime.start();
        kernel.close();

        for (Waiter<?> waiter : waiters) {
            waiter.failsWith(ErrorCode.INVALID_HANDLE);
            assertThat(waiter.endedAfter(start)).isLessThan(PROMPT);
        }
        assertThat(start.until(pendingEnd.get())).isLessThan(PROMPT);
        assertThat(pending.handle((message, failure) -> failure).get()).isInstanceOf(InvalidHandleException.class);
        child.end();
    }

    @Test
    void shouldGiveUpItsMutexesWhenTheKernelIsClosed(TestHome home) {
        ChildJvm child = home.agent();
        int mutex = child.must("mutex", "lock", true, false).handle();
        ChildJvm other = home.agent();
        int opened = other.must("opensync", "mutex", "lock").handle();
        other.tell("any", "forever", opened);
        assertThat(other.saysNothingFor(Duration.ofMillis(150))).isTrue();
        assertThat(mutex).isPositive();

        child.must("detach");

        assertThat(other.reply().text("outcome")).isEqualTo("ABANDONED");
        other.must("unlock", opened);
    }

    @Test
    void shouldEndWaitsWhenTheHomeIsDeleted(TestHome home) throws IOException {
        for (String way : new String[] {"any", "all"}) {
            Path doomed = Files.createDirectory(
                    home.scratch().resolve(way),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            ChildJvm child = home.unattachedAgent();
            child.must("attach", doomed);
            int event = child.must("event", "", false, false, false).handle();
            int receiver = child.must("create", "slot", 0, "forever", false).handle();
            child.tell(way, "forever", event, receiver);
            assertThat(child.saysNothingFor(Duration.ofMillis(150))).isTrue();

            TestHome.deleteTree(doomed);

            assertThat(child.reply().code()).isEqualTo(ErrorCode.FILE_INVALID.value());
        }
    }

    @Test
    void shouldTakeNothingWhenInterrupted(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Semaphore semaphore = kernel.synchronization().createSemaphore(SemaphoreOptions.of(0, 9));
        Event event = event(kernel);
        Receiver receiver = kernel.createMailslot("slot");
        event.set();
        List<Waiter<WaitResult>> waiters = List.of(
                Waiter.asleep(() -> kernel.waitForSingle(semaphore.handle(), LONG)),
                Waiter.asleep(() -> kernel.waitForAny(LONG, receiver.handle(), semaphore.handle())),
                Waiter.asleep(() -> kernel.waitForAll(Timeouts.FOREVER, event.handle(), semaphore.handle())));

        for (Waiter<WaitResult> waiter : waiters) {
            NetTime start = NetTime.start();
            waiter.thread().interrupt();
            waiter.failsWith(ErrorCode.OPERATION_ABORTED);
            assertThat(waiter.endedAfter(start)).isLessThan(PROMPT);
            assertThat(waiter.wasInterruptedAtEnd()).as("the flag stays set").isTrue();
        }

        assertThat(semaphore.release(2)).isZero();
        assertThat(kernel.waitForAll(NOW, semaphore.handle(), event.handle()).signaled())
                .isTrue();
        assertThat(semaphore.release(1)).isEqualTo(1);
        Thread.currentThread().interrupt();
        try {
            Expect.code(ErrorCode.OPERATION_ABORTED, () -> kernel.waitForSingle(event.handle(), LONG));
            assertThat(kernel.waitForSingle(semaphore.handle(), LONG).signaled())
                    .as("needs no wait")
                    .isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** An ended thread refers to what it ran, and so to the home's memory. */
    @Test
    void shouldNotKeepThreadsThatHaveEnded(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("slot");
        Waiter<?> reader = Waiter.start(receiver::poll);
        reader.result();
        reader.thread().join();
        WeakReference<Thread> ended = new WeakReference<>(reader.thread());
        reader = null;

        receiver.close();

        Deadline.await("nothing refers to the thread", Duration.ofSeconds(5)).until(() -> {
            System.gc();
            return ended.get() == null;
        });
    }

    private static Event event(Kernel kernel) {
        return kernel.synchronization().createEvent(EventOptions.defaults());
    }
}
