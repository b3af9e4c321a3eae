package io.mailslot.it.slot;

import static io.mailslot.it.harness.Refusal.refusal;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.DiskFullException;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A mailslot that may hold more than its file system: full is an error of the message, again and again. Needs root. */
@HomeTest
class FullTmpfsTest {
    private static final long CAPACITY = 256 << 20;
    private static final int ROUNDS = 3;

    private static final int MEBIBYTES = 64;

    /** Of these, what messages get at least; how much more depends on what is being rounded up at the end. */
    private static final long LEAST_BYTES = 40 << 20;

    private static final String NEWS = SlotChild.BROADCAST + "news";
    private static final MailslotOptions SMALL = MailslotOptions.defaults().withCapacity(4 << 20);
    private static final byte[] LARGE = new byte[100_000];

    /** More documents than fit into some segments. */
    private static final int MANY = 100_000;

    @Test
    void shouldGoOnAfterTheFileSystemWasFullOfLargeMessages(TestHome home, Jvms jvms) {
        fillAndDrain(in(jvms, home.fileSystem(MEBIBYTES)), 64 << 10, LEAST_BYTES / (64 << 10));
    }

    @Test
    void shouldGoOnAfterTheFileSystemWasFullOfSmallMessages(TestHome home, Jvms jvms) {
        fillAndDrain(in(jvms, home.fileSystem(MEBIBYTES)), 64, LEAST_BYTES / 128);
    }

    @Test
    void shouldGoOnAfterTheFileSystemWasFullOfBoth(TestHome home, Jvms jvms) {
        Child child = in(jvms, home.fileSystem(MEBIBYTES)).start();
        int receiver = child.call(c -> SlotChild.create(c, "deep", CAPACITY));
        int sender = child.call(c -> c.kernel().openMailslot("deep").handle());
        for (int round = 0; round < ROUNDS; round++) {
            long small = fill(child, sender, 64);
            long large = fill(child, sender, 64 << 10);
            assertThat(drain(child, receiver)).containsExactly(small + large, 0);
            large = fill(child, sender, 64 << 10);
            small = fill(child, sender, 64);
            assertThat(large).as("large messages in round %d", round).isGreaterThan(100);
            assertThat(drain(child, receiver)).containsExactly(small + large, 0);
        }
    }

    /** A large message tries to leave the segment, in vain: small ones, for which there are pages, must not have to. */
    @Test
    void shouldTakeASmallMessageAfterALargeOneWasRefused(TestHome home, Jvms jvms) throws Exception {
        Path small = home.fileSystem(MEBIBYTES);
        Child child = in(jvms, small).start();
        int receiver = child.call(c -> SlotChild.create(c, "deep", CAPACITY));
        int sender = child.call(c -> c.kernel().openMailslot("deep").handle());
        child.run(c -> writeAndRead(c.kernel(), sender, receiver));
        useUp(small.resolve("other"));

        for (int round = 0; round < 3; round++) {
            assertThat(refusal(child, c -> c.kernel().sender(sender).write(LARGE)))
                    .isEqualTo(ErrorCode.DISK_FULL);
            child.run(c -> writeAndRead(c.kernel(), sender, receiver));
        }
    }

    private static void writeAndRead(Kernel kernel, int sender, int receiver) {
        kernel.sender(sender).write(new byte[40]);
        kernel.receiver(receiver).read();
    }

    /** Who was last to need segments has left, and no other receiver comes to the end of one to delete them. */
    @Test
    void shouldHaveThePagesOfSegmentsThatNobodyNeedsAnyMore(TestHome home) throws IOException {
        Path small = home.fileSystem(MEBIBYTES);
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(small.resolve("home")))) {
            Receiver reading = kernel.createMailslot(NEWS, SMALL);
            Receiver lagging = kernel.createMailslot(NEWS, SMALL);
            Sender sender = kernel.openMailslot(NEWS);
            int documents = writeDocuments(sender, small, 4);
            assertThat(reading.drain(documents - 1, message -> {})).isEqualTo(documents - 1);
            useUp(small.resolve("other"));
            assertThatExceptionOfType(DiskFullException.class).isThrownBy(() -> sender.write(LARGE));

            lagging.close();
            sender.write(LARGE);

            reading.read();
            assertThat(reading.read()).isEqualTo(LARGE);
        }
    }

    /** So the segment that is open cannot be left. */
    @Test
    void shouldHaveThemAlsoWhereSomebodyDiedOverTheFirstDocumentOfTheNext(TestHome home, Jvms jvms) throws IOException {
        Path small = home.fileSystem(MEBIBYTES);
        Path root = small.resolve("home");
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(root))) {
            Receiver reading = kernel.createMailslot(NEWS, SMALL);
            Receiver lagging = kernel.createMailslot(NEWS, SMALL);
            Sender sender = kernel.openMailslot(NEWS);
            Child victim = in(jvms, small)
                    .stopAtFaultPoint(FaultPoint.ROLL_COUNTED.name(), 3)
                    .start(c -> SlotChild.documents(c.kernel().openMailslot("news"), MANY));
            victim.awaitStopped().killNow();
            while (reading.drain(1_000, message -> {}) > 0) {
                assertThat(segments(small)).isEqualTo(4);
            }
            useUp(small.resolve("other"));
            assertThatExceptionOfType(DiskFullException.class).isThrownBy(() -> sender.write(LARGE));

            lagging.close();
            sender.write(LARGE);

            assertThat(reading.read()).isEqualTo(LARGE);
        }
    }

    /** Writes until there are so many segments; returns how many documents that took. */
    private static int writeDocuments(Sender sender, Path small, int wanted) throws IOException {
        int documents = 0;
        while (segments(small) < wanted) {
            sender.write(new MessageBatch().add(new byte[1]));
            documents++;
        }
        return documents;
    }

    private static long segments(Path small) throws IOException {
        try (Stream<Path> files = LiveTree.walk(small.resolve("home/mailslots"))) {
            return files.filter(file -> file.toString().endsWith(".cq4")).count();
        }
    }

    private static void useUp(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
            ByteBuffer page = ByteBuffer.allocate(4 << 10);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
                while (true) {
                    channel.write(page.clear());
                }
            });
        }
    }

    /** A child whose home is on a small file system. */
    private static ChildSpec in(Jvms jvms, Path small) {
        return jvms.jvm()
                .withSystemProperty("mailslot.home", small.resolve("home").toString());
    }

    private static void fillAndDrain(ChildSpec there, int size, long least) {
        Child child = there.start();
        int receiver = child.call(c -> SlotChild.create(c, "deep", CAPACITY));
        int sender = child.call(c -> c.kernel().openMailslot("deep").handle());
        for (int round = 0; round < ROUNDS; round++) {
            long sent = fill(child, sender, size);
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE a full tmpfs of %d MiB, round %d: %d messages of %d B%n",
                    MEBIBYTES,
                    round,
                    sent,
                    size);
            assertThat(sent).as("messages of %d B in round %d", size, round).isGreaterThanOrEqualTo(least);
            assertThat(drain(child, receiver)).containsExactly(sent, 0);
        }
    }

    private static long[] drain(Child child, int receiver) {
        return child.call(c -> SlotChild.drain(c.kernel().receiver(receiver)));
    }

    /** Sends until that is refused; returns how many it were. */
    private static long fill(Child child, int sender, int size) {
        long[] answer = child.call(c -> SlotChild.fill(c.kernel().sender(sender), size));
        assertThat(answer[1]).as("error code").isEqualTo(ErrorCode.DISK_FULL.value());
        return answer[0];
    }
}
