package io.mailslot.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.mailslot.internal.memory.FutexWaiter.End;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FutexTest {
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int TRIES = 10;

    private final FutexWaiter waiter = Futex.canSleep() ? new FutexWaiter() : null;
    private final Region words = Region.inThisProcess(Futex.MOST_WORDS * 64);

    @BeforeEach
    void needFutexes() {
        assumeTrue(Futex.canSleep(), "this system has no futexes");
    }

    @Test
    void shouldNotSleepOnAWordWithAnotherValue() {
        waiter.expect(0, words, 0, 1);
        assertThat(waiter.sleep(1, LONG_NANOS)).isEqualTo(End.CHANGED);
        words.putInt(0, -1);
        waiter.expect(0, words, 0, -1);
        assertThat(waiter.sleep(1, 1)).as("a value with its highest bit set").isEqualTo(End.TIMED_OUT);
    }

    @Test
    void shouldNotSleepIfTheLastOfManyWordsHasAnotherValue() {
        needSeveral();
        expectMany();
        words.putInt((Futex.MOST_WORDS - 1) * 64, 5);
        assertThat(waiter.sleep(Futex.MOST_WORDS, LONG_NANOS)).isEqualTo(End.CHANGED);
    }

    @Test
    void shouldSleepForTheGivenTime() {
        waiter.expect(0, words, 0, 0);
        waiter.expect(1, words, 64, 0);
        for (int count = 1; count <= (Futex.canSleepOnSeveral() ? 2 : 1); count++) {
            for (long millis : new long[] {0, 20, 1_010}) {
                long took = sleepFor(count, millis);
                for (int i = 1; i < TRIES && took > millis + 500; i++) {
                    took = sleepFor(count, millis); // a busy machine may be late, but not each time
                }
                assertThat(took).isBetween(millis, millis + 500);
            }
        }
    }

    /** Returns how many milliseconds it took. */
    private long sleepFor(int count, long millis) {
        long start = System.nanoTime();
        assertThat(waiter.sleep(count, TimeUnit.MILLISECONDS.toNanos(millis))).isEqualTo(End.TIMED_OUT);
        long took = System.nanoTime() - start;
        assertThat(took).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(millis));
        return TimeUnit.NANOSECONDS.toMillis(took);
    }

    /** Sleeps on several words end at a time of day: it must not be one that somebody may set. */
    @Test
    void shouldGoByTheClockThatNobodySets() {
        ByteBuffer time = ByteBuffer.allocateDirect(2 * Long.BYTES).order(ByteOrder.nativeOrder());
        long before = System.nanoTime();
        FutexLibrary.readClock(NativeAccess.addressOf(time));
        long after = System.nanoTime();
        assertThat(TimeUnit.SECONDS.toNanos(time.getLong(0)) + time.getLong(Long.BYTES))
                .as("System.nanoTime is the monotonic clock here")
                .isBetween(before, after);
    }

    @Test
    void shouldBeWokenThroughAnotherMapping(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("words");
        MappedFiles.writeZeros(PlainFile.atOrNew(file), 0, 4096);
        Region here = MappedFiles.map(file, 0, 4096).slice(1024, 1024);
        Region there = MappedFiles.map(file, 0, 4096);
        for (int count = 1; count <= (Futex.canSleepOnSeveral() ? 2 : 1); count++) {
            waiter.expect(0, here, 64, 0);
            waiter.expect(1, here, 128, 0);
            CompletableFuture<End> woken = sleepElsewhere(count);
            // The sleep may not have begun yet: wake until it is over.
            Awaitility.await("woken through the other mapping")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        Futex.wakeAll(there, 1024 + 64);
                        return woken.isDone();
                    });
            assertThat(woken.join()).isEqualTo(End.WOKEN);
        }
    }

    @Test
    void shouldWakeWhoSleepsOnTheLastOfManyWords() {
        needSeveral();
        expectMany();
        CompletableFuture<End> woken = sleepElsewhere(Futex.MOST_WORDS);
        Awaitility.await("woken").atMost(Duration.ofSeconds(60)).until(() -> {
            Futex.wakeAll(words, (Futex.MOST_WORDS - 1) * 64);
            return woken.isDone();
        });
        assertThat(woken.join()).isEqualTo(End.WOKEN);
    }

    @Test
    void shouldFailWithoutHarmOnMoreWordsThanTheSystemTakes() {
        needSeveral();
        expectMany();
        assertThat(waiter.sleep(Futex.MOST_WORDS + 1, 1)).isEqualTo(End.FAILED);
    }

    @Test
    void shouldRefuseWordsOutsideTheRegion() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> waiter.expect(0, words, words.length() - 3, 0));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> Futex.wakeAll(words, -4));
    }

    /** A thread that sleeps must not keep the others from a safepoint, nor its structures from being collected. */
    @Test
    void shouldLetTheCollectorRunWhileAThreadSleeps() {
        waiter.expect(0, words, 0, 0);
        CompletableFuture<End> sleeping = sleepElsewhere(1);
        Awaitility.await("asleep").atMost(Duration.ofSeconds(60)).until(FutexTest::someoneSleepsInTheSystem);
        System.gc();
        assertThat(sleeping)
                .as("it did not have to wait for the end of the sleep")
                .isNotDone();
        Futex.wakeAll(words, 0);
        assertThat(sleeping.join()).isEqualTo(End.WOKEN);
    }

    private static boolean someoneSleepsInTheSystem() {
        return Thread.getAllStackTraces().values().stream()
                .anyMatch(stack -> stack.length > 1
                        && stack[0].getMethodName().equals("syscall")
                        && stack[0].getClassName().equals(FutexLibrary.class.getName()));
    }

    @Test
    void shouldAllocateNothingPerSleep() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        expectMany();
        int sleeps = 5_000;
        sleepBriefly(sleeps);
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        sleepBriefly(sleeps);
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(allocated / sleeps).as("bytes per sleep").isZero();
    }

    private void sleepBriefly(int sleeps) {
        words.putInt(0, 1);
        for (int i = 0; i < sleeps; i++) {
            waiter.expect(0, words, 0, 0);
            waiter.sleep(1, 1);
            if (Futex.canSleepOnSeveral()) {
                waiter.sleep(3, 1);
            }
        }
    }

    private void needSeveral() {
        assumeTrue(Futex.canSleepOnSeveral(), "this system cannot sleep on several words");
    }

    private void expectMany() {
        for (int i = 0; i < Futex.MOST_WORDS; i++) {
            waiter.expect(i, words, i * 64, 0);
        }
    }

    private CompletableFuture<End> sleepElsewhere(int count) {
        return CompletableFuture.supplyAsync(() -> waiter.sleep(count, LONG_NANOS));
    }
}
