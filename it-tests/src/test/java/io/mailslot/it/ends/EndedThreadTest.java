package io.mailslot.it.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.WaitResult;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A thread that ends with a mutex abandons it, as on Windows, though its process goes on. */
@HomeTest
class EndedThreadTest {
    @Test
    void shouldAbandonTheMutexOfAThreadThatHasEnded(Kernel kernel) throws InterruptedException {
        Mutex mutex = kernel.synchronization().createMutex(MutexOptions.defaults());
        endsWith(kernel, mutex);

        assertThat(take(kernel, mutex)).isEqualTo(WaitResult.Outcome.ABANDONED);
        mutex.release();
        assertThat(take(kernel, mutex)).isEqualTo(WaitResult.Outcome.SIGNALED);
        mutex.release();
    }

    @Test
    void shouldTellAnotherProcess(@Named("other") Child other, Kernel kernel) throws InterruptedException {
        Mutex mutex =
                kernel.synchronization().createMutex(MutexOptions.defaults().withName("ended"));
        int handle = other.call(c -> c.kernel()
                .synchronization()
                .openMutex("ended", ObjectOpenOptions.defaults())
                .handle());
        endsWith(kernel, mutex);

        WaitResult.Outcome outcome = other.call(
                c -> c.kernel().waitForAny(Deadline.DEATH_NOTICED, handle).outcome());
        assertThat(outcome).isEqualTo(WaitResult.Outcome.ABANDONED);
    }

    private static void endsWith(Kernel kernel, Mutex mutex) throws InterruptedException {
        Thread owner = new Thread(() -> kernel.waitFor(Duration.ZERO, mutex.handle()));
        owner.start();
        owner.join();
    }

    private static WaitResult.Outcome take(Kernel kernel, Mutex mutex) {
        return kernel.waitFor(Duration.ZERO, mutex.handle()).outcome();
    }

    @Test
    void shouldForgetAMutexThatItsOwnerHasClosed(Kernel kernel) {
        kernel.createMailslot("watched"); // what looks after ended threads begins at once
        WeakReference<Mutex> closed = ownedAndClosed(kernel);

        Deadline.await("nothing in the JVM keeps it").until(() -> {
            System.gc();
            return closed.get() == null;
        });
    }

    private static WeakReference<Mutex> ownedAndClosed(Kernel kernel) {
        Mutex mutex =
                kernel.synchronization().createMutex(MutexOptions.defaults().withInitiallyOwned(true));
        mutex.close();
        return new WeakReference<>(mutex);
    }
}
