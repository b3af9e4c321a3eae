package io.mailslot.it.slot;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MailslotInfo;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WhenFull;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.NumberedMessage;
import io.mailslot.it.harness.Prompt;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.it.storm.RunDelay;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Receivers that are too slow, stopped or dead, and the senders and other receivers that live with them. */
@HomeTest
@Tag("alone")
class SlowReceiverTest {
    private static final String NEWS = SlotChild.BROADCAST + "news";
    private static final String NEWS_BOUND = "\\\\.\\mailslot\\news";
    private static final MailslotOptions SMALL = MailslotOptions.defaults().withCapacity(1 << 20);
    private static final long LONGEST_WRITE_MS = 250;
    private static final int LARGE = 64 << 10;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    private int sent;

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void shouldNotCountWhatWasDroppedByAWriterThatDiedBeforeItDeletedIt(Jvms jvms, Kernel kernel) {
        Receiver slow = kernel.createMailslot(NEWS, SMALL.withWhenFull(WhenFull.DROP_OLDEST));
        Child victim = jvms.jvm()
                .stopAtFaultPoint(FaultPoint.RECLAIM_COUNTED.name(), 1)
                .start(c -> NumberedMessage.send(c.kernel().openMailslot("news"), 1, 200_000));
        victim.awaitStopped().killNow();

        long told = slow.info().messageCount();

        long read = 0;
        while (slow.poll(buffer.clear())) {
            read++;
        }
        assertThat(told).isEqualTo(read);
        assertThat(slow.info().missedMessages()).isPositive();
    }

    @ParameterizedTest(name = "of {0} bytes, {1} writers")
    @CsvSource({"8,1", "64,1", "100,1", "200,1", "1000,1", "1000,3", "10000,1", "10000,3", "100000,1", "100000,3"})
    void shouldDropNoMoreThanAFewOfTheOldest(int size, int writers, Jvms jvms, Kernel kernel) {
        Receiver slow = kernel.createMailslot(NEWS, SMALL.withWhenFull(WhenFull.DROP_OLDEST));
        List<Child> others = IntStream.range(1, writers)
                .mapToObj(i -> jvms.jvm().startedPlainly().start())
                .toList();
        others.forEach(other -> other.run(c -> c.kernel().openMailslot("news"))); // the only handle, and so 4
        Sender sender = kernel.openMailslot(NEWS_BOUND);
        byte[] message = new byte[size];
        long most = 0;
        long least = Long.MAX_VALUE;

        for (int i = 0; i < 3 * SMALL.capacity() / size; i += writers) {
            sender.write(message);
            others.forEach(other -> other.run(c -> c.kernel().sender(4).write(new byte[size])));
            MailslotInfo info = slow.info();
            most = Math.max(most, info.messageCount());
            least = info.missedMessages() == 0 ? least : Math.min(least, info.messageCount());
        }

        assertThat(most * size).as("bytes that it holds").isGreaterThan(SMALL.capacity() / 4);
        assertThat(least).as("the least once it was full, of %d", most).isGreaterThan(most / 2);
    }

    @Test
    void shouldDropTheOldestForAStoppedReceiverAndHoldUpNobody(@Named("slow") Child slow, Kernel kernel) {
        Receiver quick = kernel.createMailslot(NEWS, SMALL.withWhenFull(WhenFull.DROP_OLDEST));
        Sender sender = kernel.openMailslot(NEWS_BOUND);
        int handle = slow.call(c -> SlotChild.join(c, "news"));
        send(sender, 64);
        send(sender, LARGE);
        assertThat(slow.<long[]>call(c -> SlotChild.take(c.kernel().receiver(handle), 2))[0])
                .isEqualTo(2);
        Continuity heard = new Continuity("the quick receiver");
        long longest = 0;
        long taken = 2;

        for (int round = 0; round < 3; round++) {
            slow.stop();
            for (int i = 0; i < 6_000; i++) {
                longest = Math.max(longest, netSend(sender, i % 40 == 0 ? LARGE : i % 10 == 0 ? 1 << 10 : 64));
                quick.drain(10, heard::hear);
            }
            slow.resume();
            long[] answer = slow.call(c -> SlotChild.drain(c.kernel().receiver(handle)));
            taken += answer[0];
            assertThat(answer[1]).as("missed in round %d", round).isPositive();
            assertThat(taken + answer[1]).as("taken and missed").isEqualTo(sent);
        }

        assertThat(heard.last()).containsEntry(0, sent);
        assertThat(quick.info().missedMessages()).isZero();
        assertThat(longest / 1_000_000).as("longest write in ms").isLessThanOrEqualTo(LONGEST_WRITE_MS);
    }

