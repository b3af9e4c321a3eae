package io.mailslot.it.wait;

import static io.mailslot.it.harness.Refusal.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WaitResult;
import io.mailslot.api.WaitResult.Outcome;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Prompt;
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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How waits end other than well: out of time, closed, interrupted, or without a home. */
@HomeTest
class WaitEndsTest {
    private static final Duration NOW = Duration.ZERO;
    private static final Duration LONG = Deadline.PATIENCE;

    /** A sleeper looks around by itself every other second: what takes clearly less was told. */
    private static final Duration PROMPT = Duration.ofMillis(600);

    private static final int ROUNDS = 40;

    @Test
    void shouldKeepToTimeouts(TestHome home) throws Exception {
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
        Prompt.within(Duration.ofSeconds(1), () -> {
            NetTime start = NetTime.start();
            for (int i = 0; i < 1_000; i++) {
                assertThat(kernel.waitForAny(NOW, event, other).signaled()).isFalse();
            }
            return start.took();
        });
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
        AtomicInteger made = new AtomicInteger();
        ExecutorService owner = Executors.newSingleThreadExecutor(); // a thread that has ended owns nothing
        try {
            failPromptly(kernel, () -> eventOfTwo(other, kernel, "shared" + made.incrementAndGet()));
            failPromptly(kernel, () -> {
                Mutex mutex = kernel.synchronization().createMutex(MutexOptions.defaults()); // the last handle
                owner.submit(() -> kernel.waitFor(NOW, mutex.handle())).get();
                return new Target(mutex.handle(), mutex::close);
            });
            failPromptly(kernel, () -> {
                Receiver receiver = kernel.createMailslot("slot");
                return new Target(receiver.handle(), receiver::close);
            });
        } finally {
            owner.shutdown();
        }
    }

    private record Target(int handle, Runnable close) {}

    private static Target eventOfTwo(Child other, Kernel kernel, String name) {
        Event event =
                kernel.synchronization().createEvent(EventOptions.defaults().withName(name));
        other.run(c -> SyncChild.event(c, name));
        return new Target(event.handle(), event::close);
    }

    private static void failPromptly(Kernel kernel, Callable<Target> make) throws Exception {
        Event kept = event(kernel);
        Prompt.within(PROMPT, () -> {
            Target target = make.call();
            List<Waiter<WaitResult>> waiters = List.of(
                    Waiter.asleep(() -> kernel.waitFor(LONG, target.handle)),
                    Waiter.asleep(() -> kernel.waitForAny(LONG, kept.handle(), target.handle)),
                    Waiter.asleep(() -> kernel.waitForAll(LONG, kept.handle(), target.handle)));

            NetTime start = NetTime.start();
            target.close.run();

            return Waiter.allFailWith(ErrorCode.INVALID_HANDLE, waiters, start);
        });
    }

    @Test
    void shouldFailPromptlyWhenAHandleIsClosedFromOutside(Jvms jvms, Kernel kernel) throws Exception {
        Event event =
                kernel.synchronization().createEvent(EventOptions.defaults().withInheritable(true));
        Child child = jvms.jvm().withInheritance(Inheritance.all()).start();
        int process = child.object().handle();
        AtomicInteger next = new AtomicInteger(event.handle()); // which it has inherited
        closePromptly(
                child,
                kernel,
                () -> next.getAndSet(kernel.duplicate(
                        Kernel.CURRENT_PROCESS, event.handle(), process, DuplicateOptions.defaults())));
        closePromptly(
                child,
                kernel,
                () -> child.call(c -> c.kernel().createMailslot("its").handle()));
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

    /** Closes handles of the child that it waits for. */
    private static void closePromptly(Child child, Kernel kernel, Callable<Integer> handles) throws Exception {
        Prompt.within(PROMPT, () -> {
            int handle = handles.call();
            Waiter<ErrorCode> any =
                    SyncChild.asleep(child, c -> refusal(() -> c.kernel().waitForAny(Timeouts.FOREVER, handle)));

            NetTime start = NetTime.start();
            kernel.closeHandleIn(child.object().handle(), handle);

            assertThat(any.result()).isEqualTo(ErrorCode.INVALID_HANDLE);
            return start.took();
        });
    }

    @Test
    void shouldEndAllWaitsAndPendingReadsWhenTheKernelIsClosed(TestHome home, Jvms jvms) throws Exception {
        Child child = jvms.start();
        child.run(c -> c.kernel());
        Prompt.within(PROMPT, () -> endAllByClosing(home.attach(), child));
        jvms.all(child);
    }

    private static Duration endAllByClosing(Kernel kernel, Child child) throws Exception {
        ProcessObject process = kernel.openProcess(child.pid(), ObjectOpenOptions.of(AccessRight.SYNCHRONIZE));
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

        Duration longest = Waiter.allFailWith(ErrorCode.INVALID_HANDLE, waiters, start);
        Duration read = start.until(pendingEnd.get());
        assertThat(pending.handle((message, failure) -> failure).get()).isInstanceOf(InvalidHandleException.class);
        return read.compareTo(longest) > 0 ? read : longest;
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
        List<Callable<WaitResult>> waits = List.of(
                () -> kernel.waitFor(LONG, semaphore.handle()),
                () -> kernel.waitForAny(LONG, receiver.handle(), semaphore.handle()),
                () -> kernel.waitForAll(Timeouts.FOREVER, event.handle(), semaphore.handle()));

        for (Callable<WaitResult> wait : waits) {
            Prompt.within(PROMPT, () -> {
                Waiter<WaitResult> waiter = Waiter.asleep(wait);
                NetTime start = NetTime.start();
                waiter.thread().interrupt();
                waiter.failsWith(ErrorCode.OPERATION_ABORTED);
                assertThat(waiter.wasInterruptedAtEnd())
                        .as("the flag stays set")
                        .isTrue();
                return waiter.endedAfter(start);
            });
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

        Deadline.await("nothing refers to the thread").until(() -> {
            System.gc();
            return ended.get() == null;
        });
    }

    private static Event event(Kernel kernel) {
        return kernel.synchronization().createEvent(EventOptions.defaults());
    }
}
