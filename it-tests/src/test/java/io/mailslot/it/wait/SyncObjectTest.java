package io.mailslot.it.wait;

import static io.mailslot.api.WaitResult.Outcome.SIGNALED;
import static io.mailslot.api.WaitResult.Outcome.TIMED_OUT;
import static io.mailslot.it.harness.Refusal.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.Synchronization;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.WaitResult;
import io.mailslot.api.WaitResult.Outcome;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What events, semaphores and mutexes do, within one process and between several. */
@HomeTest
class SyncObjectTest {
    private static final Duration NOW = Duration.ZERO;
    private static final ObjectOpenOptions WAIT = ObjectOpenOptions.of(AccessRight.SYNCHRONIZE);
    private static final ObjectOpenOptions MODIFY = ObjectOpenOptions.of(AccessRight.MODIFY_STATE);

    @Test
    void shouldLetOneWaitPassPerSetOfAnAutomaticEvent(@Named("other") Child child, Kernel kernel) throws Exception {
        Event event = kernel.synchronization()
                .createEvent(EventOptions.defaults().withName("turn").withInitiallySet(true));
        int opened = child.call(c -> SyncChild.event(c, "turn").handle());

        assertThat(SyncChild.take(child, opened)).isEqualTo(SIGNALED);
        assertTimesOut(kernel, event.handle());
        event.set();
        event.set();
        assertTaken(kernel, event.handle());
        assertThat(SyncChild.take(child, opened)).isEqualTo(TIMED_OUT);
        child.run(c -> c.kernel().synchronization().event(opened).set());
        event.reset();
        assertTimesOut(kernel, event.handle());

        Waiter<Outcome> theirs = SyncChild.asleep(child, opened);
        event.set();
        assertThat(theirs.result()).isEqualTo(SIGNALED);
        assertTimesOut(kernel, event.handle());
    }

    @Test
    void shouldLetAllWaitsPassAManualEventUntilItIsReset(
            @Named("first") Child first, @Named("second") Child second, Kernel kernel) throws Exception {
        Event event = kernel.synchronization()
                .createEvent(EventOptions.defaults().withName("gate").withManualReset(true));
        int firsts = first.call(c -> SyncChild.event(c, "gate").handle());
        int seconds = second.call(c -> SyncChild.event(c, "gate").handle());
        Waiter<Outcome> one = SyncChild.start(first, firsts);
        Waiter<Outcome> other = SyncChild.start(second, seconds);
        one.staysAsleep();

        event.set();

        assertThat(one.result()).isEqualTo(SIGNALED);
        assertThat(other.result()).isEqualTo(SIGNALED);
        assertTaken(kernel, event.handle());
        assertTaken(kernel, event.handle());
        second.run(c -> c.kernel().synchronization().event(seconds).reset());
        assertTimesOut(kernel, event.handle());
    }

    @Test
    void shouldShareUnnamedObjectsByInheritanceAndDuplication(Jvms jvms, Kernel kernel) {
        Synchronization objects = kernel.synchronization();
        Event event = objects.createEvent(EventOptions.defaults().withInheritable(true));
        Semaphore semaphore = objects.createSemaphore(SemaphoreOptions.of(0, 9));
        Mutex mutex = objects.createMutex(MutexOptions.defaults().withInitiallyOwned(true));
        Child child = jvms.jvm().withInheritance(Inheritance.all()).start();
        int process = child.object().handle();
        int inherited = event.handle();
        int pushed = kernel.duplicate(Kernel.CURRENT_PROCESS, semaphore.handle(), process, DuplicateOptions.defaults());
        int lock = kernel.duplicate(Kernel.CURRENT_PROCESS, mutex.handle(), process, DuplicateOptions.defaults());

        child.run(c -> c.kernel().synchronization().event(inherited).set());
        assertTaken(kernel, event.handle());
        assertThat(release(child, pushed, 3)).isZero();
        assertThat(semaphore.release(1)).isEqualTo(3);
        assertThat(SyncChild.take(child, lock)).isEqualTo(TIMED_OUT);
        assertThat(refusal(child, c -> unlock(c, lock))).isEqualTo(ErrorCode.NOT_OWNER);
        mutex.release();
        assertThat(SyncChild.take(child, lock)).isEqualTo(SIGNALED);
        assertThat(mutex.describe().usageCount()).isEqualTo(2);
        assertThat(mutex.name()).isEmpty();
        child.run(c -> unlock(c, lock));
    }

    /** Returns how many there were before. */
    private static int release(Child child, int semaphore, int count) {
        return child.call(c -> c.kernel().synchronization().semaphore(semaphore).release(count));
    }

    private static void unlock(ChildContext c, int mutex) {
        c.kernel().synchronization().mutex(mutex).release();
    }

