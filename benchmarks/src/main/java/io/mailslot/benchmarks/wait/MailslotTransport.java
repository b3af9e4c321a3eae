package io.mailslot.benchmarks.wait;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.api.WaitStrategy;
import java.nio.file.Path;

/** Messages through a mailslot. */
final class MailslotTransport {
    private static Kernel kernel;

    private MailslotTransport() {}

    static Inbox inbox(Path folder, String name, WaitStrategy strategy) {
        Receiver receiver = kernel(folder, strategy).createMailslot(name);
        return buffer -> receiver.read(buffer.clear());
    }

    static Outbox outbox(Path folder, String name, WaitStrategy strategy) {
        Sender sender = open(kernel(folder, strategy), name);
        return message -> sender.write(message.clear());
    }

    /** The receiver may be about to create it. */
    private static Sender open(Kernel kernel, String name) {
        while (true) {
            try {
                return kernel.openMailslot(name);
            } catch (MailslotNotFoundException e) {
                Side.pause(1_000_000);
            }
        }
    }

    private static synchronized Kernel kernel(Path folder, WaitStrategy strategy) {
        if (kernel == null) {
            kernel = Kernel.attach(
                    KernelOptions.defaults().withHome(folder.resolve("home")).withWaitStrategy(strategy));
        }
        return kernel;
    }
}
