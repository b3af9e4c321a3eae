package io.mailslot.it.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.MessageBatch;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.LiveTree;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A writer that finds no room looks what each receiver needs still, and stands still while it does; they read on. */
@HomeTest
class LateLookTest {
    private static final String ALL = "\\\\*\\mailslot\\all";
    private static final int LARGE = 600_000;

    /** More than a segment of a mailslot of this capacity holds. */
    private static final int SOME = 1_700;

    private static final MailslotOptions SMALL = MailslotOptions.defaults().withCapacity(1 << 20);

    private int written;

    /**
     * It has seen one receiver in a segment that is deleted when it goes on, and what it looked at before is deleted, too: from
     * what it does not find then nothing follows for what that receiver has not read by now.
     */
    @Test
    void shouldLeaveAloneWhatIsUnreadByThen(TestHome home, Jvms jvms, Kernel kernel) throws IOException {
        Receiver behind = kernel.createMailslot(ALL, SMALL);
        Receiver ahead = kernel.createMailslot(ALL, SMALL);
        Sender sender = kernel.openMailslot("all");
        Child late = jvms.jvm()
                .startedPlainly()
                .withSystemProperty(FaultPoint.PROPERTY, "none")
                .start();
        int handle = late.call(c -> c.kernel().openMailslot("all").handle());
        writeDocuments(sender);
        read(ahead, SOME);
        write(sender);
        Path standing = home.scratch().resolve("standing");
        String fault = FaultPoint.ROOM_LOOKED_FOR + ":pause:" + standing;
        CompletableFuture<Boolean> room = late.submit(c -> {
            FaultPoint.arm(fault);
            return SlotChild.tryOne(c.kernel().sender(handle), LARGE / 2);
        });
        Deadline.await("it has seen where a receiver stands").until(() -> Files.exists(standing));

        read(behind, SOME + 1);
        read(ahead, 1);
        writeDocuments(sender);
        read(behind, SOME);
        read(ahead, SOME);
        write(sender);
        read(behind, 1);
        assertThat(segments(home)).hasSize(1);
        Files.delete(standing);

        assertThat(room.join()).as("room that it has found").isFalse();
        read(ahead, 1);
    }

    private void write(Sender sender) {
        ByteBuffer message = ByteBuffer.allocate(LARGE);
        Numbered.fill(message, 0, ++written);
        sender.write(message);
    }

    /** One each. */
    private void writeDocuments(Sender sender) {
        ByteBuffer message = ByteBuffer.allocate(64);
        MessageBatch batch = new MessageBatch();
        for (int i = 0; i < SOME; i++) {
            Numbered.fill(message.clear(), 0, ++written);
            batch.add(message);
            sender.write(batch);
            batch.clear();
        }
    }

    private static void read(Receiver receiver, int messages) {
        for (int i = 0; i < messages; i++) {
            Numbered.requireWhole(ByteBuffer.wrap(receiver.poll().orElseThrow()), "message " + i);
        }
    }

    private static List<Path> segments(TestHome home) throws IOException {
        try (Stream<Path> files = LiveTree.walk(home.path().resolve("mailslots"))) {
            return files.filter(file -> file.toString().endsWith(".cq4")).toList();
        }
    }
}
