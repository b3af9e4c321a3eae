package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailslot.Kernel;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WaitResult;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Children that are killed and stand still, where the test wants it. */
class CrashControlTest {
    private static final int SIGTERM = 15;

    @Test
    void shouldKillAndStopChildren() {
        try (Jvms jvms = Patient.jvms()) {
            Mutex mutex = jvms.kernel().synchronization().createMutex(MutexOptions.defaults());
            Child owner = jvms.jvm().withName("owner").start();
            owner.run(c -> mutex.await(Timeouts.FOREVER));

            owner.stop();
            assertThat(mutex.await(Duration.ofMillis(50)).signaled()).isFalse();
            owner.resume().run(c -> mutex.release()); // by the thread that owns it
            assertThat(mutex.await(Duration.ZERO).signaled()).isTrue();
            mutex.release();

            owner.run(c -> mutex.await(Timeouts.FOREVER));
            owner.kill();
            assertThat(owner.isAlive()).isFalse();
            assertThat(owner.awaitEnd().signal()).hasValue(9);
            assertThat(mutex.await(Duration.ofSeconds(60)).outcome()).isEqualTo(WaitResult.Outcome.ABANDONED);
        }
    }

    @Test
    void shouldKillAtAPointOfTheTestsOwnCode() {
        try (Jvms jvms = Patient.jvms()) {
            Child child = jvms.start(c -> {
                System.out.println("before");
                c.hold("between");
                System.out.println("behind");
            });

            child.awaitPoint("between").killNow();

            assertThat(child.out()).isEqualTo("before\n");
            Child asked = jvms.start(c -> new CountDownLatch(1).await());
            asked.run(c -> {});
            assertThat(asked.terminate().awaitEnd().signal()).hasValue(SIGTERM);
            Child signalled = jvms.start();
            signalled.run(c -> {});
            assertThat(signalled.signal(SIGTERM).awaitEnd()).hasToString("143 (signal 15)");
        }
    }

    @Test
    void shouldStopAtAFaultPointOfTheLibrary() {
        try (Jvms jvms = Patient.jvms()) {
            Kernel kernel = jvms.kernel();
            Receiver orders = kernel.createMailslot("orders");
            Sender sender = kernel.openMailslot("orders");
            Child child = jvms.jvm().stopAtFaultPoint("APPEND_COPIED", 2).start(c -> {
                sender.write("first");
                sender.write("second");
            });

            child.awaitStopped();
            assertThat(orders.readText()).isEqualTo("first");
            assertThat(orders.poll()).isEmpty();
            jvms.all(child.resume());

            assertThat(orders.readText()).isEqualTo("second");
        }
    }

    @Test
    void shouldFillAHeap() {
        try (Jvms jvms = Jvms.open(JvmsOptions.defaults().withJvmOptions("-Xmx32m"))) {
            Child child = jvms.start();
            assertThat((int) child.call(c -> new byte[4 << 20].length)).isEqualTo(4 << 20);

            child.exhaustMemory();

            assertThatThrownBy(() -> child.call(c -> new byte[4 << 20].length))
                    .hasCauseInstanceOf(OutOfMemoryError.class);
            child.kill();
        }
    }
}
