package io.mailslot.it.wait;

import static io.mailslot.api.WaitResult.Outcome.SIGNALED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WaitResult;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for any and for all take, and what they leave. */
@HomeTest
class WaitTest {
    private static final Duration NOW = Duration.ZERO;
    private static final Duration LONG = Deadline.PATIENCE;
    private static final WaitResult FIRST = WaitResult.of(SIGNALED, 0);

    @Test
    void shouldTakeTheLowestSignaledAndNothingElse(TestHome home) {
        Kernel kernel = home.attach();
        int unset = event(kernel, false).handle();
        Semaphore semaphore = kernel.synchronization().createSemaphore(SemaphoreOptions.of(2, 9));
        int set = event(kernel, true).handle();
        Mutex mutex = kernel.synchronization().createMutex(MutexOptions.defaults());

        assertThat(kernel.waitForAny(NOW, unset, semaphore.handle(), set, mutex.handle())
                        .index())
                .isEqualTo(1);
        assertThat(semaphore.release(1)).isEqualTo(1);
        assertThat(kernel.waitForAny(NOW, unset, set, mutex.handle(), semaphore.handle()))
                .isEqualTo(WaitResult.of(SIGNALED, 1));
        Expect.code(ErrorCode.NOT_OWNER, mutex::release);
        assertThat(kernel.waitForAny(NOW, unset, set, mutex.handle(), semaphore.handle())
                        .index())
                .isEqualTo(2);
        mutex.release();
        assertThat(semaphore.release(1)).isEqualTo(2);
        assertThat(kernel.waitForAny(NOW, unset, set)).isEqualTo(WaitResult.TIMED_OUT);
    }

