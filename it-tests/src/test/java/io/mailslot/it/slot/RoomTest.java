package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotFullException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.OpenOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.internal.layout.KernelHeader;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.it.storm.NetTime;
import io.mailslot.it.storm.RunDelay;
import io.mailslot.junit.Named;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who waits for room gets it as soon as there is any, whatever else is written. */
@HomeTest
@Tag("alone")
class RoomTest {
    private static final MailslotOptions SMALL = MailslotOptions.defaults().withCapacity(1 << 20);
    private static final Duration LONGEST_WRITE = Duration.ofMillis(250);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong largeTaken = new AtomicLong();

    @AfterEach
    void endThreads() throws InterruptedException {
        over.set(true);
        threads.shutdown();
        assertThat(threads.awaitTermination(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void shouldTellOfRoomAsSoonAsAMessageIsRead(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("m", SMALL);
        Sender sender = kernel.openMailslot("m");
        fill(sender, 1_000);
        readOneEach(receiver, 30);

        Duration longest = Duration.ZERO;
        for (int i = 0; i < 30; i++) {
            Duration took = netTimeOfWrite(sender, 1_000);
            longest = took.compareTo(longest) > 0 ? took : longest;
        }

        assertThat(longest).as("longest write").isLessThan(LONGEST_WRITE);
    }

    @Test
    void shouldHaveRoomForSmallMessagesAsTheyAreRead(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("m", SMALL);
        Sender sender = kernel.openMailslot("m");
        long held = fill(sender, 10);
        readOneEach(receiver, 1);

        for (int i = 0; i < 50; i++) {
            sender.write(new byte[10]);
        }

        assertThat(taken.get()).as("read while 50 were written").isLessThan(held / 8);
    }

    @Test
    void shouldTryWithinMicrosecondsHoweverMuchIsUnread(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver =
                kernel.createMailslot("m", MailslotOptions.defaults().withCapacity(8 << 20));
        Sender sender = kernel.openMailslot("m");
        fill(sender, 10);
        long[] micros = new long[41];
        for (int i = 0; i < micros.length; i++) {
            receiver.poll();
            sender.tryWrite(new byte[10], 0, 10);
            long start = System.nanoTime();
            sender.tryWrite(new byte[100_000], 0, 100_000);
            micros[i] = (System.nanoTime() - start) / 1_000;
        }

        Arrays.sort(micros);
        assertThat(micros[20]).as("median in us").isLessThan(3_000);
    }

    @Test
    void shouldTellWhatWasReadMeanwhile(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("m", SMALL);
        Sender sender = kernel.openMailslot("m", OpenOptions.defaults().withWriteTimeout(Duration.ofMillis(300)));
        fill(sender, 300);
        MailslotFullException unread = full(sender, 700_000);
        readOneEach(receiver, 10);
        Deadline.await("the other thread reads").until(() -> taken.get() > 0);
        MailslotFullException read = full(sender, 700_000);

        assertThat(unread).hasMessageContaining("have not read");
        assertThat(read).hasMessageMatching(".*at least \\d+ messages were read meanwhile.*");
        Sender hasty = kernel.openMailslot("m", OpenOptions.defaults().withWriteTimeout(Duration.ZERO));
        assertThat(full(hasty, 700_000)).hasMessageStartingWith("the mailslot 'm' has no room for 700000 bytes: ");
    }

    @Test
    void shouldLetALargeMessageInWhileOthersStreamSmallOnes(Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("m", SMALL);
        Child other = jvms.start(c -> SlotChild.send(c.kernel().openMailslot("m"), 10_000_000));
        for (int i = 0; i < 2; i++) {
            Sender small = kernel.openMailslot("m");
            threads.execute(() -> stream(small));
        }
        threads.execute(() -> readAll(receiver));
        Deadline.await("the small ones stream").until(() -> taken.get() > 10_000);
        Sender large = kernel.openMailslot("m");

        for (int size : new int[] {100_000, 400_000, 700_000, 700_000}) {
            NetTime start = NetTime.start();
            large.write(new byte[size]);
            assertThat(start.took()).as("%d bytes", size).isLessThan(Duration.ofSeconds(3));
        }
        other.kill();
    }

    /** Others take its place in front each time that they find it stopped; it takes it again. */
    @Test
    void shouldLetALargeMessageInThoughItsProcessIsStoppedForMoments(@Named("claimant") Child claimant, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("m", SMALL);
        int handle = open(claimant);
        for (int i = 0; i < 2; i++) {
            Sender small = kernel.openMailslot("m");
            threads.execute(() -> stream(small));
        }
        threads.execute(() -> readAll(receiver));
        Deadline.await("the small ones stream").until(() -> taken.get() > 10_000);

        claimant.begin(c -> SlotChild.fill(c.kernel().sender(handle), 300_000));
        long end = System.nanoTime() + Deadline.PATIENCE.toNanos();
        while (largeTaken.get() < 2) {
            claimant.stop();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
            claimant.resume();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            assertThat(System.nanoTime() - end)
                    .as("ns, and two large messages have not got in")
                    .isNegative();
        }
        claimant.kill();
    }

    @Test
    void shouldNotLetInWhoIsStoppedOrDead(TestHome home, Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("m", SMALL);
        Sender sender = kernel.openMailslot("m");
        Path reached = home.scratch().resolve("reached");
        Child claimant = jvms.jvm()
                .withSystemProperty(FaultPoint.PROPERTY, FaultPoint.ROOM_CLAIMED + ":wait:" + reached)
                .start();
        int handle = open(claimant);
        fill(sender, 300);
        claimant.begin(c -> SlotChild.fill(c.kernel().sender(handle), 700_000));
        Deadline.await("it waits for room").until(() -> {
            receiver.poll();
            return Files.exists(reached);
        });
        claimant.stop();

        assertThat(netTimeOfWriteAfterReads(receiver, sender)).isLessThan(LONGEST_WRITE);
        claimant.resume();
        claimant.kill();
        assertThat(netTimeOfWriteAfterReads(receiver, sender)).isLessThan(LONGEST_WRITE);
    }

    /** Who sleeps since before others began to let somebody in first is told of nothing once all is read. */
    @Test
    void shouldNotWaitForLongForWhoDoesNotUseItsRoom(TestHome home, Jvms jvms, Kernel kernel)
            throws InterruptedException, ExecutionException {
        Receiver receiver = kernel.createMailslot("m", SMALL);
        Sender sender = kernel.openMailslot("m");
        Path reached = home.scratch().resolve("reached");
        Child claimant = jvms.jvm()
                .withSystemProperty(FaultPoint.PROPERTY, FaultPoint.ROOM_CLAIMED + ":wait:" + reached)
                .start();
        int handle = open(claimant);
        fill(sender, 300);
        claimant.begin(c -> SlotChild.fill(c.kernel().sender(handle), 700_000));
        Deadline.await("it sleeps for room").until(() -> somebodySleepsForRoom(home));
        claimant.stop();
        receiver.poll(); // reason for it to be let in first, once it goes on
        AtomicReference<Thread> asleep = new AtomicReference<>();
        Future<Long> written = threads.submit(() -> {
            asleep.set(Thread.currentThread());
            sender.write(new byte[600_000]);
            return System.nanoTime();
        });
        Deadline.await("another one sleeps for room").until(() -> asleep.get() != null && sleeps(asleep.get()));
        claimant.resume();
        Deadline.await("it is let in first").until(() -> Files.exists(reached));

        readAllNow(receiver);
        NetTime start = NetTime.start();

        assertThat(start.until(written.get())).isLessThan(LONGEST_WRITE.multipliedBy(4));
        claimant.kill();
    }

    private static int open(Child child) {
        return child.call(c -> c.kernel().openMailslot("m").handle());
    }

    private static boolean somebodySleepsForRoom(TestHome home) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(home.path().resolve("kernel.dat").toFile(), "r")) {
            byte[] objects = new byte[KernelHeader.CHUNK_LENGTH];
            file.seek(KernelHeader.OBJECT_TABLE_OFFSET);
            file.readFully(objects);
            ByteBuffer words = ByteBuffer.wrap(objects).order(ByteOrder.nativeOrder());
            return IntStream.range(0, KernelHeader.OBJECTS_PER_CHUNK)
                    .map(i -> words.getInt(i * ObjectEntry.LENGTH + ObjectEntry.ROOM_WORD_OFFSET))
                    .anyMatch(word -> (word & 1) != 0);
        }
    }

    private static boolean sleeps(Thread thread) {
        return List.of(thread.getStackTrace()).stream()
                .anyMatch(call -> call.getMethodName().equals("sleepUntil"));
    }

    /** Room that a killed reader has not told of: each try looks on for it where the last one ended. */
    @Test
    void shouldFindRoomThatNobodyToldOfByTryingAgain(Jvms jvms, Kernel kernel) {
        Receiver receiver = kernel.createMailslot("m", SMALL);
        Sender sender = kernel.openMailslot("m");
        ByteBuffer large = ByteBuffer.allocate(700_000);
        Numbered.fill(large, 0, 1);
        sender.write(large.array());
        for (int i = 0; i < 200; i++) {
            sender.write(new byte[10]);
        }
        Child reader = jvms.jvm()
                .stopAtFaultPoint(FaultPoint.READ_CURSOR_MOVED.name(), 1)
                .start(c -> SlotChild.take(receiver, 1));
        reader.awaitStopped().killNow();

        int tries = 1;
        while (!sender.tryWrite(large.array(), 0, large.capacity()) && tries < 20) {
            tries++;
        }

        assertThat(tries).isLessThan(10);
    }

    @Test
    void shouldHoldAsMuchAsBeforeOnceALargeMessageWasRead(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("m", SMALL);
        Sender sender = kernel.openMailslot("m");
        long before = fill(sender, 10);
        readAllNow(receiver);

        sender.write(new byte[700 << 10]);
        receiver.read();

        assertThat(fill(sender, 10)).isGreaterThanOrEqualTo(before);
        readAllNow(receiver);
        sender.write(new byte[700 << 10]);
        assertThat(receiver.read()).hasSize(700 << 10);
    }

    @Test
    void shouldTakeTheRoomOfWhatWasReadBeforeAnythingFollowedIt(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("m", SMALL);
        Sender sender = kernel.openMailslot("m", OpenOptions.defaults().withWriteTimeout(Duration.ofSeconds(1)));
        byte[] largest = new byte[(3 << 18) - 16]; // of a mailslot of 1 MiB
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 8; i++) {
                sender.write(new byte[10]);
                receiver.read();
            }

            sender.write(largest);

            assertThat(receiver.read()).hasSize(largest.length);
        }
    }

    @Test
    void shouldGiveTheRoomOfARunThatIsReadToDocuments(TestHome home) {
        Kernel kernel = home.attach();
        Receiver receiver = kernel.createMailslot("m", SMALL);
        Sender sender = kernel.openMailslot("m", OpenOptions.defaults().withWriteTimeout(Duration.ZERO));
        for (int size : new int[] {700 << 10, 600 << 10, 10, 10, 10, 10}) { // the run lies behind the large ones
            sender.write(new byte[size]);
            receiver.read();
        }

        assertThat(fillWithDocuments(sender)).isGreaterThan(20_000);
    }

    /** Writes messages of ten bytes in batches of one, which have a document each; returns how many there was room for. */
    private static int fillWithDocuments(Sender sender) {
        MessageBatch batch = new MessageBatch().add(new byte[10]);
        int written = 0;
        try {
            while (true) {
                sender.write(batch);
                written++;
            }
        } catch (MailslotFullException full) {
            return written;
        }
    }

    private static MailslotFullException full(Sender sender, int size) {
        return catchThrowableOfType(MailslotFullException.class, () -> sender.write(new byte[size]));
    }

    private static Duration netTimeOfWriteAfterReads(Receiver receiver, Sender sender) {
        for (int i = 0; i < 10; i++) {
            receiver.poll();
        }
        return netTimeOfWrite(sender, 300);
    }

    /** Without the time for which this JVM could not run, or the writing thread had no processor. */
    private static Duration netTimeOfWrite(Sender sender, int size) {
        long delayBefore = RunDelay.nanos();
        NetTime net = NetTime.start();
        long start = System.nanoTime();
        sender.write(new byte[size]);
        long end = System.nanoTime();
        Duration ran = Duration.ofNanos(Math.max(0, end - start - (RunDelay.nanos() - delayBefore)));
        Duration took = net.until(end);
        return took.compareTo(ran) < 0 ? took : ran;
    }

    /** Sends until there is no room; returns how many that were. */
    private static long fill(Sender sender, int size) {
        byte[] message = new byte[size];
        long messages = 0;
        while (sender.tryWrite(message, 0, size)) {
            messages++;
        }
        return messages;
    }

    private static void readAllNow(Receiver receiver) {
        int some = 1;
        while (some > 0) {
            some = receiver.drain(1_000, message -> {});
        }
    }

    private void readOneEach(Receiver receiver, long millis) {
        threads.execute(() -> {
            while (!over.get()) {
                receiver.poll();
                taken.incrementAndGet();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
            }
        });
    }

    /** Reads at a steady pace, and the rest once it is over, so that nobody waits for room in vain. */
    private void readAll(Receiver receiver) {
        while (!over.get()) {
            Optional<byte[]> message = receiver.read(Duration.ofMillis(50));
            if (message.isPresent()) {
                taken.incrementAndGet();
                largeTaken.addAndGet(message.get().length > 200_000 ? 1 : 0);
                long end = System.nanoTime() + 10_000;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
        }
        while (receiver.read(Duration.ofMillis(100)).isPresent()) {
            taken.incrementAndGet();
        }
    }

    private void stream(Sender sender) {
        while (!over.get()) {
            sender.write(new byte[300]);
        }
    }
}
