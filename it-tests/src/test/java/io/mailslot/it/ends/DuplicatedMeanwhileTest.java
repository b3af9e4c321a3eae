package io.mailslot.it.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.MailslotException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Threads that get handles to an object from another process while others close what was this process's last one. */
@HomeTest
class DuplicatedMeanwhileTest {
    private static final int THREADS = 4;

    /** One in some ten thousand met a close at the wrong moment. */
    private static final int ROUNDS = 20_000;

    private static final int READS = 3;

    @Test
    void shouldServeAHandleThatCameWhileTheLastOneWent(@Named("owner") Child owner, Kernel kernel)
            throws InterruptedException {
        int theirs = owner.call(c -> c.kernel().createMailslot("shared").handle());
        Map<String, Integer> failures = new ConcurrentHashMap<>();
        try (ProcessObject process =
                kernel.openProcess(owner.pid(), ObjectOpenOptions.of(AccessRight.DUPLICATE_HANDLE))) {
            Thread[] threads = IntStream.range(0, THREADS)
                    .mapToObj(i -> new Thread(() -> work(kernel, process.handle(), theirs, failures)))
                    .toArray(Thread[]::new);
            for (Thread thread : threads) {
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(failures).isEmpty();
    }

    private static void work(Kernel kernel, int owner, int theirs, Map<String, Integer> failures) {
        for (int round = 0; round < ROUNDS; round++) {
            int handle = kernel.duplicate(owner, theirs, Kernel.CURRENT_PROCESS, DuplicateOptions.defaults());
            try {
                Receiver receiver = kernel.receiver(handle);
                for (int i = 0; i < READS; i++) {
                    assertThat(receiver.poll()).isEmpty();
                }
            } catch (MailslotException failure) {
                failures.merge(failure.getMessage(), 1, Integer::sum);
            }
            kernel.closeHandle(handle);
        }
    }
}
