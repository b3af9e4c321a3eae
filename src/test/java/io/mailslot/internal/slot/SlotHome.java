package io.mailslot.internal.slot;

import io.mailslot.api.MailslotOptions;
import io.mailslot.api.WaitStrategy;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.LogControlPage;
import io.mailslot.internal.layout.ProcessRecord;
import io.mailslot.internal.liveness.ProcessIdentity;
import io.mailslot.internal.log.LogSettings;
import io.mailslot.internal.log.MessageLog;
import io.mailslot.internal.object.HandleTable;
import io.mailslot.internal.object.KernelFile;
import io.mailslot.internal.object.KernelLock;
import io.mailslot.internal.object.MailslotName;
import io.mailslot.internal.object.ObjectFactory;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.wait.JointTakes;
import io.mailslot.internal.wait.Lookout;
import io.mailslot.internal.wait.ObjectWaits;
import io.mailslot.internal.wait.WaitNotes;
import io.mailslot.internal.wait.Waits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A home of one process, this one, and what it has open there of mailslots. */
final class SlotHome implements AutoCloseable {
    private final SharedKernel kernel;
    private final OwnHandles handles;
    private final ProcessRef self;
    private final SlotEnds ends;

    SlotHome(Path folder) throws IOException {
        HomePaths home = new HomePaths(folder);
        KernelFile.create(home.kernelData(), new UUID(1, 2));
        kernel = new SharedKernel(home, KernelLock.open(home), KernelFile.open(home.kernelData(), false));
        self = kernel.processes().allocate();
        kernel.processes().identify(self, ProcessIdentity.self());
        kernel.processes().setState(self, ProcessRecord.LIVE);
        Path table = folder.resolve("handles.dat");
        HandleTable.create(table);
        handles = new OwnHandles(kernel, HandleTable.open(table, false));
        ends = new SlotEnds(kernel, self, WaitStrategy.ADAPTIVE, new Lookout(), object -> true);
    }

    SlotEnds ends() {
        return ends;
    }

    /** All of them, for whoever does not need their ends. */
    Mailslots mailslots(Runnable reapDead) {
        return new Mailslots(kernel, handles, self, reapDead, WaitStrategy.ADAPTIVE, new Lookout(), waits());
    }

    private ObjectWaits waits() {
        JointTakes joint = new JointTakes(kernel.processes()::record, self, takes -> {});
        Waits waits = new Waits(WaitStrategy.ADAPTIVE, kernel::requireHome, new Lookout(), joint, WaitNotes.NONE);
        return new ObjectWaits(kernel, handles, waits, () -> {});
    }

    /** Makes a mailslot. */
    ReceiverEnd receiver(String name) {
        int handle = new Creation(kernel, handles, self, ends)
                .create(
                        MailslotName.parse(name),
                        MailslotOptions.defaults(),
                        0,
                        new LogSettings(LogSettings.MIN_CAPACITY_BYTES, 0, false));
        return ends.receiver(HandleEntry.objectId(handles.entry(handle)));
    }

    /** Opens a mailslot that was made. */
    SenderEnd sender(ReceiverEnd receiver) {
        long id = kernel.change(section -> {
            kernel.markDirty(1);
            return new ObjectFactory(kernel).createSender(receiver.mailslotId(), true, false, 0);
        });
        return ends.sender(id);
    }

    /** The page that all who have a mailslot open share. */
    Path controlPage(SlotEnd end) {
        return MessageLog.controlFile(kernel.usage().folder(end.mailslotId(), end.mailslot()));
    }

    /** As if a thread of this process had kept the write lock, or none had. */
    void leaveWriteLock(SlotEnd end) throws IOException {
        ByteBuffer word = word().putLong(0, Receivers.owner(self));
        try (FileChannel page = FileChannel.open(controlPage(end), StandardOpenOption.WRITE)) {
            page.write(word, LogControlPage.WRITE_LOCK_OFFSET);
        }
    }

    long writeLock(SlotEnd end) throws IOException {
        ByteBuffer word = word();
        try (FileChannel page = FileChannel.open(controlPage(end))) {
            page.read(word, LogControlPage.WRITE_LOCK_OFFSET);
        }
        return word.getLong(0);
    }

    private static ByteBuffer word() {
        return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        ends.close();
        kernel.lock().close();
    }
}
