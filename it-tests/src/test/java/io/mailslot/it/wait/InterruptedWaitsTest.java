package io.mailslot.it.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Event;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Semaphore;
import io.mailslot.api.SemaphoreOptions;
import io.mailslot.api.Sender;
import io.mailslot.api.WaitInterruptedException;
import io.mailslot.api.WaitResult;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Interrupts at random moments of reads and waits: each ends a wait, or is still there; none counts as a success. */
@HomeTest
class InterruptedWaitsTest {
    private static final int INTERRUPTS = 10_000;
    private static final int RUN = 400;
    private static final int LONGEST_PAUSE_NANOS = 300_000;

    /** Goes without limit but for that of the test, since a hung wait is what it looks for. */
    private static final Duration LONG = Deadline.PATIENCE;

    private final AtomicInteger interrupted = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void shouldLoseNothingInAStormOfInterrupts(@Named("other") Child other, Kernel kernel) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Receiver receiver = kernel.createMailslot("slot");
        Receiver last = kernel.createMailslot("last");
        Semaphore semaphore = kernel.synchronization().createSemaphore(SemaphoreOptions.of(0, 1 << 30));
        Event gate = kernel.synchronization()
                .createEvent(EventOptions.defaults().withManualReset(true).withInitiallySet(true));
        int sender = other.call(c -> c.kernel().openMailslot("slot").handle());
        AtomicIntegerArray taken = new AtomicIntegerArray(3);
        List<Waiter<Void>> victims = List.of(
                victim(() -> read(receiver, taken)),
                victim(() -> take(taken, 1, () -> kernel.waitForAny(LONG, last.handle(), semaphore.handle()))),
                victim(() -> takeAll(taken, () -> kernel.waitForAll(LONG, gate.handle(), semaphore.handle()))));

        int released = 0;
        int written = 0;
        CompletableFuture<Integer> run = CompletableFuture.completedFuture(0);
        // on a busy machine several come to one wait
        for (int i = 0; i < INTERRUPTS || interrupted.get() <= INTERRUPTS / 4 && i < 20 * INTERRUPTS; i++) {
            victims.get(random.nextInt(victims.size())).thread().interrupt();
            LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
            if (i % 3 == 0) {
                semaphore.release(1);
                released++;
            }
            if (i % 500 == 0) {
                written += run.get(LONG.toSeconds(), TimeUnit.SECONDS);
                int before = written;
                run = other.submit(c -> write(c.kernel().sender(sender), before));
            }
        }
        written += run.get(LONG.toSeconds(), TimeUnit.SECONDS);
        int messages = written;
        int permits = released;
        Deadline.await("all is taken, seed " + seed).untilAsserted(() -> {
            assertThat(taken.get(0)).isEqualTo(messages);
            assertThat(taken.get(1) + taken.get(2)).isEqualTo(permits);
        });

        enough.set(true);
        other.run(c -> c.kernel().openMailslot("last").write("enough"));
        victims.get(1).result();
        assertThat(semaphore.release(1)).isZero();
        other.run(c -> c.kernel().sender(sender).write(new byte[0]));
        victims.get(0).result();
        victims.get(2).result();
        System.out.printf(
                Locale.ROOT,
                "%d interrupts ended %d waits, %d messages and %d permits were taken%n",
                INTERRUPTS,
                interrupted.get(),
                messages,
                permits);
        assertThat(interrupted.get())
                .as("waits that were interrupted, seed %d", seed)
                .isGreaterThan(INTERRUPTS / 4);
    }

    /** Writes a run of messages whose numbers follow those that were written before; returns how many. */
    private static int write(Sender sender, int before) {
        NumberedMessage.trickle(sender, before, RUN);
        return RUN;
    }

    /** Runs one step after the other until one returns false. */
    private Waiter<Void> victim(Callable<Boolean> step) throws InterruptedException {
        return Waiter.start(() -> {
            boolean goesOn = true;
            while (goesOn) {
                try {
                    goesOn = step.call();
                } catch (WaitInterruptedException e) {
                    assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
                    interrupted.incrementAndGet();
                }
            }
            return null;
        });
    }

    /** Messages come in runs, each in order; an empty one is the last. */
    private static boolean read(Receiver receiver, AtomicIntegerArray taken) {
        byte[] bytes = receiver.read(LONG).orElseThrow();
        if (bytes.length == 0) {
            return false;
        }
        NumberedMessage message = NumberedMessage.parse(bytes);
        assertThat(message.sender() + message.sequence()).isEqualTo(taken.get(0));
        taken.incrementAndGet(0);
        return true;
    }

    private static boolean take(AtomicIntegerArray taken, int index, Callable<WaitResult> wait) throws Exception {
        WaitResult result = wait.call();
        assertThat(result.signaled()).isTrue();
        if (result.index() == 0) {
            return false; // the end
        }
        taken.incrementAndGet(index);
        return true;
    }

    private boolean takeAll(AtomicIntegerArray taken, Callable<WaitResult> wait) throws Exception {
        assertThat(wait.call().signaled()).isTrue();
        if (enough.get()) {
            return false;
        }
        taken.incrementAndGet(2);
        return true;
    }
}
