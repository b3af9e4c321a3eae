package io.mailslot.it.wait;

import static io.mailslot.api.WaitResult.Outcome.ABANDONED;
import static io.mailslot.api.WaitResult.Outcome.SIGNALED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WaitResult;
import io.mailslot.api.Waitable;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Waits for objects, where others give the numbers of their handles. */
@HomeTest
class ObjectWaitTest {
    private static final Duration NOW = Duration.ZERO;
    private static final Duration LONG = Deadline.PATIENCE;

    @Test
    void shouldTellWhichObjectItWas(Kernel kernel, @Named("other") Child child) throws Exception {
        Receiver receiver = kernel.createMailslot("answers");
        ProcessObject process = child.object();

        Waiter<WaitResult> message = Waiter.asleep(() -> kernel.waitForAny(LONG, receiver, process));
        child.run(c -> c.kernel().openMailslot("answers").write("here"));
        WaitResult woken = message.result();

        assertThat(woken.object()).containsSame(receiver);
        assertThat(woken.is(receiver)).isTrue();
        assertThat(woken.is(process)).isFalse();
        assertThat(woken.index()).isZero();
        assertThat(receiver.poll().orElseThrow()).isEqualTo("here".getBytes(UTF_8));

        Waiter<WaitResult> end = Waiter.asleep(() -> kernel.waitForAny(LONG, receiver, process));
        child.kill();

        assertThat(end.result().is(process)).isTrue();
        WaitResult late = kernel.waitForAny(NOW, receiver);
        assertThat(late.object()).isEmpty();
        assertThat(late.is(receiver)).isFalse();
        assertThat(late).isEqualTo(WaitResult.TIMED_OUT);
    }

    @Test
    void shouldTakeWhatThereIsToTake(TestHome home) {
        Kernel kernel = home.attach();
        Event event = event(kernel);
        Semaphore semaphore = kernel.synchronization().createSemaphore(SemaphoreOptions.of(1, 9));
        Mutex mutex = kernel.synchronization().createMutex(MutexOptions.defaults());
        event.set();

        WaitResult set = event.await(NOW);
        assertThat(set.outcome()).isEqualTo(SIGNALED);
        assertThat(set.is(event)).isTrue();
        assertThat(event.await(NOW)).as("it was reset").isEqualTo(WaitResult.TIMED_OUT);
        assertThat(kernel.waitFor(NOW, semaphore).is(semaphore)).isTrue();
        assertThat(semaphore.await(Duration.ofMillis(20)).signaled()).isFalse();
        assertThat(mutex.await(NOW).signaled()).isTrue();
        mutex.release();

        event.set();
        semaphore.release(1);
        WaitResult all = kernel.waitForAll(NOW, mutex, semaphore, event);
        assertThat(all.is(mutex)).isTrue();
        mutex.release();
        assertThat(kernel.waitForAll(NOW, mutex, semaphore).object()).isEmpty();
    }

    @Test
    void shouldTellWhichMutexWasAbandoned(@Named("owner") Child owner, Kernel kernel) {
        Event event = event(kernel);
        Mutex mutex =
                kernel.synchronization().createMutex(MutexOptions.defaults().withName("left"));
        owner.run(c -> SyncChild.mutex(c, "left").await(Timeouts.FOREVER));
        event.set();
        owner.kill();

        WaitResult result = kernel.waitForAll(LONG, event, mutex);

        assertThat(result.outcome()).isEqualTo(ABANDONED);
        assertThat(result.is(mutex)).isTrue();
        mutex.release();
    }

    @Test
    void shouldWaitForItselfAloneOnly(TestHome home) {
        Kernel kernel = home.attach();
        ProcessObject self = kernel.currentProcess();

        assertThat(self.await(Duration.ofMillis(20))).isEqualTo(WaitResult.TIMED_OUT);
        assertThat(kernel.waitFor(NOW, self)).isEqualTo(WaitResult.TIMED_OUT);
        Expect.code(ErrorCode.INVALID_HANDLE, () -> kernel.waitForAny(NOW, self));
    }

    @Test
    void shouldRefuseWhatIsNotItsOwn(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Path folder = Files.createDirectory(
                home.scratch().resolve("other"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Event own = event(kernel);
        Waitable imitation = (Waitable) Proxy.newProxyInstance(
                Waitable.class.getClassLoader(), new Class<?>[] {Waitable.class}, (proxy, method, values) -> 4);

        try (Kernel other = Kernel.attach(KernelOptions.defaults().withHome(folder))) {
            Event foreign = event(other);
            foreign.set();
            Expect.code(ErrorCode.INVALID_PARAMETER, () -> kernel.waitFor(NOW, foreign));
            Expect.code(ErrorCode.INVALID_PARAMETER, () -> kernel.waitForAny(NOW, own, foreign));
            Expect.code(ErrorCode.INVALID_PARAMETER, () -> kernel.waitForAll(NOW, foreign, own));
            assertThat(foreign.await(NOW).signaled()).as("nothing was taken").isTrue();
            Expect.code(ErrorCode.INVALID_PARAMETER, () -> kernel.waitForAny(NOW, imitation));
            foreign.close();
            Expect.code(ErrorCode.INVALID_HANDLE, () -> kernel.waitForAny(NOW, own, foreign));
        }
        Expect.code(ErrorCode.INVALID_PARAMETER, () -> kernel.waitForAny(NOW, new Waitable[0]));
        Expect.code(ErrorCode.INVALID_PARAMETER, () -> kernel.waitForAll(NOW, own, own));
        own.close();
        Expect.code(ErrorCode.INVALID_HANDLE, () -> own.await(NOW));
    }

    private static Event event(Kernel kernel) {
        return kernel.synchronization().createEvent(EventOptions.defaults());
    }
}
