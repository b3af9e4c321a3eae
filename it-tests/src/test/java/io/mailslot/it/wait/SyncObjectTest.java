package io.mailslot.it.wait;

import static io.mailslot.api.WaitResult.Outcome.SIGNALED;
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
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.WaitResult;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What events, semaphores and mutexes do, within one process and between several. */
@ExtendWith(TestHomeExtension.class)
class SyncObjectTest {
    private static final Duration NOW = Duration.ZERO;
    private static final Set<AccessRight> WAIT = EnumSet.of(AccessRight.SYNCHRONIZE);
    private static final Set<AccessRight> MODIFY = EnumSet.of(AccessRight.MODIFY_STATE);

    @Test
    void shouldLetOneWaitPassPerSetOfAnAutomaticEvent(TestHome home) {
        Kernel kernel = home.attach();
        Event event = kernel.synchronization()
                .createEvent(EventOptions.defaults().withName("turn").withInitiallySet(true));
        ChildJvm child = home.agent();
        int opened = child.must("opensync", "event", "turn").handle();

        assertThat(child.must("any", 0, opened).text("outcome")).isEqualTo("SIGNALED");
        assertTimesOut(kernel, event.handle());
        event.set();
        event.set();
        assertTaken(kernel, event.handle());
        assertThat(child.must("any", 0, opened).text("outcome")).isEqualTo("TIMED_OUT");
        child.must("set", opened);
        event.reset();
        assertTimesOut(kernel, event.handle());

        child.tell("any", "forever", opened);
        assertThat(child.saysNothingFor(Duration.ofMillis(200))).isTrue();
        event.set();
        assertThat(child.reply().text("outcome")).isEqualTo("SIGNALED");
        assertTimesOut(kernel, event.handle());
    }

    @Test
    void shouldLetAllWaitsPassAManualEventUntilItIsReset(TestHome home) {
        Kernel kernel = home.attach();
        Event event = kernel.synchronization()
                .createEvent(EventOptions.defaults().withName("gate").withManualReset(true));
        ChildJvm first = home.agent();
        ChildJvm second = home.agent();
        int opened = first.must("opensync", "event", "gate").handle();
        second.must("opensync", "event", "gate");
        first.tell("any", "forever", opened);
        second.tell("any", "forever", opened);
        assertThat(first.saysNothingFor(Duration.ofMillis(100))).isTrue();

        event.set();

        assertThat(first.reply().text("outcome")).isEqualTo("SIGNALED");
        assertThat(second.reply().text("outcome")).isEqualTo("SIGNALED");
        assertTaken(kernel, event.handle());
        assertTaken(kernel, event.handle());
        second.must("reset", opened);
        assertTimesOut(kernel, event.handle());
    }

    @Test
    void shouldShareUnnamedObjectsByInheritanceAndDuplication(TestHome home) {
        Kernel kernel = home.attach();
        Synchronization objects = kernel.synchronization();
        Event event = objects.createEvent(EventOptions.defaults().withInheritable(true));
        Semaphore semaphore = objects.createSemaphore(SemaphoreOptions.of(0, 9));
        Mutex mutex = objects.createMutex(MutexOptions.defaults().withInitiallyOwned(true));
        ChildJvm child = home.child(kernel, Inheritance.all());
        int process = child.kernelObject().handle();
        int pushed = kernel.duplicate(Kernel.CURRENT_PROCESS, semaphore.handle(), process, DuplicateOptions.defaults());
        int lock = kernel.duplicate(Kernel.CURRENT_PROCESS, mutex.handle(), process, DuplicateOptions.defaults());

        child.must("set", event.handle());
        assertTaken(kernel, event.handle());
        assertThat(child.must("release", pushed, 3).number("before")).isZero();
        assertThat(semaphore.release(1)).isEqualTo(3);
        assertThat(child.must("any", 0, lock).text("outcome")).isEqualTo("TIMED_OUT");
        assertThat(child.ask("unlock", lock).code()).isEqualTo(ErrorCode.NOT_OWNER.value());
        mutex.release();
        assertThat(child.must("any", 0, lock).text("outcome")).isEqualTo("SIGNALED");
        assertThat(mutex.describe().usageCount()).isEqualTo(2);
        assertThat(mutex.name()).isEmpty();
        child.must("unlock", lock);
    }

