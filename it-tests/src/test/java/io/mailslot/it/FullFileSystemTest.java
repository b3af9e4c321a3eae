package io.mailslot.it;

import static io.mailslot.it.harness.Refusal.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailslot.api.DiskFullException;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.inspect.HomeVerifier;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.Payload;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildFailure;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A home on a tiny file system: running out of room is a clear error, never the end of the JVM. Needs root. */
@HomeTest
class FullFileSystemTest {
    private static final int SIZE = 4_000;
    private static final MailslotOptions TIGHT =
            MailslotOptions.defaults().withMaxMessageSize(4_096).withCapacity(64 << 20);
    private static final MailslotOptions SMALL = MailslotOptions.defaults().withMaxMessageSize(424);

    @Test
    void shouldRefuseMessagesThatNoLongerFitAndKeepThoseThatDid(TestHome home, Jvms jvms) {
        Child child = in(jvms, home.fileSystem(2));
        int receiver = child.call(c -> c.kernel().createMailslot("tight", TIGHT).handle());
        int sender = child.call(c -> c.kernel().openMailslot("tight").handle());

        Filled filled = child.call(c -> fill(1_000, i -> write(c.kernel().sender(sender))));

        assertThat(filled.refusal()).isEqualTo(ErrorCode.DISK_FULL);
        int accepted = filled.times();
        assertThat(accepted).as("messages in 2 MiB").isPositive();
        long unread = child.call(c -> c.kernel().receiver(receiver).info().messageCount());
        assertThat(unread).isEqualTo(accepted);
        assertThat(child.<int[]>call(
                        c -> sizesOf(accepted, () -> read(c.kernel().receiver(receiver)))))
                .containsOnly(SIZE);
        assertThat(child.<int[]>call(c -> sizesOf(100, () -> {
                    write(c.kernel().sender(sender));
                    return read(c.kernel().receiver(receiver));
                })))
                .containsOnly(SIZE);
    }

    private static void write(Sender sender) {
        sender.write(Payload.ofSize(SIZE));
    }

    /** The size of the next message; -1 if there is none. */
    private static int read(Receiver receiver) {
        return receiver.read(Duration.ZERO).map(message -> message.length).orElse(-1);
    }

    private static int[] sizesOf(int count, IntSupplier messages) {
        return IntStream.range(0, count).map(i -> messages.getAsInt()).toArray();
    }

    @Test
    void shouldRefuseMailslotsThatNoLongerFitAndServeThoseThatDid(TestHome home, Jvms jvms) {
        Child child = in(jvms, home.fileSystem(2));

        Filled filled = child.call(c -> fill(500, i -> c.kernel().createMailslot("number " + i, SMALL)));

        assertThat(filled.refusal()).isEqualTo(ErrorCode.DISK_FULL);
        int created = filled.times();
        assertThat(created).as("mailslots in 2 MiB").isPositive();
        int handles = child.call(c -> c.kernel().handles().size());
        assertThat(handles).isEqualTo(created);
        child.run(c -> c.kernel().closeHandle(4 * created));
        if (created > 1) {
            child.run(c -> c.kernel().closeHandle(4 * (created - 1)));
        }
        child.run(c -> c.kernel().createMailslot("there is room again", SMALL));
    }

    /**
     * What went well until something was refused.
     *
     * @param times how often
     * @param refusal with which code
     */
    private record Filled(int times, ErrorCode refusal) implements Serializable {}

    /** Does something until it is refused, which is long before it was done so many times. */
    private static Filled fill(int most, IntConsumer deed) throws Exception {
        int[] times = {0};
        ErrorCode code = refusal(() -> {
            while (times[0] < most) {
                deed.accept(times[0]);
                times[0]++;
            }
        });
        return new Filled(times[0], code);
    }

    @Test
    void shouldRefuseToAttachWhereAHomeDoesNotFit(TestHome home, Jvms jvms) throws IOException {
        Path small = home.fileSystem(2);
        Path ballast = Files.write(small.resolve("ballast"), new byte[(2 << 20) - 256 * 1024]);
        Child child = in(jvms, small.resolve("home"));

        ChildFailure refused = catchThrowableOfType(ChildFailure.class, () -> child.run(c -> c.kernel()));

        assertThat(refused).cause().isInstanceOfAny(HomeException.class, DiskFullException.class);
        assertThat(((MailslotException) refused.getCause()).errorCode()).isEqualTo(ErrorCode.DISK_FULL);
        Files.delete(ballast);
        child.run(c -> c.kernel());
    }

    /** A home of which nothing was ever deleted has no folder yet for what is on its way out, and cannot make one now. */
    @Test
    void shouldGiveRoomBackThoughThereIsNotEvenRoomForAFolder(TestHome home, Jvms jvms) throws IOException {
        Path small = home.fileSystem("size=16m,nr_inodes=40");
        Child child = in(jvms, small);
        int box = child.call(c -> c.kernel().createMailslot("box", SMALL).handle());
        for (int i = 0; Files.getFileStore(small).getUsableSpace() > 0; i++) {
            try {
                Files.createFile(small.resolve("filler" + i));
            } catch (FileSystemException full) {
                break;
            }
        }

        child.run(c -> c.kernel().closeHandle(box));

        assertThat(small.resolve("mailslots")).isEmptyDirectory();
        assertThat(HomeVerifier.verify(small, Deadline.DEATH_NOTICED)).isEmpty();
        child.run(c -> c.kernel().createMailslot("box", SMALL));
    }

    /** A child whose home is on a small file system. */
    private static Child in(Jvms jvms, Path home) {
        return jvms.jvm().withSystemProperty("mailslot.home", home.toString()).start();
    }
}
