package io.mailslot.it.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.storm.NetTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A thread of the test that waits.
 *
 * @param <T> what its wait returns
 */
final class Waiter<T> {
    /** Long enough for a thread to be asleep, and to show that it stays so. */
    private static final Duration A_WHILE = Duration.ofMillis(100);

    private final CompletableFuture<T> end = new CompletableFuture<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Thread thread;
    private volatile long endedAt;
    private volatile boolean interruptedAtEnd;

    private Waiter(Callable<T> wait) {
        thread = new Thread(() -> run(wait), "waiter");
        thread.setDaemon(true);
    }

    static <T> Waiter<T> start(Callable<T> wait) throws InterruptedException {
        Waiter<T> waiter = new Waiter<>(wait);
        waiter.thread.start();
        waiter.begun.await();
        return waiter;
    }

    /** Starts a wait that will not be over soon. */
    static <T> Waiter<T> asleep(Callable<T> wait) throws InterruptedException {
        return start(wait).staysAsleep();
    }

    private void run(Callable<T> wait) {
        begun.countDown();
        try {
            T result = wait.call();
            note();
            end.complete(result);
        } catch (Throwable failure) {
            note();
            end.completeExceptionally(failure);
        }
    }

    private void note() {
        endedAt = System.nanoTime();
        interruptedAtEnd = Thread.interrupted();
    }

    Waiter<T> staysAsleep() {
        Deadline.await("the wait goes on").during(A_WHILE).until(() -> !end.isDone());
        return this;
    }

    Thread thread() {
        return thread;
    }

    T result() throws Exception {
        return end.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Checks that the wait fails, and how. */
    MailslotException failsWith(ErrorCode code) throws InterruptedException, TimeoutException {
        try {
            T result = end.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("the wait ended with " + result + " instead of " + code);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(MailslotException.class);
            MailslotException failure = (MailslotException) e.getCause();
            assertThat(failure.errorCode()).as(failure.getMessage()).isEqualTo(code);
            return failure;
        }
    }

    /** How long after that the wait was over. */
    Duration endedAfter(NetTime start) {
        return start.until(endedAt);
    }

    /** Checks that all of some waits fail, and how; returns how long after that the last was over. */
    static Duration allFailWith(ErrorCode code, List<? extends Waiter<?>> waiters, NetTime start) throws Exception {
        Duration longest = Duration.ZERO;
        for (Waiter<?> waiter : waiters) {
            waiter.failsWith(code);
            Duration took = waiter.endedAfter(start);
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
        return longest;
    }

    boolean wasInterruptedAtEnd() {
        return interruptedAtEnd;
    }
}
