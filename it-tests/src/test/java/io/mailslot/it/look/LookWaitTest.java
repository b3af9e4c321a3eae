package io.mailslot.it.look;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mailslot.Kernel;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WaitResult;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Prompt;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import io.mailslot.win32.Win32;
import io.mailslot.win32.Win32Constants;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waits for a message beyond what was looked at. */
@HomeTest
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
    void shouldWaitForAMessageBeyondWhatWasLookedAt(Jvms jvms) {
        write("0");
        write("1");
        assertThat(kernel.waitFor(Duration.ZERO, receiver.handle()).signaled()).isTrue();
        lookAtAll();
        assertThat(kernel.waitFor(SOON, receiver.handle()).signaled()).isFalse();
        int event = kernel.synchronization()
                .createEvent(EventOptions.defaults().withManualReset(true))
                .handle();
        assertThat(kernel.waitForAny(SOON, event, receiver.handle()).signaled()).isFalse();

        jvms.start().run(c -> c.kernel().openMailslot(NAME).write("2"));

        WaitResult any = kernel.waitForAny(LATER, event, receiver.handle());
        assertThat(any.index()).isOne();
        assertThat(kernel.waitForAll(LATER, receiver.handle()).signaled()).isTrue();
        lookAtAll();
        assertThat(kernel.waitFor(Duration.ZERO, receiver.handle()).signaled()).isFalse();
        receiver.setSignaledFrom(0);
        assertThat(kernel.waitFor(Duration.ZERO, receiver.handle()).signaled()).isTrue();
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
        Prompt.within(Duration.ofSeconds(1), () -> {
            lookAtAll();
            FutureTask<Boolean> waiting = new FutureTask<>(
                    () -> kernel.waitFor(LATER, receiver.handle()).signaled());
            Thread thread = new Thread(waiting, "waits");
            thread.start();
            Deadline.await("it sleeps").until(() -> Idle.is(thread));

            NetTime start = NetTime.start();
            receiver.setSignaledFrom(0);

            assertThat(waiting.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            return start.took();
        });
    }

    @Test
    void shouldSleepWhileItWaits() {
        for (int i = 0; i < 1_000; i++) {
            write("unread");
        }
        lookAtAll();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long used = waitForASecond(threads);
        for (int tries = 1; tries < 5 && used >= TimeUnit.MILLISECONDS.toNanos(50); tries++) {
            used = waitForASecond(threads); // what it does for the first time takes longer
        }

        assertThat(used).as("processor time in ns of a wait of 1 s").isLessThan(TimeUnit.MILLISECONDS.toNanos(50));
    }

    /** Returns how much processor time that took. */
    private long waitForASecond(ThreadMXBean threads) {
        long before = threads.getCurrentThreadCpuTime();
        assertThat(kernel.waitFor(Duration.ofSeconds(1), receiver.handle()).signaled())
                .isFalse();
        return threads.getCurrentThreadCpuTime() - before;
    }

    /** Sleepers look again every other second whatever happens: who is woken by that comes long after the writer was done. */
    @Test
    void shouldBeWokenByEachMessageThatComes(Jvms jvms) {
        Child writer = jvms.start();
        int sending = writer.call(c -> c.kernel().openMailslot(NAME).handle());
        long next = 0;
        NetTime.start(); // measures from now on

        for (int round = 0; round < 300; round++) {
            receiver.setSignaledFrom(next);
            CompletableFuture<Long> written = writer.submit(c -> {
                        c.kernel().sender(sending).write("ahead");
                        return true;
                    })
                    .thenApply(done -> System.nanoTime());
            assertThat(kernel.waitFor(Deadline.PATIENCE, receiver.handle()).signaled())
                    .isTrue();
            long woken = System.nanoTime();
            Duration after = NetTime.from(written.join()).until(woken);
            assertThat(after).as("of message " + round).isLessThan(Duration.ofSeconds(1));
            next = receiver.look(next, 10, (number, message) -> true);
            assertThat(next).isEqualTo(round + 1);
            receiver.advance(Math.max(0, next - 100));
        }
        assertThat(receiver.info().messageCount()).isEqualTo(100);
    }
}
