package io.mailslot.it.wait;

import static io.mailslot.it.harness.Refusal.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WaitResult;
import io.mailslot.api.WaitResult.Outcome;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
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

/** How waits end other than well: out of time, closed, interrupted, or without a home. */
@HomeTest
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
            WaitResult result = i % 2 == 0 ? kernel.waitFor(timeout, event) : kernel.waitForAll(timeout, event, other);
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
        Waiter<WaitResult> patient = Waiter.start(() -> kernel.waitFor(Timeouts.FOREVER, event.handle()));
        assertThat(kernel.waitFor(Duration.ofMillis(2_200), Kernel.CURRENT_PROCESS))
                .isEqualTo(WaitResult.TIMED_OUT);
        patient.staysAsleep();
        event.set();
        assertThat(patient.result().signaled()).isTrue();
    }

    @Test
    void shouldFailPromptlyWhenAHandleIsClosed(@Named("other") Child other, Kernel kernel) throws Exception {
        Event kept = event(kernel);
        Event named =
                kernel.synchronization().createEvent(EventOptions.defaults().withName("shared"));
        other.run(c -> SyncChild.event(c, "shared"));
        Mutex mutex = kernel.synchronization().createMutex(MutexOptions.defaults());
        CountDownLatch owned = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Waiter<Void> owner = Waiter.start(() -> {
            kernel.waitFor(NOW, mutex.handle());
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
            Waiter<WaitResult> single = Waiter.asleep(() -> kernel.waitFor(LONG, target.handle));
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
    void shouldFailPromptlyWhenAHandleIsClosedFromOutside(Jvms jvms, Kernel kernel) throws Exception {
        Event event =
                kernel.synchronization().createEvent(EventOptions.defaults().withInheritable(true));
        Child child = jvms.jvm().withInheritance(Inheritance.all()).start();
        int process = child.object().handle();
        int receiver = child.call(c -> c.kernel().createMailslot("its").handle());
        for (int handle : new int[] {event.handle(), receiver}) {
            Waiter<ErrorCode> any =
                    SyncChild.asleep(child, c -> refusal(() -> c.kernel().waitForAny(Timeouts.FOREVER, handle)));

            NetTime start = NetTime.start();
            kernel.closeHandleIn(process, handle);

            assertThat(any.result()).isEqualTo(ErrorCode.INVALID_HANDLE);
            assertThat(start.took()).isLessThan(PROMPT);
        }
        int duplicate = kernel.duplicate(Kernel.CURRENT_PROCESS, event.handle(), process, DuplicateOptions.defaults());
        Waiter<ErrorCode> all =
                SyncChild.asleep(child, c -> refusal(() -> c.kernel().waitForAll(Timeouts.FOREVER, duplicate)));
        kernel.duplicate(
                process,
                duplicate,
                Kernel.CURRENT_PROCESS,
                DuplicateOptions.defaults().withCloseSource(true));
        assertThat(all.result()).isEqualTo(ErrorCode.INVALID_HANDLE);
    }

    @Test
    void shouldEndAllWaitsAndPendingReadsWhenTheKernelIsClosed(Jvms jvms, Kernel kernel) throws Exception {
        Child child = jvms.start();
        child.run(c -> c.kernel());
        ProcessObject process = child.object();
        Event event = event(kernel);
        Receiver receiver = kernel.createMailslot("slot");
        CompletableFuture<byte[]> pending = receiver.readAsync(Runnable::run);
        CompletableFuture<Long> pendingEnd = pending.handle((message, failure) -> System.nanoTime());
        List<Waiter<?>> waiters = List.of(
                Waiter.asleep(() -> kernel.waitFor(Timeouts.FOREVER, event.handle())),
                Waiter.asleep(() -> kernel.waitForAny(LONG, event.handle(), receiver.handle())),
                Waiter.asleep(() -> kernel.waitForAll(LONG, process.handle(), receiver.handle())),
                Waiter.asleep(() -> kernel.waitFor(LONG, Kernel.CURRENT_PROCESS)),
                Waiter.asleep(() -> receiver.read(LONG)),
                Waiter.asleep(() -> process.waitForEnd(LONG)));

        NetTime start = NetTime.start();
        kernel.close();

        for (Waiter<?> waiter : waiters) {
            waiter.failsWith(ErrorCode.INVALID_HANDLE);
            assertThat(waiter.endedAfter(start)).isLessThan(PROMPT);
        }
        assertThat(start.until(pendingEnd.get())).isLessThan(PROMPT);
        assertThat(pending.handle((message, failure) -> failure).get()).isInstanceOf(InvalidHandleException.class);
        jvms.all(child);
    }

    @Test
    void shouldGiveUpItsMutexesWhenTheKernelIsClosed(@Named("owner") Child owner, @Named("next") Child next)
            throws Exception {
        owner.run(c -> SyncChild.ownMutex(c, "lock"));
        int opened = next.call(c -> SyncChild.mutex(c, "lock").handle());
        Waiter<Outcome> waiter = SyncChild.asleep(next, opened);

        owner.run(c -> c.kernel().close());

        assertThat(waiter.result()).isEqualTo(Outcome.ABANDONED);
        next.run(c -> c.kernel().synchronization().mutex(opened).release());
    }

    @Test
    void shouldEndWaitsWhenTheHomeIsDeleted(TestHome home, Jvms jvms) throws Exception {
        for (String way : new String[] {"any", "all"}) {
            Path doomed = Files.createDirectory(
                    home.scratch().resolve(way),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            String theirs = doomed.toString();
            Child child = jvms.start();
            Waiter<ErrorCode> waiter = SyncChild.start(child, c -> waitIn(c, theirs, way));
            child.awaitPoint(way);
            waiter.staysAsleep();

            TestHome.deleteTree(doomed);

            assertThat(waiter.result()).isEqualTo(ErrorCode.FILE_INVALID);
        }
    }

    /** Returns with which code a wait in another home fails. */
    private static ErrorCode waitIn(ChildContext c, String home, String way) throws Exception {
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(Path.of(home)))) {
            int event = event(kernel).handle();
            int receiver = kernel.createMailslot("slot").handle();
            c.reached(way);
            return refusal(
                    way.equals("any")
                            ? () -> kernel.waitForAny(Timeouts.FOREVER, event, receiver)
                            : () -> kernel.waitForAll(Timeouts.FOREVER, event, receiver));
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
                Waiter.asleep(() -> kernel.waitFor(LONG, semaphore.handle())),
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
            Expect.code(ErrorCode.OPERATION_ABORTED, () -> kernel.waitFor(LONG, event.handle()));
            assertThat(kernel.waitFor(LONG, semaphore.handle()).signaled())
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
