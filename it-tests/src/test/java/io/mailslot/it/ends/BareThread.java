package io.mailslot.it.ends;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a thread does that has no context class loader, as those of native code have none. */
final class BareThread {
    private static final int MESSAGES = 20_000;
    private static final byte[] MESSAGE = new byte[50];

    private BareThread() {}

    /** Fills some segments, reads them, closes all, and tells how many segments are mapped then. */
    static long use() throws IOException {
        Thread.currentThread().setContextClassLoader(null);
        try (Kernel kernel = Kernel.attach();
                Receiver receiver = kernel.createMailslot(
                        "bare", MailslotOptions.defaults().withCapacity(MailslotOptions.MIN_CAPACITY));
                Sender sender = kernel.openMailslot("bare")) {
            for (int i = 0; i < MESSAGES; i++) {
                sender.write(MESSAGE);
                receiver.read();
            }
        }
        if (Thread.currentThread().getContextClassLoader() != null) {
            throw new AssertionError("it has one now");
        }
        return mappedSegments();
    }

    private static long mappedSegments() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains(".cq4"))
                .count();
    }
}