    @Test
    void shouldCountASemaphoreUpToItsMaximum(@Named("other") Child child, Kernel kernel) {
        Semaphore semaphore = kernel.synchronization()
                .createSemaphore(SemaphoreOptions.of(2, 5).withName("permits"));
        int opened = child.call(c -> SyncChild.semaphore(c, "permits").handle());

        assertThat(release(child, opened, 1)).isEqualTo(2);
        assertThat(refusal(
                        child,
                        c -> c.kernel().synchronization().semaphore(opened).release(3)))
                .isEqualTo(ErrorCode.TOO_MANY_POSTS);
        Expect.code(ErrorCode.TOO_MANY_POSTS, () -> semaphore.release(Integer.MAX_VALUE));
        Expect.code(ErrorCode.INVALID_PARAMETER, () -> semaphore.release(0));
        Expect.code(ErrorCode.INVALID_PARAMETER, () -> semaphore.release(-1));
        assertThat(semaphore.release(2))
                .as("nothing was added by what was refused")
                .isEqualTo(3);
        for (int i = 0; i < 5; i++) {
            assertTaken(kernel, semaphore.handle());
        }
        assertThat(SyncChild.take(child, opened)).isEqualTo(TIMED_OUT);
        Expect.code(ErrorCode.INVALID_PARAMETER, () -> SemaphoreOptions.of(1, 0));
        Expect.code(ErrorCode.INVALID_PARAMETER, () -> SemaphoreOptions.of(2, 1));
        Expect.code(ErrorCode.INVALID_PARAMETER, () -> SemaphoreOptions.of(-1, 1));
        Semaphore large =
                kernel.synchronization().createSemaphore(SemaphoreOptions.of(Integer.MAX_VALUE, Integer.MAX_VALUE));
        assertTaken(kernel, large.handle());
        assertThat(large.release(1)).isEqualTo(Integer.MAX_VALUE - 1);
    }

    @Test
    void shouldOwnAMutexByThreadAndCountItsWaits(@Named("other") Child child, Kernel kernel) throws Exception {
        Mutex mutex =
                kernel.synchronization().createMutex(MutexOptions.defaults().withName("lock"));
        int second = kernel.duplicate(mutex.handle(), DuplicateOptions.defaults());
        int opened = child.call(c -> SyncChild.mutex(c, "lock").handle());
        Expect.code(ErrorCode.NOT_OWNER, mutex::release);

        assertTaken(kernel, mutex.handle());
        assertTaken(kernel, second);
        assertTaken(kernel, mutex.handle());

        Waiter<WaitResult> other = Waiter.start(() -> kernel.waitFor(NOW, mutex.handle()));
        assertThat(other.result()).isEqualTo(WaitResult.TIMED_OUT);
        Waiter.start(() -> {
                    mutex.release();
                    return null;
                })
                .failsWith(ErrorCode.NOT_OWNER);
        mutex.release();
        kernel.synchronization().mutex(second).release();
        assertThat(SyncChild.take(child, opened)).isEqualTo(TIMED_OUT);
        mutex.release();
        assertThat(SyncChild.take(child, opened)).isEqualTo(SIGNALED);
        Expect.code(ErrorCode.NOT_OWNER, mutex::release);
        assertTimesOut(kernel, mutex.handle());
        child.run(c -> unlock(c, opened));
        assertThat(refusal(child, c -> unlock(c, opened))).isEqualTo(ErrorCode.NOT_OWNER);
    }

    @Test
    void shouldStartTheRecursionAnewForEachOwner(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Mutex mutex =
                kernel.synchronization().createMutex(MutexOptions.defaults().withInitiallyOwned(true));
        assertTaken(kernel, mutex.handle());
        Waiter<Void> other = Waiter.asleep(() -> {
            assertThat(kernel.waitFor(Duration.ofSeconds(20), mutex.handle()).outcome())
                    .isEqualTo(SIGNALED);
            mutex.release();
            Expect.code(ErrorCode.NOT_OWNER, mutex::release);
            return null;
        });

        mutex.release();
        other.staysAsleep();
        mutex.release();

        other.result();
        assertTaken(kernel, mutex.handle());
        mutex.release();
    }

    @Test
    void shouldRefuseWhatAHandleDoesNotAllow(TestHome home) {
        Kernel kernel = home.attach();
        Synchronization objects = kernel.synchronization();
        objects.createEvent(EventOptions.defaults().withName("e"));
        objects.createSemaphore(SemaphoreOptions.of(1, 2).withName("s"));
        objects.createMutex(MutexOptions.defaults().withName("m"));

        Event waits = objects.openEvent("e", WAIT);
        Expect.code(ErrorCode.ACCESS_DENIED, waits::set);
        Expect.code(ErrorCode.ACCESS_DENIED, waits::reset);
        assertTimesOut(kernel, waits.handle());
        Event sets = objects.openEvent("e", MODIFY);
        sets.set();
        Expect.code(ErrorCode.ACCESS_DENIED, () -> kernel.waitFor(NOW, sets.handle()));
        Expect.code(ErrorCode.ACCESS_DENIED, () -> kernel.waitForAny(NOW, waits.handle(), sets.handle()));
        Semaphore counts = objects.openSemaphore("s", WAIT);
        Expect.code(ErrorCode.ACCESS_DENIED, () -> counts.release(1));
        assertTaken(kernel, counts.handle());
        Mutex locks = objects.openMutex("m", WAIT);
        assertTaken(kernel, locks.handle());
        locks.release();
        Mutex cannotWait = objects.openMutex("m", MODIFY);
        Expect.code(ErrorCode.ACCESS_DENIED, () -> kernel.waitFor(NOW, cannotWait.handle()));
        for (ObjectOpenOptions impossible : List.of(ObjectOpenOptions.of(), ObjectOpenOptions.of(AccessRight.READ))) {
            Expect.code(ErrorCode.ACCESS_DENIED, () -> objects.openEvent("e", impossible));
        }
        assertThat(waits.describe().access()).isEqualTo(WAIT.access().orElseThrow());
    }

    private static void assertTaken(Kernel kernel, int handle) {
        assertThat(kernel.waitFor(NOW, handle)).isEqualTo(WaitResult.of(SIGNALED, 0));
    }

    private static void assertTimesOut(Kernel kernel, int handle) {
        assertThat(kernel.waitFor(NOW, handle)).isEqualTo(WaitResult.TIMED_OUT);
    }
}