    @Test
    void shouldCountASemaphoreUpToItsMaximum(TestHome home) {
        Kernel kernel = home.attach();
        Semaphore semaphore = kernel.synchronization()
                .createSemaphore(SemaphoreOptions.of(2, 5).withName("permits"));
        ChildJvm child = home.agent();
        int opened = child.must("opensync", "semaphore", "permits").handle();

        assertThat(child.must("release", opened, 1).number("before")).isEqualTo(2);
        assertThat(child.ask("release", opened, 3).code()).isEqualTo(ErrorCode.TOO_MANY_POSTS.value());
        Expect.code(ErrorCode.TOO_MANY_POSTS, () -> semaphore.release(Integer.MAX_VALUE));
        Expect.code(ErrorCode.INVALID_PARAMETER, () -> semaphore.release(0));
        Expect.code(ErrorCode.INVALID_PARAMETER, () -> semaphore.release(-1));
        assertThat(semaphore.release(2))
                .as("nothing was added by what was refused")
                .isEqualTo(3);
        for (int i = 0; i < 5; i++) {
            assertTaken(kernel, semaphore.handle());
        }
        assertThat(child.must("any", 0, opened).text("outcome")).isEqualTo("TIMED_OUT");
        Expect.code(ErrorCode.INVALID_PARAMETER, () -> SemaphoreOptions.of(1, 0));
        Expect.code(ErrorCode.INVALID_PARAMETER, () -> SemaphoreOptions.of(2, 1));
        Expect.code(ErrorCode.INVALID_PARAMETER, () -> SemaphoreOptions.of(-1, 1));
        Semaphore large =
                kernel.synchronization().createSemaphore(SemaphoreOptions.of(Integer.MAX_VALUE, Integer.MAX_VALUE));
        assertTaken(kernel, large.handle());
        assertThat(large.release(1)).isEqualTo(Integer.MAX_VALUE - 1);
    }

    @Test
    void shouldOwnAMutexByThreadAndCountItsWaits(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Mutex mutex =
                kernel.synchronization().createMutex(MutexOptions.defaults().withName("lock"));
        int second = kernel.duplicate(mutex.handle(), DuplicateOptions.defaults());
        ChildJvm child = home.agent();
        int opened = child.must("opensync", "mutex", "lock").handle();
        Expect.code(ErrorCode.NOT_OWNER, mutex::release);

        assertTaken(kernel, mutex.handle());
        assertTaken(kernel, second);
        assertTaken(kernel, mutex.handle());

        Waiter<WaitResult> other = Waiter.start(() -> kernel.waitForSingle(mutex.handle(), NOW));
        assertThat(other.result()).isEqualTo(WaitResult.TIMED_OUT);
        Waiter.start(() -> {
                    mutex.release();
                    return null;
                })
                .failsWith(ErrorCode.NOT_OWNER);
        mutex.release();
        kernel.synchronization().mutex(second).release();
        assertThat(child.must("any", 0, opened).text("outcome")).isEqualTo("TIMED_OUT");
        mutex.release();
        assertThat(child.must("any", 0, opened).text("outcome")).isEqualTo("SIGNALED");
        Expect.code(ErrorCode.NOT_OWNER, mutex::release);
        assertTimesOut(kernel, mutex.handle());
        child.must("unlock", opened);
        assertThat(child.ask("unlock", opened).code()).isEqualTo(ErrorCode.NOT_OWNER.value());
    }

    @Test
    void shouldStartTheRecursionAnewForEachOwner(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Mutex mutex =
                kernel.synchronization().createMutex(MutexOptions.defaults().withInitiallyOwned(true));
        assertTaken(kernel, mutex.handle());
        Waiter<Void> other = Waiter.asleep(() -> {
            assertThat(kernel.waitForSingle(mutex.handle(), Duration.ofSeconds(20))
                            .outcome())
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

        Event waits = objects.openEvent("e", WAIT, false);
        Expect.code(ErrorCode.ACCESS_DENIED, waits::set);
        Expect.code(ErrorCode.ACCESS_DENIED, waits::reset);
        assertTimesOut(kernel, waits.handle());
        Event sets = objects.openEvent("e", MODIFY, false);
        sets.set();
        Expect.code(ErrorCode.ACCESS_DENIED, () -> kernel.waitForSingle(sets.handle(), NOW));
        Expect.code(ErrorCode.ACCESS_DENIED, () -> kernel.waitForAny(NOW, waits.handle(), sets.handle()));
        Semaphore counts = objects.openSemaphore("s", WAIT, false);
        Expect.code(ErrorCode.ACCESS_DENIED, () -> counts.release(1));
        assertTaken(kernel, counts.handle());
        Mutex locks = objects.openMutex("m", WAIT, false);
        assertTaken(kernel, locks.handle());
        locks.release();
        Mutex cannotWait = objects.openMutex("m", MODIFY, false);
        Expect.code(ErrorCode.ACCESS_DENIED, () -> kernel.waitForSingle(cannotWait.handle(), NOW));
        for (Set<AccessRight> impossible : Set.of(Set.<AccessRight>of(), EnumSet.of(AccessRight.READ))) {
            Expect.code(ErrorCode.ACCESS_DENIED, () -> objects.openEvent("e", impossible, false));
        }
        assertThat(waits.describe().access()).isEqualTo(WAIT);
    }

    private static void assertTaken(Kernel kernel, int handle) {
        assertThat(kernel.waitForSingle(handle, NOW)).isEqualTo(new WaitResult(SIGNALED, 0));
    }

    private static void assertTimesOut(Kernel kernel, int handle) {
        assertThat(kernel.waitForSingle(handle, NOW)).isEqualTo(WaitResult.TIMED_OUT);
    }
}
