package io.mailslot.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A thread that waits, and how its wait ended. */
final class TestSleeper {
    private final Thread thread;
    private volatile boolean result;
    private volatile Throwable failure;
    private volatile long endedAt;

    private TestSleeper(BooleanSupplier wait) {
        thread = new Thread(() -> run(wait), "test-sleeper");
        thread.setDaemon(true);
    }

    static TestSleeper start(BooleanSupplier wait) {
        TestSleeper sleeper = new TestSleeper(wait);
        sleeper.thread.start();
        return sleeper;
    }

    private void run(BooleanSupplier wait) {
        try {
            result = wait.getAsBoolean();
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            endedAt = System.nanoTime();
        }
    }

    Thread thread() {
        return thread;
    }

    /** Returns when the thread is parked or in a system call that sleeps. */
    void awaitAsleep() {
        Awaitility.await("the thread sleeps")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(this::isAsleep);
    }

    private boolean isAsleep() {
        assertThat(thread.isAlive()).as("still waiting").isTrue();
        StackTraceElement[] stack = thread.getStackTrace();
        String top = stack.length == 0 ? "" : stack[0].getMethodName();
        return top.equals("syscall") || top.equals("park");
    }

    private void join() throws InterruptedException {
        thread.join(Duration.ofSeconds(60).toMillis());
        assertThat(thread.isAlive()).as("hung").isFalse();
    }

    boolean result() throws InterruptedException {
        join();
        assertThat(failure).isNull();
        return result;
    }

    Throwable failure() throws InterruptedException {
        join();
        assertThat(failure).isNotNull();
        return failure;
    }

    long endedAt() throws InterruptedException {
        join();
        return endedAt;
    }
}
