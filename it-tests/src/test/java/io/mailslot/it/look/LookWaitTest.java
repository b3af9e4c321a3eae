package io.mailslot.it.look;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mailslot.Kernel;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WaitResult;
import io.mailslot.it.harness.ChildJvm;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.harness.TestHomeExtension;
import io.mailslot.win32.Win32;
import io.mailslot.win32.Win32Constants;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waits for a message beyond what was looked at. */
@ExtendWith(TestHomeExtension.class)
class LookWaitTest {
    private static final String NAME = "waited for";
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LATER = Duration.ofSeconds(20);

    private Kernel kernel;
    private Receiver receiver;
    private Sender sender;

    @BeforeEach
    void open(TestHome home) {
        kernel = home.attach();
        receiver = kernel.createMailslot(NAME);
        sender = kernel.openMailslot(NAME);
    }

    /** What is reachable stays mapped. */
    @AfterEach
    void forget() {
        kernel = null;
        receiver = null;
        sender = null;
    }

    private void write(String text) {
        sender.write(text.getBytes(UTF_8));
    }

    private void lookAtAll() {
        receiver.setSignaledFrom(receiver.look(0, Integer.MAX_VALUE, (number, message) -> true));
    }

    @Test
    void shouldWaitForAMessageBeyondWhatWasLookedAt(TestHome home) {
        write("0");
        write("1");
        assertThat(kernel.waitForSingle(receiver.handle(), Duration.ZERO).signaled())
                .isTrue();
        lookAtAll();
        assertThat(kernel.waitForSingle(receiver.handle(), SOON).signaled()).isFalse();
        int event = kernel.synchronization()
                .createEvent(EventOptions.defaults().withManualReset(true))
                .handle();
        assertThat(kernel.waitForAny(SOON, event, receiver.handle()).signaled()).isFalse();

        ChildJvm other = home.agent();
        other.must("write", other.must("open", NAME, "false").handle(), "2");

        WaitResult any = kernel.waitForAny(LATER, event, receiver.handle());
        assertThat(any.index()).isOne();
        assertThat(kernel.waitForAll(LATER, receiver.handle()).signaled()).isTrue();
        lookAtAll();
        assertThat(kernel.waitForSingle(receiver.handle(), Duration.ZERO).signaled())
                .isFalse();
        receiver.setSignaledFrom(0);
        assertThat(kernel.waitForSingle(receiver.handle(), Duration.ZERO).signaled())
                .isTrue();
        assertThat(receiver.read()).as("reads take the oldest").isEqualTo("0".getBytes(UTF_8));
    }

    @Test
    void shouldHoldForTheFacadeToo() {
        Win32 win = new Win32(kernel);
        write("0");
        assertThat(win.waitForSingleObject(receiver.handle(), 0)).isEqualTo(Win32Constants.WAIT_OBJECT_0);
        lookAtAll();
        assertThat(win.waitForSingleObject(receiver.handle(), 50)).isEqualTo(Win32Constants.WAIT_TIMEOUT);
        write("1");
        assertThat(win.waitForMultipleObjects(1, new int[] {receiver.handle()}, false, 10_000))
                .isEqualTo(Win32Constants.WAIT_OBJECT_0);
    }

    @Test
    void shouldWakeWhoWaitsWhenLessIsAskedFor() throws Exception {
        write("0");
        lookAtAll();
        FutureTask<Boolean> waiting = new FutureTask<>(
                () -> kernel.waitForSingle(receiver.handle(), LATER).signaled());
        Thread thread = new Thread(waiting, "waits");
        thread.start();
        Deadline.await("it sleeps").until(() -> Idle.is(thread));

        long start = System.nanoTime();
        receiver.setSignaledFrom(0);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void shouldSleepWhileItWaits() {
        for (int i = 0; i < 1_000; i++) {
            write("unread");
        }
        lookAtAll();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        kernel.waitForSingle(receiver.handle(), Duration.ofMillis(50));
        long before = threads.getCurrentThreadCpuTime();

        assertThat(kernel.waitForSingle(receiver.handle(), Duration.ofSeconds(1))
                        .signaled())
                .isFalse();

        assertThat(threads.getCurrentThreadCpuTime() - before)
                .as("processor time in ns of a wait of 1 s")
                .isLessThan(TimeUnit.MILLISECONDS.toNanos(50));
    }

    /** Sleepers look again every other second whatever happens: in less, only a signal wakes them. */
    @Test
    void shouldBeWokenByEachMessageThatComes(TestHome home) {
        Duration lessThanTheyLookAgain = Duration.ofMillis(1_900);
        ChildJvm writer = home.agent();
        int sending = writer.must("open", NAME, "false").handle();
        long next = 0;

        for (int round = 0; round < 300; round++) {
            receiver.setSignaledFrom(next);
            writer.tell("write", sending, "ahead");
            while (!kernel.waitForSingle(receiver.handle(), lessThanTheyLookAgain)
                    .signaled()) {
                assertThat(writer.saysNothingFor(Duration.ofMillis(1)))
                        .as("a slow writer, not a wake-up that was lost, in round " + round)
                        .isTrue();
            }
            next = receiver.look(next, 10, (number, message) -> true);
            assertThat(next).isEqualTo(round + 1);
            receiver.advance(Math.max(0, next - 100));
            assertThat(writer.reply().ok()).isTrue();
        }
        assertThat(receiver.info().messageCount()).isEqualTo(100);
    }
}
