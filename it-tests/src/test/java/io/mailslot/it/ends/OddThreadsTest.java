package io.mailslot.it.ends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.NotOwnerException;
import io.mailslot.api.WaitResult.Outcome;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.testkit.Jvms;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Threads of applications that answer for themselves what others leave to {@link Thread}. */
@HomeTest
class OddThreadsTest {
    private static final Duration MOMENT = Duration.ofMillis(20);

    /** All of these have the same number, and are equal. */
    private static final class Odd extends Thread {
        Odd(Runnable work) {
            super(work);
            setDaemon(true);
        }

        @Override
        @SuppressWarnings("deprecation") // Thread.threadId() came with 19, and is final.
        public long getId() {
            return 7;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Odd;
        }

        @Override
        public int hashCode() {
            return 7;
        }
    }

    @Test
    void shouldNotOwnEachOthersMutexes(Kernel kernel) throws Exception {
        Mutex mutex = kernel.synchronization().createMutex(MutexOptions.defaults());
        ExecutorService owner = oddThread();
        ExecutorService other = oddThread();
        try {
            assertThat(wait(kernel, mutex.handle(), owner)).isEqualTo(Outcome.SIGNALED);

            assertThat(wait(kernel, mutex.handle(), other)).isEqualTo(Outcome.TIMED_OUT);
            assertThatThrownBy(() -> get(CompletableFuture.runAsync(mutex::release, other)))
                    .hasCauseInstanceOf(NotOwnerException.class);

            get(owner.submit(mutex::release));
            assertThat(wait(kernel, mutex.handle(), other)).isEqualTo(Outcome.SIGNALED);
        } finally {
            owner.shutdown();
            other.shutdown();
        }
    }

    @Test
    void shouldEachSleepForThemselves(Kernel kernel) throws Exception {
        int never =
                kernel.synchronization().createEvent(EventOptions.defaults()).handle();
        ExecutorService first = oddThread();
        ExecutorService second = oddThread();
        try {
            assertThat(wait(kernel, never, first)).isEqualTo(Outcome.TIMED_OUT);
            assertThat(wait(kernel, never, second)).isEqualTo(Outcome.TIMED_OUT);
            System.gc(); // whatever of the first one only it has a weak reference to

            assertThat(wait(kernel, never, first)).isEqualTo(Outcome.TIMED_OUT);
        } finally {
            first.shutdown();
            second.shutdown();
        }
    }

    @Test
    void shouldNeedNoClassLoader(Jvms jvms) {
        long mapped = jvms.start().call(c -> BareThread.use());

        assertThat(mapped).as("segments that are mapped").isZero();
    }

    private static ExecutorService oddThread() {
        return Executors.newSingleThreadExecutor(Odd::new);
    }

    private static Outcome wait(Kernel kernel, int handle, ExecutorService thread) throws Exception {
        return get(thread.submit(() -> kernel.waitFor(MOMENT, handle).outcome()));
    }

    private static <T> T get(Future<T> future) throws Exception {
        try {
            return future.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("it hangs", e);
        }
    }
}