    @Test
    void shouldTakeNothingUntilAllAreSignaledAtOnce(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        Event event = event(kernel, false);
        Semaphore semaphore = kernel.synchronization().createSemaphore(SemaphoreOptions.of(0, 9));
        Mutex mutex =
                kernel.synchronization().createMutex(MutexOptions.defaults().withInitiallyOwned(true));
        Waiter<WaitResult> all = Waiter.asleep(() -> {
            WaitResult result = kernel.waitForAll(LONG, mutex.handle(), semaphore.handle(), event.handle());
            mutex.release();
            return result;
        });

        event.set();
        all.staysAsleep();
        assertThat(kernel.waitFor(NOW, event.handle()))
                .as("the event is there for others")
                .isEqualTo(FIRST);
        semaphore.release(1);
        mutex.release();
        all.staysAsleep();
        assertThat(kernel.waitForAll(NOW, semaphore.handle(), mutex.handle())).isEqualTo(FIRST);
        mutex.release();
        event.set();
        all.staysAsleep();
        semaphore.release(2);

        assertThat(all.result()).isEqualTo(FIRST);
        assertThat(semaphore.release(1)).as("one of the two").isEqualTo(1);
        assertThat(kernel.waitFor(NOW, event.handle())).isEqualTo(WaitResult.TIMED_OUT);
        assertThat(kernel.waitFor(NOW, mutex.handle())).isEqualTo(FIRST);
        mutex.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 127, 128, 129, 300})
    void shouldWaitForManyObjects(int count, TestHome home) throws Exception {
        Kernel kernel = home.attach();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(kernel, false));
        }
        int[] handles = events.stream().mapToInt(Event::handle).toArray();

        Waiter<WaitResult> any = Waiter.asleep(() -> kernel.waitForAny(LONG, handles));
        events.get(count - 1).set();
        assertThat(any.result()).isEqualTo(WaitResult.of(SIGNALED, count - 1));

        Waiter<WaitResult> all = Waiter.start(() -> kernel.waitForAll(LONG, handles));
        Collections.shuffle(events);
        events.subList(1, count).forEach(Event::set);
        all.staysAsleep();
        events.get(0).set();
        assertThat(all.result()).isEqualTo(FIRST);
        assertThat(kernel.waitForAny(NOW, handles)).isEqualTo(WaitResult.TIMED_OUT);
    }

    /** Two wait for both, in different orders, two for one each: no permit is lost, and nobody waits for ever. */
    @Test
    void shouldTakeFromAllOrNoneUnderContention(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        int rounds = 3_000;
        Semaphore left = kernel.synchronization().createSemaphore(SemaphoreOptions.of(0, 9 * rounds));
        Semaphore right = kernel.synchronization().createSemaphore(SemaphoreOptions.of(0, 9 * rounds));
        AtomicIntegerArray taken = new AtomicIntegerArray(4);
        List<Waiter<Void>> takers = new ArrayList<>();
        int[][] wanted = {
            {left.handle(), right.handle()}, {right.handle(), left.handle()}, {left.handle()}, {right.handle()}
        };
        for (int i = 0; i < wanted.length; i++) {
            int me = i;
            takers.add(Waiter.start(() -> {
                while (taken.get(me) < rounds) {
                    assertThat(kernel.waitForAll(LONG, wanted[me])).isEqualTo(FIRST);
                    taken.incrementAndGet(me);
                }
                return null;
            }));
        }
        for (int i = 0; i < 3 * rounds; i++) {
            left.release(1);
            right.release(1);
        }
        for (Waiter<Void> taker : takers) {
            taker.result();
        }
        assertThat(left.release(1)).isZero();
        assertThat(right.release(1)).isZero();
    }

    @Test
    void shouldTellOneObjectTwiceFromTwoObjects(TestHome home) {
        Kernel kernel = home.attach();
        Event event = event(kernel, true);
        int same = kernel.duplicate(event.handle(), DuplicateOptions.defaults());

        Expect.code(ErrorCode.INVALID_PARAMETER, () -> kernel.waitForAll(NOW, event.handle(), event.handle()));
        Expect.code(ErrorCode.INVALID_PARAMETER, () -> kernel.waitForAll(NOW, event.handle(), same));
        assertThat(kernel.waitForAny(NOW, event.handle(), same, event.handle())).isEqualTo(FIRST);
        assertThat(kernel.waitForAny(NOW, same, same)).isEqualTo(WaitResult.TIMED_OUT);
        Expect.code(ErrorCode.INVALID_PARAMETER, () -> kernel.waitForAny(NOW, new int[0]));
        Expect.code(ErrorCode.INVALID_PARAMETER, () -> kernel.waitForAll(Timeouts.FOREVER, new int[0]));
    }

    @Test
    void shouldRefuseWhatNobodyCanWaitFor(TestHome home) {
        Kernel kernel = home.attach();
        Event event = event(kernel, false);
        kernel.createMailslot("slot");
        int sender = kernel.openMailslot("slot").handle();
        int self = Kernel.CURRENT_PROCESS;

        Expect.code(ErrorCode.INVALID_HANDLE, () -> kernel.waitFor(NOW, sender));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> kernel.waitForAny(NOW, event.handle(), sender));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> kernel.waitForAll(NOW, event.handle(), sender));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> kernel.waitForAny(NOW, event.handle(), self));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> kernel.waitForAll(NOW, self));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> kernel.waitFor(NOW, 0));
        Expect.code(ErrorCode.INVALID_HANDLE, () -> kernel.waitFor(NOW, 4_000));
        Expect.code(ErrorCode.INVALID_PARAMETER, () -> kernel.waitFor(Duration.ofMillis(-1), event.handle()));
        assertThat(kernel.waitFor(NOW, self)).isEqualTo(WaitResult.TIMED_OUT);
        assertThat(kernel.waitFor(Duration.ofMillis(20), self)).isEqualTo(WaitResult.TIMED_OUT);
    }

    @Test
    void shouldSignalAProcessForEverOnceItHasEnded(Kernel kernel, @Named("other") Child child) throws Exception {
        child.run(c -> c.kernel());
        Event event = event(kernel, false);
        int process = child.object().handle();
        assertThat(kernel.waitFor(NOW, process)).isEqualTo(WaitResult.TIMED_OUT);
        Waiter<WaitResult> any = Waiter.asleep(() -> kernel.waitForAny(LONG, event.handle(), process));
        Waiter<WaitResult> all = Waiter.asleep(() -> kernel.waitForAll(LONG, event.handle(), process));

        child.kill();

        assertThat(any.result()).isEqualTo(WaitResult.of(SIGNALED, 1));
        assertThat(child.object().exitCode()).hasValue(128 + 9);
        all.staysAsleep();
        event.set();
        assertThat(all.result()).isEqualTo(FIRST);
        assertThat(kernel.waitFor(NOW, process)).isEqualTo(FIRST);
        assertThat(kernel.waitFor(Timeouts.FOREVER, process)).isEqualTo(FIRST);
    }

    @Test
    void shouldSignalAReceiverWhileAMessageIsUnreadAndTakeNone(@Named("other") Child child, Kernel kernel)
            throws Exception {
        Receiver receiver = kernel.createMailslot("slot");
        Event event = event(kernel, false);
        int sender = child.call(c -> c.kernel().openMailslot("slot").handle());
        assertThat(kernel.waitFor(NOW, receiver.handle())).isEqualTo(WaitResult.TIMED_OUT);
        Waiter<WaitResult> any = Waiter.asleep(() -> kernel.waitForAny(LONG, event.handle(), receiver.handle()));
        Waiter<WaitResult> all = Waiter.asleep(() -> kernel.waitForAll(LONG, receiver.handle(), event.handle()));

        child.run(c -> c.kernel().sender(sender).write("news"));

        assertThat(any.result()).isEqualTo(WaitResult.of(SIGNALED, 1));
        event.set();
        assertThat(all.result()).isEqualTo(FIRST);
        assertThat(kernel.waitFor(NOW, receiver.handle())).isEqualTo(FIRST);
        assertThat(receiver.info().messageCount()).isOne();
        assertThat(new String(receiver.read(), UTF_8)).isEqualTo("news");
        assertThat(kernel.waitFor(NOW, receiver.handle())).isEqualTo(WaitResult.TIMED_OUT);
        try (Sender own = kernel.openMailslot("slot")) {
            own.write(new byte[0]);
        }
        assertThat(kernel.waitFor(NOW, receiver.handle()))
                .as("an empty message is one")
                .isEqualTo(FIRST);
    }

    private static Event event(Kernel kernel, boolean set) {
        return kernel.synchronization().createEvent(EventOptions.defaults().withInitiallySet(set));
    }
}
