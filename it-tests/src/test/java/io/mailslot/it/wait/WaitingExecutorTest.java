package io.mailslot.it.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody's executor waits for room when it is given something to do; futures that have others go on. */
@HomeTest
class WaitingExecutorTest {
    private static final String HUB = "mailslot-hub";
    private static final long SOON_SECONDS = 60;
    private static final int HELD = 3;

    private final CountDownLatch looked = new CountDownLatch(HELD);
    private final CountDownLatch waits = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);

    /** Has no room for what comes later than the first look, which the caller has it do. */
    private final Executor full = work -> {
        if (Thread.currentThread().getName().equals(HUB)) {
            waits.countDown();
            await(goesOn);
        }
        ForkJoinPool.commonPool().execute(() -> {
            work.run();
            looked.countDown();
        });
    };

    @AfterEach
    void goOn() {
        goesOn.countDown();
    }

    @Test
    void shouldHoldUpNoOthers(TestHome home) throws Exception {
        Kernel kernel = home.attach();
        List<Receiver> receivers = IntStream.range(0, 5)
                .mapToObj(i -> kernel.createMailslot("m" + i))
                .toList();
        List<CompletableFuture<byte[]>> held = receivers.subList(0, HELD).stream()
                .map(receiver -> receiver.readAsync(full))
                .toList();
        CompletableFuture<byte[]> other = receivers.get(3).readAsync(ForkJoinPool.commonPool());
        CompletableFuture<byte[]> last = receivers.get(4).readAsync(ForkJoinPool.commonPool());

        await(looked); // a first look that comes later would find the message, and nobody would be told
        write(kernel, 0);
        await(waits);
        write(kernel, 3);
        assertThat(other.get(SOON_SECONDS, TimeUnit.SECONDS)).containsExactly(3);
        write(kernel, 1);
        write(kernel, 2);
        write(kernel, 4);
        assertThat(last.get(SOON_SECONDS, TimeUnit.SECONDS)).containsExactly(4);
        assertThat(held).noneMatch(CompletableFuture::isDone);
        // one more takes over for a moment from one that the machine keeps up
        Deadline.await("there are no more than two threads of the hub").until(() -> hubThreads() <= 2);

        goesOn.countDown();
        for (int i = 0; i < held.size(); i++) {
            assertThat(held.get(i).get(SOON_SECONDS, TimeUnit.SECONDS)).containsExactly(i);
        }
        Deadline.await("the one that was held up ends").until(() -> hubThreads() <= 1);
    }

    private static void write(Kernel kernel, int number) {
        kernel.openMailslot("m" + number).write(new byte[] {(byte) number});
    }

    private static long hubThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(HUB))
                .count();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(2 * SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
