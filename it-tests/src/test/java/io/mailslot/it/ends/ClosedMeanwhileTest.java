package io.mailslot.it.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.EventOptions;
import io.mailslot.api.MailslotException;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Threads that are in the middle of a call while another one closes the kernel. */
@HomeTest
class ClosedMeanwhileTest {
    private static final int ROUNDS = 12;
    private static final int THREADS = 6;
    private static final int MAILSLOTS = 6;

    @Test
    void shouldTellThatTheKernelWasClosedAndNothingElse(TestHome home) throws InterruptedException {
        Set<ErrorCode> codes = ConcurrentHashMap.newKeySet();
        for (int round = 0; round < ROUNDS; round++) {
            Kernel kernel = home.attach();
            for (int i = 0; i < MAILSLOTS; i++) {
                kernel.createMailslot("slot/" + i); // whose files take a while to delete
            }
            CountDownLatch begun = new CountDownLatch(THREADS);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Thread thread = new Thread(() -> codes.add(workUntilClosed(kernel, begun)));
                thread.start();
                threads.add(thread);
            }
            begun.await();

            kernel.close();

            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(codes).containsExactly(ErrorCode.INVALID_HANDLE);
    }

    private static ErrorCode workUntilClosed(Kernel kernel, CountDownLatch begun) {
        try {
            while (true) {
                kernel.synchronization().createEvent(EventOptions.defaults()).close();
                begun.countDown();
            }
        } catch (MailslotException closed) {
            return closed.errorCode();
        }
    }
}
