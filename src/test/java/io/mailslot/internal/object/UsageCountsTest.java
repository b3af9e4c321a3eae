package io.mailslot.internal.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.log.ReceiverStart;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.memory.SignalWord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the end of a handle wakes: those who may wait through it, and nobody else. */
class UsageCountsTest {
    @TempDir
    private Path folder;

    private SharedKernel kernel;
    private ObjectFactory factory;
    private long receiver;
    private Region mailslot;

    @BeforeEach
    void makeMailslot() throws IOException {
        HomePaths home = new HomePaths(folder);
        KernelFile.create(home.kernelData(), new UUID(1, 2));
        kernel = new SharedKernel(home, KernelLock.open(home), KernelFile.open(home.kernelData(), false));
        factory = new ObjectFactory(kernel);
        receiver = used(() -> factory.createMailslot(MailslotName.parse("one"), 100, 0, new ReceiverStart(1, 1, 0)));
        used(() -> factory.createReceiver(mailslotId(), 0, new ReceiverStart(1, 1, 0)));
        mailslot = kernel.objects().require(mailslotId());
    }

    @AfterEach
    void close() {
        kernel.lock().close();
    }

    private long mailslotId() {
        return kernel.objects().require(receiver).getLong(ObjectEntry.MAILSLOT_OFFSET);
    }

    private long used(Supplier<Long> maker) {
        return kernel.change(section -> {
            kernel.markDirty();
            long made = maker.get();
            kernel.usage().acquire(made);
            return made;
        });
    }

    private void release(long id) {
        kernel.change(section -> {
            kernel.markDirty();
            kernel.usage().release(id, section);
            return null;
        });
    }

    /** To wake a receiver in another process for each sender that comes and goes costs more than the sender. */
    @Test
    void shouldWakeWhoWaitsForRoomAndNotTheReceiversWhenASenderEnds() {
        long sender = used(() -> factory.createSender(mailslotId(), true, false, 0));
        SignalWord messages = ObjectTable.word(mailslot);
        SignalWord room = ObjectTable.roomWord(mailslot);
        int reading = messages.prepareToSleep();
        int writing = room.prepareToSleep();

        release(sender);

        assertThat(messages.has(reading)).as("the receivers sleep on").isTrue();
        assertThat(room.has(writing)).as("the writers sleep on").isFalse();
    }

    @Test
    void shouldWakeReceiversAndWritersWhenAReceiverEnds() {
        SignalWord messages = ObjectTable.word(mailslot);
        SignalWord room = ObjectTable.roomWord(mailslot);
        int reading = messages.prepareToSleep();
        int writing = room.prepareToSleep();

        release(receiver);

        assertThat(messages.has(reading)).as("the receivers sleep on").isFalse();
        assertThat(room.has(writing)).as("the writers sleep on").isFalse();
    }
}
