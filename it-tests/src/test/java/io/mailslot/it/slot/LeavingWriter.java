package io.mailslot.it.slot;

import io.mailslot.Kernel;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.Sender;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Leaves a home while a thread writes to whatever mailslot has a name. */
final class LeavingWriter {
    private static final long MANY = 1_000;

    private LeavingWriter() {}

    /**
     * Does so.
     *
     * @param others how many other mailslots it has open, which take their time to close
     * @return how many segments are mapped still, and how many of them deleted
     */
    static long[] leave(int others) throws InterruptedException, IOException {
        Kernel kernel = Kernel.attach();
        Sender sender = kernel.openMailslot(SlotChild.BROADCAST + "m0");
        for (int i = 1; i <= others; i++) {
            kernel.openMailslot(SlotChild.BROADCAST + "m" + i).write(new byte[1]);
        }
        AtomicLong written = new AtomicLong();
        Thread writer = new Thread(() -> write(sender, written));
        writer.start();
        while (written.get() < MANY) {
            Thread.onSpinWait();
        }
        kernel.close();
        writer.join();
        return new long[] {MappedSegments.existing(), MappedSegments.deleted()};
    }

    private static void write(Sender sender, AtomicLong written) {
        try {
            while (true) {
                sender.write(new byte[1]);
                written.incrementAndGet();
            }
        } catch (InvalidHandleException closed) {
            return;
        }
    }
}
