package io.mailslot.it.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.MailslotException;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Threads that get handles to an object from another process while others close what was this process's last one. */
@ExtendWith(TestHomeExtension.class)
class DuplicatedMeanwhileTest {
    private static final int THREADS = 4;

    /** One in some ten thousand met a close at the wrong moment. */
    private static final int ROUNDS = 20_000;

    private static final int READS = 3;

    @Test
    void shouldServeAHandleThatCameWhileTheLastOneWent(TestHome home) throws InterruptedException {
        Kernel kernel = home.attach();
        ChildJvm owner = home.agent();
        int theirs = owner.must("create", "shared", 0, 0, false).handle();
        Map<String, Integer> failures = new ConcurrentHashMap<>();
        try (ProcessObject process = kernel.openProcess(owner.pid(), EnumSet.of(AccessRight.DUPLICATE_HANDLE), false)) {
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
