package io.mailslot.it.ends;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailslot.Kernel;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.NotOwnerException;
import io.mailslot.api.WaitResult.Outcome;
import io.mailslot.it.harness.HomeTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Virtual threads as owners of mutexes. */
@HomeTest
class VirtualOwnerTest {
    /** More than there are carriers, so that each is used by many. */
    private static final int OWNERS = 100;

    @BeforeEach
    void needVirtualThreads() {
        assumeTrue(Runtime.version().feature() >= 21, "this JDK has no virtual threads");
    }

    @Test
    void shouldOwnWhateverCarrierRunsThem(Kernel kernel) {
        Semaphore taken = new Semaphore(0);
        Semaphore mayRelease = new Semaphore(0);
        List<CompletableFuture<Outcome>> owners = new ArrayList<>();
        for (int i = 0; i < OWNERS; i++) {
            Mutex mutex = kernel.synchronization().createMutex(MutexOptions.defaults());
            owners.add(virtually(() -> {
                Outcome outcome = take(kernel, mutex);
                taken.release();
                mayRelease.acquireUninterruptibly(); // here it leaves its carrier to others
                mutex.release();
                return outcome == Outcome.SIGNALED ? take(kernel, mutex) : outcome;
            }));
        }
        taken.acquireUninterruptibly(OWNERS);
        mayRelease.release(OWNERS);

        assertThat(owners).allSatisfy(owner -> assertThat(join(owner)).isEqualTo(Outcome.SIGNALED));
    }

    @Test
    void shouldNotBeTakenForOneAnother(Kernel kernel) {
        Mutex mutex = kernel.synchronization().createMutex(MutexOptions.defaults());
        Semaphore taken = new Semaphore(0);
        Semaphore mayEnd = new Semaphore(0);
        CompletableFuture<Void> owner = virtually(() -> {
            take(kernel, mutex);
            taken.release();
            mayEnd.acquireUninterruptibly();
            return null;
        });
        taken.acquireUninterruptibly();

        assertThat(join(virtually(() -> take(kernel, mutex)))).isEqualTo(Outcome.TIMED_OUT);
        assertThatThrownBy(() -> join(virtually(() -> {
                    mutex.release();
                    return null;
                })))
                .hasCauseInstanceOf(NotOwnerException.class);
        mayEnd.release();
        join(owner);
        assertThat(kernel.waitFor(Duration.ofSeconds(5), mutex.handle()).outcome())
                .isEqualTo(Outcome.ABANDONED);
    }

    private static Outcome take(Kernel kernel, Mutex mutex) {
        return kernel.waitFor(Duration.ZERO, mutex.handle()).outcome();
    }

    private static <T> T join(CompletableFuture<T> result) {
        return result.orTimeout(60, SECONDS).join();
    }

    /** By reflection, since these tests compile for older JDKs as well. */
    private static <T> CompletableFuture<T> virtually(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        };
        try {
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        return result;
    }
}
