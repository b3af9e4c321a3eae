package io.mailslot.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PendingReadTest {
    private static final byte[] MESSAGE = {1, 2, 3};
    private static final byte[] INSTEAD = {};
    private static final Executor HERE = Runnable::run;

    private final SignalWord word = new SignalWord(Region.inThisProcess(SignalWord.LENGTH), 0);

    /** Ways in which a caller gives a read up, true if it could. */
    private enum GiveUp {
        CANCEL(read -> read.cancel(true)),
        FAIL(read -> read.completeExceptionally(new TimeoutException())),
        DEFAULT_VALUE(read -> read.complete(INSTEAD));

        private final Function<CompletableFuture<byte[]>, Boolean> way;

        GiveUp(Function<CompletableFuture<byte[]>, Boolean> way) {
            this.way = way;
        }
    }

    /** The caller gives up while the message is being taken, and is too late. */
    @ParameterizedTest
    @EnumSource
    void shouldDeliverAMessageThatIsBeingTaken(GiveUp how) throws Exception {
        CompletableFuture<CompletableFuture<byte[]>> started = new CompletableFuture<>();
        CompletableFuture<Boolean> givenUp = new CompletableFuture<>();
        CompletableFuture<byte[]> read = PendingRead.start(
                () -> {
                    Thread giver = new Thread(() -> givenUp.complete(how.way.apply(started.join())));
                    giver.start();
                    while (giver.getState() != Thread.State.BLOCKED && !givenUp.isDone()) {
                        Thread.onSpinWait();
                    }
                    return MESSAGE;
                },
                word,
                ForkJoinPool.commonPool());
        started.complete(read);

        assertThat(read.get(10, TimeUnit.SECONDS)).isSameAs(MESSAGE);
        assertThat(givenUp.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeNothingOnceItIsGivenUp(GiveUp how) {
        AtomicInteger looks = new AtomicInteger();
        CompletableFuture<byte[]> read = PendingRead.start(
                () -> {
                    looks.incrementAndGet();
                    return null;
                },
                word,
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
            CompletableFuture<byte[]> read = PendingRead.start(
                    () -> {
                        if (reason instanceof Error error) {
                            throw error;
                        }
                        throw (RuntimeException) reason;
                    },
                    word,
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

    /** A pool that cannot start a thread throws an Error: a read that nobody looks for would never end. */
    @Test
    void shouldFailIfTheExecutorHasNoThread() {
        Error noThread = new Error("no thread to be had");
        CompletableFuture<byte[]> read = PendingRead.start(() -> MESSAGE, word, task -> {
            throw noThread;
        });
        assertThatThrownBy(read::join).hasCause(noThread);
    }

    @Test
    void shouldFailIfTheExecutorRefuses() {
        CompletableFuture<byte[]> read = PendingRead.start(() -> MESSAGE, word, task -> {
            throw new RejectedExecutionException("closed");
        });
        assertThatThrownBy(read::join).hasCauseInstanceOf(RejectedExecutionException.class);
        CompletableFuture<byte[]> cancelled = PendingRead.start(() -> null, word, HERE);
        cancelled.cancel(false);
        assertThatThrownBy(cancelled::join).isInstanceOf(CancellationException.class);
    }
}
