package io.mailslot.it.ends;

import io.mailslot.Kernel;
import io.mailslot.api.MailslotOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A JVM that does everything on a thread without a context class loader, as threads of native code have none: it fills some
 * segments, reads them, closes all, and tells how many segments are mapped then.
 */
final class BareThread {
    private static final int MESSAGES = 20_000;
    private static final byte[] MESSAGE = new byte[50];

    private BareThread() {}

    public static void main(String[] args) throws IOException {
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
        System.out.println(Thread.currentThread().getContextClassLoader() + " " + mappedSegments());
    }

    private static long mappedSegments() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains(".cq4"))
                .count();
    }
}
