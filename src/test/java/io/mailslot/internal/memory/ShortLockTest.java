package io.mailslot.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ShortLockTest {
    private static final long BRIEF_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int SMALL_STACK_BYTES = 256 << 10;

    private ShortLock lock = new ShortLock();
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

    @Test
    void shouldBeTakenAgainByTheThreadThatHasIt() {
        lock.lock();
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();

        assertThat(CompletableFuture.supplyAsync(() -> lock.tryLock(BRIEF_NANOS))
                        .join())
                .isFalse();
        lock.unlock();
        assertThat(CompletableFuture.supplyAsync(() -> lock.tryLock(BRIEF_NANOS))
                        .join())
                .isTrue();
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
        await("the thread has done with spinning").until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        lock.unlock();

        await("the lock is had").until(() -> !waiting.isAlive());
    }

    @Test
    void shouldBeHadOnceAThreadHasEndedThatKeptIt() throws InterruptedException {
        Thread keeping = new Thread(() -> {
            lock.lock();
            lock.lock();
        });
        keeping.start();
        keeping.join();

        assertThat(lock.tryLock(0)).isTrue();
        assertThat(lock.isMine()).isTrue();
        lock.unlock();
        assertThat(CompletableFuture.supplyAsync(lock::tryLock).join())
                .as("had anew, not once more")
                .isTrue();
    }

    /** The compiler changes frames on the way, so at times there is not even the stack for the call. */
    @Test
    void shouldBeGivenBackWhereTheStackEnds() throws InterruptedException {
        int kept = 0;
        for (int i = 0; i < 200; i++) {
            lock = new ShortLock();
            Thread deep = new Thread(null, this::endTheStack, "deep", SMALL_STACK_BYTES);
            deep.start();
            deep.join();
            kept += CompletableFuture.supplyAsync(lock::tryLock).join() ? 0 : 1;
        }

        assertThat(kept).as("times in 200 that it was kept").isLessThan(60);
    }

    private void endTheStack() {
        try {
            takeAgain();
        } catch (StackOverflowError e) {
            // was asked for
        }
    }

    private void takeAgain() {
        lock.lock();
        try {
            takeAgain();
        } finally {
            lock.unlock();
        }
    }
}
