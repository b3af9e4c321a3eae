package io.mailslot.it.stop;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Reply;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import io.mailslot.it.storm.NetTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process stands still, or is killed, in a wait for all: others never wait for it. */
@ExtendWith(TestHomeExtension.class)
class StoppedWaiterTest {
    /** Calls take microseconds; the machine may be busy. */
    private static final Duration AT_ONCE = Duration.ofMillis(250);

    private Kernel kernel;
    private Event event;
    private Semaphore semaphore;
    private Mutex mutex;
    private Duration longest = Duration.ZERO;

    @BeforeEach
    void create(TestHome home) {
        kernel = home.attach();
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
    void shouldUndoWhatAStoppedWaiterHasLocked(TestHome home) {
        Standing standing = inWaitForAll(home, FaultPoint.WAIT_ALL_LOCKED);

        timed(event::set);
        assertTaken(event.handle());
        timed(() -> assertThat(semaphore.release(1)).isOne());
        assertTaken(semaphore.handle());
        assertTaken(semaphore.handle());
        assertTaken(mutex.handle());
        timed(mutex::release);

        standing.goOn();
        timed(event::set);
        timed(() -> semaphore.release(1));
        assertThat(standing.child().reply().text("outcome")).isEqualTo("SIGNALED");
        assertThat(kernel.waitForAny(Duration.ZERO, event.handle(), semaphore.handle(), mutex.handle())
                        .signaled())
                .isFalse();
        standing.child().must("unlock", 12);
        assertTaken(mutex.handle());
        mutex.release();
        assertThat(HomeVerifier.verify(home.path(), Duration.ZERO)).isEmpty();
    }

    @Test
    void shouldTakeForAStoppedWaiterThatHasDecidedTo(TestHome home) {
        Standing standing = inWaitForAll(home, FaultPoint.WAIT_ALL_DECIDED);

        timed(() -> assertThat(kernel.waitForAny(Duration.ZERO, event.handle(), semaphore.handle(), mutex.handle())
                        .signaled())
                .isFalse());
        timed(event::set);
        timed(() -> assertThat(semaphore.release(2)).isZero());
        assertTaken(event.handle());
        assertTaken(semaphore.handle());

        standing.goOn();
        assertThat(standing.child().reply().text("outcome")).isEqualTo("SIGNALED");
        assertThat(kernel.waitFor(Duration.ZERO, event.handle()).signaled()).isFalse();
        assertTaken(semaphore.handle());
        assertThat(kernel.waitFor(Duration.ZERO, mutex.handle()).signaled()).isFalse();
        standing.child().must("unlock", 12);
        assertTaken(mutex.handle());
        mutex.release();
    }

    @Test
    void shouldTakeForAKilledWaiterThatHasDecidedTo(TestHome home) {
        Standing standing = inWaitForAll(home, FaultPoint.WAIT_ALL_DECIDED);
        standing.child().kill();

        assertThat(kernel.waitFor(Duration.ofSeconds(10), mutex.handle()).outcome())
                .hasToString("ABANDONED");
        mutex.release();
        assertThat(kernel.waitForAny(Duration.ZERO, event.handle(), semaphore.handle())
                        .signaled())
                .isFalse();
    }

    @Test
    void shouldLetTwoWaitersForAllHaveTheirTurns(TestHome home) {
        Standing standing = inWaitForAll(home, FaultPoint.WAIT_ALL_LOCKED);

        timed(() -> assertThat(kernel.waitForAll(Duration.ZERO, mutex.handle(), semaphore.handle(), event.handle())
                        .signaled())
                .isTrue());
        mutex.release();
        standing.goOn();
        event.set();
        semaphore.release(1);
        Reply reply = standing.child().reply();
        assertThat(reply.text("outcome")).isEqualTo("SIGNALED");
        standing.child().must("unlock", 12);
    }

    /** The handles of the process that waits are 4, 8 and 12. */
    private static Standing inWaitForAll(TestHome home, FaultPoint point) {
        Standing standing = Standing.agent(home, point);
        standing.child().must("opensync", "event", "e");
        standing.child().must("opensync", "semaphore", "s");
        standing.child().must("opensync", "mutex", "m");
        return standing.in("all", "forever", 4, 8, 12);
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
