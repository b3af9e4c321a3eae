package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.memory.RunDelay;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class NextWriterTest {
    private static final long START = 1_000_000_000;
    private static final long LONG = NextWriter.LONG_NANOS;
    private static final long MOMENT = NextWriter.MOMENT_NANOS;

    private final AtomicLong word = new AtomicLong();
    private final NextWriter waiter = of(1);
    private final NextWriter busy = of(2);

    private NextWriter of(long self) {
        return new NextWriter(word::get, word::compareAndSet, self);
    }

    @Test
    void shouldAskOnlyAfterALongWait() {
        busy.begins(START);
        waiter.begins(START);
        waiter.waits(START + LONG - 1);
        assertThat(busy.isAnother(START + LONG)).isFalse();

        waiter.waits(START + LONG);
        assertThat(waiter.isAnother(START + LONG)).isFalse();
        assertThat(busy.isAnother(START + LONG)).isTrue();

        waiter.ends();
        assertThat(busy.isAnother(START + LONG)).isFalse();
    }

    @Test
    void shouldWaitOnlyAMomentForOneThatDoesNotCome() {
        word.set(1);
        busy.begins(START);

        assertThat(busy.isAnother(START)).isTrue();
        assertThat(busy.isAnother(START + MOMENT - 1)).isTrue();
        assertThat(busy.isAnother(START + MOMENT)).isFalse();
        assertThat(word).hasValue(0);
    }

    @Test
    void shouldGiveEachAMomentOfItsOwn() {
        word.set(1);
        busy.begins(START);
        assertThat(busy.isAnother(START)).isTrue();

        word.set(3);
        assertThat(busy.isAnother(START + MOMENT)).isTrue();
        assertThat(busy.isAnother(START + 2 * MOMENT)).isFalse();
    }

    /** Where many write, one after the other has waited for long: that must not go on for ever. */
    @Test
    void shouldNotLetInOneAfterTheOtherWithoutEnd() {
        busy.begins(START);
        for (long now = START; now < START + NextWriter.ENOUGH_NANOS; now += MOMENT / 2) {
            word.set(now);
            assertThat(busy.isAnother(now)).isTrue();
        }
        assertThat(busy.isAnother(START + NextWriter.ENOUGH_NANOS)).isFalse();
    }

    @Test
    void shouldTakeAwayNobodyElsesNumber() {
        waiter.begins(START);
        waiter.waits(START + LONG);
        word.set(3);
        waiter.ends();

        assertThat(word).hasValue(3);
    }

    /** A thread that takes the lock again at once would otherwise be faster than the one it has woken, most of the time. */
    @Test
    void shouldLetInAThreadThatHasWaitedForLong() {
        long longest = longestOfSomeTurns();
        if (longest >= 1_000) {
            longest = longestOfSomeTurns(); // the machine may have kept the other thread up with the lock
        }
        assertThat(longest).as("ms").isLessThan(1_000);
    }

    /** Of a thread beside one that takes the lock again and again; in milliseconds, without those for which it had no processor. */
    private static long longestOfSomeTurns() {
        WriterTurn turn = new WriterTurn();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> busyThread = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                turn.take(false, () -> {});
                turn.unlock();
            }
        });
        long longest = 0;
        for (int i = 0; i < 20; i++) {
            long delay = RunDelay.nanos();
            long start = System.nanoTime();
            turn.take(false, () -> {});
            turn.unlock();
            longest = Math.max(longest, System.nanoTime() - start - (RunDelay.nanos() - delay));
        }
        over.set(true);
        busyThread.join();
        return TimeUnit.NANOSECONDS.toMillis(longest);
    }
}
