package io.mailslot.it.away;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.it.harness.Deadline;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A thread of the test that waits in a call.
 *
 * @param <T> what the call returns
 */
final class Asleep<T> {
    private static final Duration A_WHILE = Duration.ofMillis(100);

    private final CompletableFuture<T> end = new CompletableFuture<>();
    private final Thread thread;

    private Asleep(Callable<T> call) {
        thread = new Thread(() -> run(call), "asleep");
        thread.setDaemon(true);
    }

    /** Begins a call that goes on for a while. */
    static <T> Asleep<T> in(Callable<T> call) {
        Asleep<T> asleep = new Asleep<>(call);
        asleep.thread.start();
        return asleep.goesOn();
    }

    private void run(Callable<T> call) {
        try {
            end.complete(call.call());
        } catch (Throwable failure) {
            end.completeExceptionally(failure);
        }
    }

    Asleep<T> goesOn() {
        Deadline.await("the call goes on").during(A_WHILE).until(() -> !end.isDone());
        return this;
    }

    void interrupt() {
        thread.interrupt();
    }

    T result() throws Exception {
        return end.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    MailslotException failsWith(ErrorCode code) throws Exception {
        try {
            T result = result();
            throw new AssertionError("the call ended with " + result + " instead of " + code);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(MailslotException.class);
            MailslotException failure = (MailslotException) e.getCause();
            assertThat(failure.errorCode()).as(failure.getMessage()).isEqualTo(code);
            return failure;
        }
    }
}
