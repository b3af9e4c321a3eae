package io.mailslot.it.wait;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.MailslotException;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Prompt;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Futures of what is signaled, which take nothing and have no thread. */
@HomeTest
class WhenSignaledTest {
    private static final Duration NOW = Duration.ZERO;
    private static final Duration PROMPT = Duration.ofMillis(600);

    @Test
    void shouldTellOfSynchronisationObjectsAndTakeNothing(@Named("other") Child child, Kernel kernel) throws Exception {
        Event event =
                kernel.synchronization().createEvent(EventOptions.defaults().withName("e"));
        Semaphore semaphore = kernel.synchronization()
                .createSemaphore(SemaphoreOptions.of(0, 9).withName("s"));
        int mutexThere = child.call(c -> SyncChild.ownMutex(c, "m").handle());
        Mutex mutex = kernel.synchronization().openMutex("m", ObjectOpenOptions.of(AccessRight.SYNCHRONIZE));
        CompletableFuture<Void> set = event.whenSignaled();
        CompletableFuture<Void> counted = semaphore.whenSignaled();
        CompletableFuture<Void> free = mutex.whenSignaled();
        stayPending(set, counted, free);

        child.run(c -> {
            SyncChild.event(c, "e").set();
            SyncChild.semaphore(c, "s").release(2);
            c.kernel().synchronization().mutex(mutexThere).release();
        });

        await(set);
        await(counted);
        await(free);
        assertThat(event.await(NOW).signaled()).as("still set").isTrue();
        assertThat(semaphore.release(1)).as("still all of them").isEqualTo(2);
        Expect.code(ErrorCode.NOT_OWNER, mutex::release);
        assertThat(mutex.await(NOW).signaled()).isTrue();
        mutex.release();
    }

    @Test
    void shouldTellOfAMessageAndLeaveItUnread(@Named("other") Child child, Kernel kernel) throws Exception {
        Receiver receiver = kernel.createMailslot("slot");
        CompletableFuture<Void> message = receiver.whenSignaled();
        stayPending(message);

        child.run(c -> c.kernel().openMailslot("slot").write("unread"));

        await(message);
        await(receiver.whenSignaled());
        assertThat(receiver.poll().orElseThrow()).isEqualTo("unread".getBytes(UTF_8));
        stayPending(receiver.whenSignaled());
    }

    /** What is there already may become what is waited for. */
    @Test
    void shouldTellOfAMessageThatCountsFromNowOn(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("slot");
        kernel.openMailslot("slot").write(new byte[1]);
        Prompt.within(PROMPT, () -> {
            receiver.setSignaledFrom(1);
            CompletableFuture<Void> message = receiver.whenSignaled();
            stayPending(message);

            NetTime start = NetTime.start();
            receiver.setSignaledFrom(0);

            await(message);
            return start.took();
        });
    }

    @Test
    void shouldTellExitCodes(@Named("stranger") Child stranger, Kernel kernel, @Named("killed") Child killed)
            throws Exception {
        stranger.run(c -> c.kernel());
        killed.run(c -> c.kernel());
        ProcessObject opened = kernel.openProcess(
                stranger.pid(), ObjectOpenOptions.of(AccessRight.SYNCHRONIZE, AccessRight.QUERY_INFORMATION));
        CompletableFuture<Integer> end = killed.object().onEnd();
        CompletableFuture<Void> signaled = killed.object().whenSignaled();
        CompletableFuture<Integer> strangersEnd = opened.onEnd();
        stayPending(end, strangersEnd);

        killed.kill();
        assertThat(await(end)).isEqualTo(137);
        await(signaled);
        stranger.kill();
        assertThat(await(strangersEnd)).isEqualTo(opened.exitCode().orElseThrow());
        assertThat(await(opened.onEnd())).as("of one that has ended").isEqualTo(await(strangersEnd));
    }

    @Test
    void shouldNeedTheRights(@Named("other") Child child, Kernel kernel) {
        child.run(c -> c.kernel());
        ProcessObject untold = kernel.openProcess(child.pid(), ObjectOpenOptions.of(AccessRight.SYNCHRONIZE));
        ProcessObject unwaited = kernel.openProcess(child.pid(), ObjectOpenOptions.of(AccessRight.QUERY_INFORMATION));

        Expect.code(ErrorCode.ACCESS_DENIED, untold::onEnd);
        Expect.code(ErrorCode.ACCESS_DENIED, unwaited::onEnd);
        Expect.code(ErrorCode.ACCESS_DENIED, unwaited::whenSignaled);
    }

    /** Whoever looks is some thread of an executor: that it has the mutex is not what the caller asks. */
    @Test
    void shouldNotTakeAnOwnedMutexForAFreeOne(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Mutex mutex =
                kernel.synchronization().createMutex(MutexOptions.defaults().withInitiallyOwned(true));
        CompletableFuture<Void> free = mutex.whenSignaled(Runnable::run);
        stayPending(free);

        mutex.release();

        await(free);
    }

    @Test
    void shouldLeaveNothingBehindWhenCancelled(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Event event = kernel.synchronization().createEvent(EventOptions.defaults());
        AtomicInteger looks = new AtomicInteger();
        Executor counting = task -> {
            looks.incrementAndGet();
            ForkJoinPool.commonPool().execute(task);
        };
        CompletableFuture<Void> cancelled = event.whenSignaled(counting);
        CompletableFuture<Void> witness = event.whenSignaled();

        assertThat(cancelled.cancel(true)).isTrue();
        int before = looks.get();
        event.set();

        await(witness);
        assertThat(looks).hasValue(before);
    }

