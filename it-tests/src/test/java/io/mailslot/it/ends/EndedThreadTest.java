package io.mailslot.it.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.WaitResult;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A thread that ends with a mutex abandons it, as on Windows, though its process goes on. */
@ExtendWith(TestHomeExtension.class)
class EndedThreadTest {
    @Test
    void shouldAbandonTheMutexOfAThreadThatHasEnded(TestHome home) throws InterruptedException {
        Kernel kernel = home.attach();
        Mutex mutex = kernel.synchronization().createMutex(MutexOptions.defaults());
        endsWith(kernel, mutex);

        assertThat(take(kernel, mutex)).isEqualTo(WaitResult.Outcome.ABANDONED);
        mutex.release();
        assertThat(take(kernel, mutex)).isEqualTo(WaitResult.Outcome.SIGNALED);
        mutex.release();
    }

    @Test
    void shouldTellAnotherProcess(TestHome home) throws InterruptedException {
        Kernel kernel = home.attach();
        Mutex mutex =
                kernel.synchronization().createMutex(MutexOptions.defaults().withName("ended"));
        ChildJvm other = home.agent();
        int handle = other.must("opensync", "mutex", "ended").handle();
        endsWith(kernel, mutex);

        assertThat(other.must("any", Deadline.DEATH_NOTICED.toMillis(), handle).text("outcome"))
                .isEqualTo("ABANDONED");
    }

    private static void endsWith(Kernel kernel, Mutex mutex) throws InterruptedException {
        Thread owner = new Thread(() -> kernel.waitForSingle(mutex.handle(), Duration.ZERO));
        owner.start();
        owner.join();
    }

    private static WaitResult.Outcome take(Kernel kernel, Mutex mutex) {
        return kernel.waitForSingle(mutex.handle(), Duration.ZERO).outcome();
    }

    @Test
    void shouldForgetAMutexThatItsOwnerHasClosed(TestHome home) {
        Kernel kernel = home.attach();
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
