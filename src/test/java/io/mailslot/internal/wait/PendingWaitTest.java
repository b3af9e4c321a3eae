package io.mailslot.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PendingWaitTest {
    private static final byte[] MESSAGE = {1, 2, 3};
    private static final byte[] INSTEAD = {};
    private static final Executor HERE = Runnable::run;

    private final SignalWord word = new SignalWord(Region.inThisProcess(SignalWord.LENGTH), 0);

    /** Ways in which a caller gives a read up, true if it could. */
    private enum GiveUp {
        CANCEL(read -> read.cancel(true)),
        COMPLETE_ASYNC(read -> read.completeAsync(() -> INSTEAD, HERE).getNow(null) == INSTEAD),
        FAIL(read -> read.completeExceptionally(new TimeoutException())),
        DEFAULT_VALUE(read -> read.complete(INSTEAD));

        private final Function<CompletableFuture<byte[]>, Boolean> way;

        GiveUp(Function<CompletableFuture<byte[]>, Boolean> way) {
            this.way = way;
        }
    }

    private CompletableFuture<byte[]> start(Supplier<byte[]> take, Executor executor) {
        return PendingWait.take(take, () -> true, word, executor);
    }

    /** The caller gives up while the message is being taken, and is too late. */
    @ParameterizedTest
    @EnumSource
    void shouldDeliverAMessageThatIsBeingTaken(GiveUp how) throws Exception {
        CompletableFuture<CompletableFuture<byte[]>> started = new CompletableFuture<>();
        CompletableFuture<Boolean> givenUp = new CompletableFuture<>();
        CompletableFuture<byte[]> read = start(
                () -> {
                    Thread giver = new Thread(() -> givenUp.complete(how.way.apply(started.join())));
                    giver.start();
                    while (giver.getState() != Thread.State.BLOCKED && !givenUp.isDone()) {
                        Thread.onSpinWait();
                    }
                    return MESSAGE;
                },
                ForkJoinPool.commonPool());
        started.complete(read);

        assertThat(read.get(60, TimeUnit.SECONDS)).isSameAs(MESSAGE);
        assertThat(givenUp.get(60, TimeUnit.SECONDS)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeNothingOnceItIsGivenUp(GiveUp how) {
        AtomicInteger looks = new AtomicInteger();
        CompletableFuture<byte[]> read = start(
                () -> {
                    looks.incrementAndGet();
                    return null;
                },
                HERE);
        assertThat(how.way.apply(read)).isTrue();
        int before = looks.get();
        word.signal();
        word.signal();
        assertThat(read).isDone();
        assertThat(looks).hasValue(before);
    }

    @Test
    void shouldFailWithTheReasonThatTheTakeHas() {
        for (Throwable reason : new Throwable[] {new IllegalStateException(), new InternalError()}) {
            CompletableFuture<byte[]> read = start(
                    () -> {
                        if (reason instanceof Error error) {
                            throw error;
                        }
                        throw (RuntimeException) reason;
                    },
                    task -> {
                        try {
                            task.run();
                        } catch (Error e) {
                            assertThat(e).as("thrown into the executor").isNull();
                        }
                    });
            assertThatThrownBy(read::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCause(reason);
        }
    }

    /**
     * Whoever looks holds what the hub would have to hold to see anything. The hub has everybody look every other second, at any
     * time of these: of some reads that are not told at once half take longer than one.
     */
    @Test
    void shouldLookAgainIfItWasToldDuringALook() throws Exception {
        long[] millis = new long[9];
        for (int i = 0; i < millis.length; i++) {
            long start = System.nanoTime();
            readThatIsToldDuringALook();
            millis[i] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        }
        Arrays.sort(millis);
        assertThat(millis[millis.length / 2])
                .as("of %s ms", Arrays.toString(millis))
                .isLessThan(500);
    }

    private void readThatIsToldDuringALook() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<byte[]> read = PendingWait.take(
                () -> {
                    if (looks.incrementAndGet() > 1) {
                        return MESSAGE;
                    }
                    Waiting.wakeAll(); // what it waits for is there from now on, and this look does not see it
                    asked.join();
                    return null;
                },
                () -> {
                    asked.complete(null);
                    return false;
                },
                word,
                ForkJoinPool.commonPool());

        assertThat(read.get(60, TimeUnit.SECONDS)).isSameAs(MESSAGE);
    }

    /** A pool that cannot start a thread throws an Error: a read that nobody looks for would never end. */
    @Test
    void shouldFailIfTheExecutorHasNoThread() {
        Error noThread = new Error("no thread to be had");
        CompletableFuture<byte[]> read = start(() -> MESSAGE, task -> {
            throw noThread;
        });
        assertThatThrownBy(read::join).hasCause(noThread);
    }

    @Test
    void shouldFailIfTheExecutorRefuses() {
        CompletableFuture<byte[]> read = start(() -> MESSAGE, task -> {
            throw new RejectedExecutionException("closed");
        });
        assertThatThrownBy(read::join).hasCauseInstanceOf(RejectedExecutionException.class);
        CompletableFuture<byte[]> cancelled = start(() -> null, HERE);
        cancelled.cancel(false);
        assertThatThrownBy(cancelled::join).isInstanceOf(CancellationException.class);
    }

    /** What a caller hangs on the future is foreign: with the future locked, another thread that cancels it would wait. */
    @ParameterizedTest
    @EnumSource
    void shouldCompleteWithNothingLocked(GiveUp how) throws Exception {
        CompletableFuture<byte[]> read = start(() -> null, HERE);
        CompletableFuture<Boolean> again = read.handle((message, failure) -> CompletableFuture.supplyAsync(
                        () -> read.cancel(true), task -> new Thread(task).start())
                .orTimeout(60, TimeUnit.SECONDS)
                .join());

        how.way.apply(read);

        assertThat(again.get(60, TimeUnit.SECONDS))
                .as("cancelled by another thread meanwhile")
                .isEqualTo(read.isCancelled());
    }

    @Test
    void shouldFailWithNothingLocked() throws Exception {
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        CompletableFuture<byte[]> read = start(
                () -> {
                    goOn.join();
                    throw new IllegalStateException("by the test");
                },
                ForkJoinPool.commonPool());
        CompletableFuture<Boolean> again = read.handle((message, failure) -> CompletableFuture.supplyAsync(
                        () -> read.cancel(true), task -> new Thread(task).start())
                .orTimeout(60, TimeUnit.SECONDS)
                .join());

        goOn.complete(null);

        assertThat(again.get(60, TimeUnit.SECONDS)).isFalse();
    }

    /** The thread that tells of signals is waited for by everybody else, so it runs nothing that is foreign. */
    @Test
    void shouldKeepAnExecutorThatRunsAtOnceOutOfTheHub() throws Exception {
        AtomicInteger there = new AtomicInteger();
        CompletableFuture<byte[]> read = start(() -> there.get() == 0 ? null : MESSAGE, HERE);
        CompletableFuture<String> by =
                read.thenApply(message -> Thread.currentThread().getName());

        there.set(1);
        word.signal();

        assertThat(by.get(60, TimeUnit.SECONDS)).doesNotContain("mailslot-hub");
    }

    @Test
    void shouldKeepTheFailureOfARefusingExecutorOutOfTheHub() throws Exception {
        AtomicInteger given = new AtomicInteger();
        CompletableFuture<byte[]> read = start(() -> null, task -> {
            if (given.getAndIncrement() > 0) {
                throw new RejectedExecutionException("closed");
            }
            task.run();
        });
        CompletableFuture<String> by = read.handle((message, failure) ->
                Thread.currentThread().getName() + (failure instanceof RejectedExecutionException ? " refused" : ""));

        word.signal();

        assertThat(by.get(60, TimeUnit.SECONDS)).doesNotContain("mailslot-hub").endsWith(" refused");
    }
}
