package io.mailslot.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ShortLockTest {
    private static final long BRIEF_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int SMALL_STACK_BYTES = 256 << 10;

    private final ShortLock lock = new ShortLock();
    private int count;

    @Test
    void shouldLetInOneThreadAtATime() {
        int rounds = 50_000;
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(CompletableFuture.runAsync(() -> {
                for (int round = 0; round < rounds; round++) {
                    lock.lock();
                    count++;
                    lock.unlock();
                }
            }));
        }
        threads.forEach(CompletableFuture::join);

        assertThat(count).isEqualTo(4 * rounds);
    }

    /** It had no stack to give it back, as it has by now. */
    @Test
    void shouldBeGivenBackByAThreadThatComesAgainThoughItHasLeftIt() {
        lock.lock();
        lock.lock();
        lock.unlock();

        assertThat(CompletableFuture.supplyAsync(lock::tryLock).join()).isTrue();
    }

    /**
     * After 5 ms and what a nap takes, each time, but for the time for which it has no processor; without that it is a matter of
     * luck, and once took a second.
     */
    @Test
    void shouldLetInWhoWaitsForLong() {
        int waits = 40;
        AtomicInteger held = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(() -> {
            long delayBefore = RunDelay.nanos();
            for (int i = 0; i < waits; i++) {
                int before = held.get();
                while (held.get() == before && !over.get()) { // another thread has it, or will at once
                    Thread.onSpinWait();
                }
                lock.lock();
                lock.unlock();
            }
            return TimeUnit.NANOSECONDS.toMillis(RunDelay.nanos() - delayBefore);
        });
        while (!waiting.isDone() && held.get() < 4_000) {
            lock.lock();
            held.incrementAndGet();
            spin(TimeUnit.MILLISECONDS.toNanos(1));
            lock.unlock();
        }
        over.set(true);
        long delayMillis = waiting.join();

        assertThat((held.get() - delayMillis) / waits)
                .as("times that another thread had it for 1 ms, at each wait")
                .isLessThan(25);
    }

    private static void spin(long nanos) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldWaitOutItsTimeThoughInterrupted() {
        lock.lock();
        boolean interrupted = CompletableFuture.supplyAsync(() -> {
                    Thread.currentThread().interrupt();
                    long start = System.nanoTime();
                    boolean taken = lock.tryLock(BRIEF_NANOS);
                    return !taken && System.nanoTime() - start >= BRIEF_NANOS && Thread.interrupted();
                })
                .join();

        assertThat(interrupted).isTrue();
    }

    @Test
    void shouldBeHadByWhoNapsForItOnceItIsGivenBack() {
        lock.lock();
        Thread waiting = new Thread(() -> {
            lock.lock();
            lock.unlock();
        });
        waiting.start();
        await("the thread has done with spinning")
                .atMost(Duration.ofSeconds(60))
                .until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        lock.unlock();

        await("the lock is had").atMost(Duration.ofSeconds(60)).until(() -> !waiting.isAlive());
    }

    @Test
    void shouldBeHadOnceAThreadHasEndedThatKeptIt() throws InterruptedException {
        Thread keeping = new Thread(() -> lock.lock());
        keeping.start();
        keeping.join();

        assertThat(lock.tryLock(0)).isTrue();
        assertThat(lock.isMine()).isTrue();
        lock.unlock();
        assertThat(CompletableFuture.supplyAsync(lock::tryLock).join())
                .as("had anew, not once more")
                .isTrue();
    }

    /** Also where there is not even the stack for a call: the compiler changes frames on the way. */
    @Test
    void shouldBeGivenBackWhereTheStackEnds() throws InterruptedException {
        int kept = 0;
        for (int i = 0; i < 200; i++) {
            ShortLock[] locks = Stream.generate(ShortLock::new).limit(20_000).toArray(ShortLock[]::new);
            Thread deep = new Thread(null, () -> endTheStack(locks), "deep", SMALL_STACK_BYTES);
            deep.start();
            deep.join();
            kept += (int) Stream.of(locks).filter(each -> each.owner != null).count();
        }

        assertThat(kept).as("locks that were kept").isZero();
    }

    private static void endTheStack(ShortLock[] locks) {
        try {
            take(locks, 0);
        } catch (StackOverflowError e) {
            return;
        }
        throw new AssertionError("the stack has not ended");
    }

    private static void take(ShortLock[] locks, int depth) {
        if (depth == locks.length) {
            return;
        }
        ShortLock lock = locks[depth];
        lock.lock();
        try {
            take(locks, depth + 1);
        } finally {
            try {
                VarHandle.releaseFence();
            } finally {
                lock.owner = null;
            }
        }
    }
}
