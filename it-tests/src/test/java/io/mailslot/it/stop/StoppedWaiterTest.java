package io.mailslot.it.stop;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.Synchronization;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WaitResult.Outcome;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildContext;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process stands still, or is killed, in a wait for all: others never wait for it. */
@HomeTest
class StoppedWaiterTest {
    /** Calls take microseconds; the machine may be busy. */
    private static final Duration AT_ONCE = Duration.ofMillis(250);

    private Kernel kernel;
    private Event event;
    private Semaphore semaphore;
    private Mutex mutex;
    private Duration longest = Duration.ZERO;

    @BeforeEach
    void create(Kernel attached) {
        kernel = attached;
        event = kernel.synchronization().createEvent(EventOptions.defaults().withName("e"));
        semaphore = kernel.synchronization()
                .createSemaphore(SemaphoreOptions.of(1, 5).withName("s"));
        mutex = kernel.synchronization().createMutex(MutexOptions.defaults().withName("m"));
        event.set();
    }

    @AfterEach
    void checkThatNobodyWaited() {
        kernel = null; // memory stays mapped for as long as somebody can reach it
        event = null;
        semaphore = null;
        mutex = null;
        assertThat(longest).as("longest call").isLessThan(AT_ONCE);
    }

    @Test
    void shouldUndoWhatAStoppedWaiterHasLocked(TestHome home, Jvms jvms) {
        Halfway<Outcome> standing = inWaitForAll(jvms, FaultPoint.WAIT_ALL_LOCKED);

        timed(event::set);
        assertTaken(event.handle());
        timed(() -> assertThat(semaphore.release(1)).isOne());
        assertTaken(semaphore.handle());
        assertTaken(semaphore.handle());
        assertTaken(mutex.handle());
        timed(mutex::release);

        standing.resume();
        timed(event::set);
        timed(() -> semaphore.release(1));
        assertThat(standing.result()).isEqualTo(Outcome.SIGNALED);
        assertThat(kernel.waitForAny(Duration.ZERO, event.handle(), semaphore.handle(), mutex.handle())
                        .signaled())
                .isFalse();
        release(standing.child());
        assertTaken(mutex.handle());
        mutex.release();
        assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
    }

    @Test
    void shouldTakeForAStoppedWaiterThatHasDecidedTo(Jvms jvms) {
        Halfway<Outcome> standing = inWaitForAll(jvms, FaultPoint.WAIT_ALL_DECIDED);

        timed(() -> assertThat(kernel.waitForAny(Duration.ZERO, event.handle(), semaphore.handle(), mutex.handle())
                        .signaled())
                .isFalse());
        timed(event::set);
        timed(() -> assertThat(semaphore.release(2)).isZero());
        assertTaken(event.handle());
        assertTaken(semaphore.handle());

        assertThat(standing.goOn()).isEqualTo(Outcome.SIGNALED);
        assertThat(kernel.waitFor(Duration.ZERO, event.handle()).signaled()).isFalse();
        assertTaken(semaphore.handle());
        assertThat(kernel.waitFor(Duration.ZERO, mutex.handle()).signaled()).isFalse();
        release(standing.child());
        assertTaken(mutex.handle());
        mutex.release();
    }

    @Test
    void shouldTakeForAKilledWaiterThatHasDecidedTo(Jvms jvms) {
        Halfway<Outcome> standing = inWaitForAll(jvms, FaultPoint.WAIT_ALL_DECIDED);
        standing.child().killNow();

        assertThat(kernel.waitFor(Duration.ofSeconds(10), mutex.handle()).outcome())
                .hasToString("ABANDONED");
        mutex.release();
        assertThat(kernel.waitForAny(Duration.ZERO, event.handle(), semaphore.handle())
                        .signaled())
                .isFalse();
    }

    @Test
    void shouldLetTwoWaitersForAllHaveTheirTurns(Jvms jvms) {
        Halfway<Outcome> standing = inWaitForAll(jvms, FaultPoint.WAIT_ALL_LOCKED);

        timed(() -> assertThat(kernel.waitForAll(Duration.ZERO, mutex.handle(), semaphore.handle(), event.handle())
                        .signaled())
                .isTrue());
        mutex.release();
        standing.resume();
        event.set();
        semaphore.release(1);
        assertThat(standing.result()).isEqualTo(Outcome.SIGNALED);
        release(standing.child());
    }

    private static Halfway<Outcome> inWaitForAll(Jvms jvms, FaultPoint point) {
        return Halfway.inCall(Halfway.child(jvms, point), c -> {
            Synchronization objects = c.kernel().synchronization();
            Event event = objects.openEvent("e", ObjectOpenOptions.defaults());
            Semaphore semaphore = objects.openSemaphore("s", ObjectOpenOptions.defaults());
            return c.kernel()
                    .waitForAll(Timeouts.FOREVER, event.handle(), semaphore.handle(), mutex(c).handle())
                    .outcome();
        });
    }

    private static Mutex mutex(ChildContext c) {
        return c.kernel().synchronization().openMutex("m", ObjectOpenOptions.defaults());
    }

    /** In the thread that has waited. */
    private static void release(Child child) {
        child.run(c -> mutex(c).release());
    }

    private void assertTaken(int handle) {
        timed(() -> assertThat(kernel.waitFor(Duration.ofSeconds(10), handle).signaled())
                .isTrue());
    }

    private void timed(Runnable call) {
        NetTime start = NetTime.start();
        call.run();
        Duration took = start.took();
        longest = took.compareTo(longest) > 0 ? took : longest;
    }
}