    @Test
    void shouldCountWhatAReceiverMissesThatReadsAllTheTime(@Named("slow") Child slow, Kernel kernel) {
        Receiver quick = kernel.createMailslot(NEWS, SMALL.withWhenFull(WhenFull.DROP_OLDEST));
        Sender sender = kernel.openMailslot(NEWS_BOUND);
        int handle = slow.call(c -> SlotChild.join(c, "news"));
        long taken = 0;
        long missed = 0;

        for (int round = 0; round < 12; round++) {
            CompletableFuture<long[]> drained =
                    slow.submit(c -> SlotChild.drain(c.kernel().receiver(handle)));
            for (int i = 0; i < 12_000; i++) {
                send(sender, i % 100 == 0 ? LARGE : i % 3 == 0 ? 600 : 64);
            }
            taken += drained.join()[0];
        }
        long[] answer = slow.call(c -> SlotChild.drain(c.kernel().receiver(handle)));
        missed = answer[1];
        taken += answer[0];

        assertThat(missed).isPositive();
        assertThat(taken + missed).isEqualTo(sent);
        MailslotInfo unread = quick.info();
        assertThat(unread.missedMessages()).as("missed, before it has read").isPositive();
        assertThat(unread.messageCount() + unread.missedMessages()).isEqualTo(sent);
        assertThat(sender.info().missedMessages()).as("as its sender sees it").isEqualTo(unread.missedMessages());
        long own = quick.drain(Integer.MAX_VALUE, message -> Numbered.requireWhole(message, "message"));
        assertThat(own + quick.info().missedMessages()).isEqualTo(sent);
    }

    @Test
    void shouldWaitForAStoppedReceiverInVainAndGoOnOnceItIsKilled(@Named("slow") Child slow, Kernel kernel) {
        Receiver quick = kernel.createMailslot(NEWS, SMALL);
        slow.run(c -> SlotChild.join(c, "news"));
        watch(kernel, slow);
        Sender sender =
                kernel.openMailslot(NEWS_BOUND, OpenOptions.defaults().withWriteTimeout(Duration.ofMillis(300)));
        slow.stop();
        fill(sender, quick);

        long waitedMs = writeInVain(sender);
        for (int tries = 1; tries < 5 && waitedMs > 300 + LONGEST_WRITE_MS; tries++) {
            waitedMs = writeInVain(sender); // a busy machine may be late, but not each time
        }

        assertThat(waitedMs).isBetween(300L, 300 + LONGEST_WRITE_MS);
        Sender patient = kernel.openMailslot(NEWS_BOUND);
        CompletableFuture<Void> blocked = CompletableFuture.runAsync(() -> send(patient, LARGE), threads);
        LockSupport.parkNanos(MILLISECONDS.toNanos(100));
        assertThat(blocked).isNotDone();
        NetTime start = NetTime.start();
        slow.kill();
        blocked.join();
        assertThat(start.took()).as("from the kill on").isLessThan(Duration.ofSeconds(1));
        assertThat(quick.drain(10, message -> Numbered.requireWhole(message, "message")))
                .isOne();
    }

    @Test
    void shouldWakeASenderWithinMillisecondsOnceThereIsRoom(@Named("reader") Child reader, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("narrow", SMALL);
        int shared = reader.call(c -> receiver.handle());
        Sender sender = kernel.openMailslot("narrow", OpenOptions.defaults().withWriteTimeout(Duration.ZERO));
        Sender patient = kernel.openMailslot("narrow");
        fill(sender, null);
        long[] micros = new long[20];
        for (int round = 0; round < micros.length; round++) {
            CompletableFuture<Long> blocked = CompletableFuture.supplyAsync(
                    () -> {
                        long delayBefore = RunDelay.nanos();
                        send(patient, LARGE);
                        return System.nanoTime() - (RunDelay.nanos() - delayBefore);
                    },
                    threads);
            LockSupport.parkNanos(MILLISECONDS.toNanos(20));
            assertThat(blocked).isNotDone();
            long[] answer = reader.call(c -> SlotChild.take(c.kernel().receiver(shared), 1));
            micros[round] = (blocked.join() - answer[1]) / 1_000;
        }

        Arrays.sort(micros);
        System.out.printf(
                Locale.ROOT, "FIGURE a blocked sender wakes after %d us, at most %d us%n", micros[10], micros[19]);
        assertThat(micros[10]).as("median in us").isLessThan(20_000);
    }

    @Test
    void shouldSleepWhileThereIsNoRoom(TestHome home) throws InterruptedException {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("narrow", SMALL);
        Sender sender = kernel.openMailslot("narrow", OpenOptions.defaults().withWriteTimeout(Duration.ZERO));
        Sender patient = kernel.openMailslot("narrow");
        fill(sender, null);
        Thread blocked = new Thread(() -> send(patient, LARGE));
        blocked.start();
        Deadline.await("it sleeps")
                .until(() -> blocked.getState() != Thread.State.RUNNABLE || sleepsInTheSystem(blocked));

        long busyMs = processorMillisOfASecond(blocked);
        for (int tries = 1; tries < 5 && busyMs >= 20; tries++) {
            busyMs = processorMillisOfASecond(blocked); // what it does for the first time takes longer
        }

        assertThat(blocked.isAlive()).isTrue();
        assertThat(busyMs).as("ms of processor time in 1 s").isLessThan(20);
        receiver.read();
        blocked.join(Deadline.PATIENCE.toMillis());
        assertThat(blocked.isAlive()).isFalse();
    }

