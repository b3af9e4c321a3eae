package io.mailslot.benchmarks.race;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.Receiver;
import io.mailslot.api.Sender;
import io.mailslot.internal.memory.AllocatedBytes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Many mailslots in one JVM, each with a receiver, a sender, and a message sent and received. At 1, 10, 100 and so on
 * it says: bytes of the home on its file system, descriptors, bytes of heap, nanoseconds (median) of a create and of an
 * open.
 */
final class ManyMailslots {
    private static final int TIMED = 50;
    private static final int WARM_UP = 300;
    private static final int STEP = 10;

    private final Kernel kernel;
    private final byte[] message = new byte[Message.SMALL];
    private final List<Receiver> receivers = new ArrayList<>();
    private final List<Sender> senders = new ArrayList<>();

    private ManyMailslots(Kernel kernel) {
        this.kernel = kernel;
    }

    static void run(Task task) throws IOException {
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(task.folder()))) {
            ManyMailslots many = new ManyMailslots(kernel);
            many.timed(WARM_UP);
            int most = task.number("amount");
            for (int count = 1; count <= most; count *= STEP) {
                many.grow(count);
                long[] nanos = many.timed(TIMED);
                Side.say(count + " " + bytes(task.folder()) + " " + descriptors() + " " + heap() + " " + nanos[0] + " "
                        + nanos[1]);
            }
            Side.say("0");
        }
    }

    private void grow(int count) {
        while (receivers.size() < count) {
            String name = "many/" + receivers.size();
            Receiver receiver = kernel.createMailslot(name);
            Sender sender = kernel.openMailslot(name);
            sender.write(message);
            if (receiver.read().length != message.length) {
                throw new IllegalStateException("another message came");
            }
            receivers.add(receiver);
            senders.add(sender);
        }
    }

    private long[] timed(int times) {
        Histogram creates = new Histogram(3);
        Histogram opens = new Histogram(3);
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            try (Receiver receiver = kernel.createMailslot("timed")) {
                long created = System.nanoTime();
                try (Sender sender = kernel.openMailslot("timed")) {
                    opens.recordValue(System.nanoTime() - created);
                    creates.recordValue(created - start);
                    sender.write(message);
                }
                receiver.read();
            }
        }
        return new long[] {creates.getValueAtPercentile(50), opens.getValueAtPercentile(50)};
    }

    private static long bytes(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.mapToLong(AllocatedBytes::of).sum();
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