    /** The hub calls everybody every other second, which must not cost a task of the executor each time. */
    @Test
    void shouldCostNothingWhileNothingHappens(Kernel kernel, @Named("idle") Child idle) throws Exception {
        idle.run(c -> c.kernel());
        AtomicInteger looks = new AtomicInteger();
        Executor counting = task -> {
            looks.incrementAndGet();
            ForkJoinPool.commonPool().execute(task);
        };
        Event event = kernel.synchronization().createEvent(EventOptions.defaults());
        Receiver receiver = kernel.createMailslot("slot");
        List<CompletableFuture<?>> pending = List.of(
                event.whenSignaled(counting),
                receiver.whenSignaled(counting),
                receiver.readAsync(counting),
                idle.object().onEnd(counting));

        AtomicInteger before = new AtomicInteger();
        Deadline.await("nothing is looked at again")
                .during(Duration.ofSeconds(5))
                .until(() -> before.getAndSet(looks.get()) == looks.get());
        assertThat(looks.get())
                .as("once, or twice where the hub has come between")
                .isBetween(pending.size(), 2 * pending.size());

        pending.forEach(future -> future.cancel(false));
    }

    @Test
    void shouldHoldManyWithoutThreads(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        await(CompletableFuture.runAsync(() -> {}));
        int count = 500;
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(kernel.synchronization().createEvent(EventOptions.defaults()));
        }
        Executor executor = ForkJoinPool.commonPool();
        int before = ManagementFactory.getThreadMXBean().getThreadCount();
        List<CompletableFuture<Void>> all =
                events.stream().map(event -> event.whenSignaled(executor)).toList();
        stayPending(all.toArray(CompletableFuture[]::new));
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount())
                .as("one for each 127 of 500, a few of the pool, and others of this JVM")
                .isLessThanOrEqualTo(before + 20 + ForkJoinPool.getCommonPoolParallelism() + 1);

        events.forEach(Event::set);

        await(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));
    }

    @Test
    void shouldFailPromptlyWhenTheHandleIsClosed(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Prompt.within(PROMPT, () -> {
            Event event = kernel.synchronization().createEvent(EventOptions.defaults());
            int other = kernel.duplicate(event.handle(), DuplicateOptions.defaults());
            CompletableFuture<Void> closed = event.whenSignaled();
            CompletableFuture<Void> duplicate =
                    kernel.synchronization().event(other).whenSignaled();
            stayPending(closed, duplicate);

            NetTime start = NetTime.start();
            event.close();

            failsWith(closed, ErrorCode.INVALID_HANDLE);
            Duration took = start.took();
            stayPending(duplicate);
            return took;
        });
    }

    @Test
    void shouldFailPromptlyWhenTheKernelIsClosed(TestHome home, Jvms jvms) throws Exception {
        Child child = jvms.start();
        child.run(c -> c.kernel());
        Prompt.within(PROMPT, () -> {
            Kernel kernel = home.attach();
            ProcessObject process = kernel.openProcess(
                    child.pid(), ObjectOpenOptions.of(AccessRight.SYNCHRONIZE, AccessRight.QUERY_INFORMATION));
            List<CompletableFuture<?>> all = List.of(
                    kernel.synchronization()
                            .createEvent(EventOptions.defaults())
                            .whenSignaled(),
                    kernel.createMailslot("slot").whenSignaled(),
                    process.onEnd(),
                    kernel.currentProcess().whenSignaled());
            stayPending(all.toArray(CompletableFuture[]::new));

            NetTime start = NetTime.start();
            kernel.close();

            for (CompletableFuture<?> pending : all) {
                failsWith(pending, ErrorCode.INVALID_HANDLE);
            }
            return start.took();
        });
        jvms.all(child);
    }

    @Test
    void shouldFailWhenTheHomeIsDeleted(TestHome home) throws Exception {
        Path doomed = Files.createDirectory(
                home.scratch().resolve("doomed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(doomed))) {
            CompletableFuture<Void> event = kernel.synchronization()
                    .createEvent(EventOptions.defaults())
                    .whenSignaled();
            CompletableFuture<Void> message = kernel.createMailslot("slot").whenSignaled();
            stayPending(event, message);

            TestHome.deleteTree(doomed);

            failsWith(message, ErrorCode.FILE_INVALID);
            failsWith(event, ErrorCode.FILE_INVALID);
        }
    }

    @Test
    void shouldRefuseWhatIsClosed(TestHome home) {
        Kernel kernel = home.attach();
        Event event = kernel.synchronization().createEvent(EventOptions.defaults());
        assertThatThrownBy(() -> event.whenSignaled(null)).isInstanceOf(NullPointerException.class);
        event.close();

        Expect.code(ErrorCode.INVALID_HANDLE, event::whenSignaled);
    }

    private static void stayPending(CompletableFuture<?>... futures) {
        Deadline.await("all are pending").during(Duration.ofMillis(100)).until(() -> {
            for (CompletableFuture<?> future : futures) {
                if (future.isDone()) {
                    return false;
                }
            }
            return true;
        });
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void failsWith(CompletableFuture<?> future, ErrorCode code) {
        assertThatThrownBy(() -> await(future))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        MailslotException.class,
                        failure -> assertThat(failure.errorCode()).isEqualTo(code));
    }
}