    @Test
    void shouldGoOnAtOnceIfAReaderDiesRightAfterItTookWhatFilledAMailslot(Jvms jvms, Kernel kernel) throws Exception {
        Receiver receiver = kernel.createMailslot("narrow", SMALL);
        Sender sender = kernel.openMailslot("narrow");
        send(sender, 700_000);
        Prompt.within(Duration.ofMillis(LONGEST_WRITE_MS), () -> {
            Child reader = jvms.jvm()
                    .stopAtFaultPoint(FaultPoint.READ_CURSOR_MOVED.name(), 1)
                    .start();
            int shared = reader.call(c -> receiver.handle());
            watch(kernel, reader);
            CompletableFuture<Void> blocked = CompletableFuture.runAsync(() -> send(sender, 700_000), threads);
            LockSupport.parkNanos(MILLISECONDS.toNanos(100));
            assertThat(blocked).isNotDone();

            reader.begin(c -> SlotChild.take(c.kernel().receiver(shared), 1));
            reader.awaitStopped().killNow();
            NetTime start = NetTime.start();
            blocked.join();
            return start.took();
        });

        assertThat(receiver.poll()).isPresent();
        assertThat(receiver.poll()).isEmpty();
    }

    @Test
    void shouldMissNothingWhereNothingIsDropped(TestHome home) {
        Kernel kernel = home.attach();
        // One of these receivers stands at the very end of a segment when that is deleted.
        for (int read = 225; read < 265; read++) {
            try (Receiver receiver = kernel.createMailslot("stood at " + read, SMALL);
                    Sender sender = kernel.openMailslot(
                            "stood at " + read, OpenOptions.defaults().withWriteTimeout(Duration.ZERO))) {
                for (int i = 0; i < read; i++) {
                    send(sender, 500);
                    assertThat(receiver.drain(1, message -> Numbered.requireWhole(message, "message")))
                            .isOne();
                }
                long more = 0;
                while (sender.tryWrite(new byte[500], 0, 500)) {
                    more++;
                }
                assertThat(receiver.drain(Integer.MAX_VALUE, message -> {})).isEqualTo((int) more);
                assertThat(receiver.info().missedMessages()).isZero();
            }
        }
    }

    /** Sends until there is no room left; the quick receiver, if there is one, reads all of it. */
    private void fill(Sender sender, Receiver quick) {
        MailslotFullException full = null;
        while (full == null) {
            full = catchThrowableOfType(MailslotFullException.class, () -> send(sender, LARGE));
            assertThat(sent).isLessThan(100);
        }
        if (quick != null) {
            quick.drain(Integer.MAX_VALUE, message -> Numbered.requireWhole(message, "message"));
        }
    }

    /** Sends the next number; returns how long that took, in nanoseconds. */
    private long send(Sender sender, int size) {
        long start = System.nanoTime();
        write(sender, size, sent + 1);
        sent++;
        return System.nanoTime() - start;
    }

    /** The same, without the time for which the machine kept this thread up. */
    private long netSend(Sender sender, int size) {
        long delayBefore = RunDelay.nanos();
        long start = System.nanoTime();
        long took = send(sender, size);
        long net = took - (RunDelay.nanos() - delayBefore);
        return net < MILLISECONDS.toNanos(LONGEST_WRITE_MS)
                ? net
                : Math.min(net, NetTime.from(start).until(start + took).toNanos());
    }

    /** Else its death is noticed at the next look only, if it has just come. */
    private static void watch(Kernel kernel, Child child) {
        kernel.openProcess(child.pid(), ObjectOpenOptions.of(AccessRight.SYNCHRONIZE))
                .close();
    }

    private long writeInVain(Sender sender) {
        long start = System.nanoTime();
        MailslotFullException full =
                catchThrowableOfType(MailslotFullException.class, () -> write(sender, LARGE, sent + 1));
        assertThat(full.errorCode()).isEqualTo(ErrorCode.NOT_ENOUGH_QUOTA);
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static boolean sleepsInTheSystem(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length > 0 && stack[0].getMethodName().equals("syscall");
    }

    private static long processorMillisOfASecond(Thread thread) {
        long before = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
        LockSupport.parkNanos(MILLISECONDS.toNanos(1_000));
        return (ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()) - before) / 1_000_000;
    }

    private void write(Sender sender, int size, int number) {
        buffer.clear().limit(size);
        Numbered.fill(buffer, 0, number);
        sender.write(buffer);
    }
}
