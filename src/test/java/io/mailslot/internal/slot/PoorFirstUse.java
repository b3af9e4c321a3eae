package io.mailslot.internal.slot;

import io.mailslot.Kernel;
import io.mailslot.KernelOptions;
import io.mailslot.api.MailslotException;
import io.mailslot.api.Receiver;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Uses a mailslot for the first time in this JVM while hardly a descriptor is left, and then once there are; tells how that
 * went. To be started with a low limit.
 */
final class PoorFirstUse {
    private static final byte[] MESSAGE = new byte[20];
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private PoorFirstUse() {}

    /** Arguments: folder of a home to be, how many descriptors are left, and mailslots that are written to before, without a queue. */
    public static void main(String[] args) throws IOException {
        if (args.length > 2) {
            Kernel.prepareForFewMessages().join();
        }
        try (Kernel kernel = Kernel.attach(KernelOptions.defaults().withHome(Path.of(args[0])))) {
            for (String before : List.of(args).subList(2, args.length)) {
                kernel.openMailslot(before).write(MESSAGE);
            }
            awaitWatch();
            Deque<Closeable> held = takeAll(Integer.parseInt(args[1]));
            String first = "went well";
            try {
                kernel.createMailslot("first").close();
            } catch (MailslotException e) {
                first = "refused with " + e.errorCode().value();
            }
            for (Closeable file : held) {
                file.close();
            }
            Receiver receiver = kernel.createMailslot("there");
            kernel.openMailslot("there").write(MESSAGE);
            receiver.read();
            System.out.println(first);
        }
    }

    /** What the watch loads of its own, once, lies in folders here, and takes the descriptor that is left: that is not looked at. */
    private static void awaitWatch() throws IOException {
        long start = System.nanoTime();
        while (!Files.readString(Path.of("/proc/self/maps")).contains("/errors.dat") || !restsWatch()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new IllegalStateException("the watch has not mapped errors.dat, and come to rest");
            }
            Thread.onSpinWait();
        }
    }

    /** In the midst of a look it may have a descriptor for a moment. */
    private static boolean restsWatch() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("mailslot-watch"))
                .flatMap(thread -> Stream.of(thread.getValue()))
                .anyMatch(frame -> frame.getMethodName().equals("rest"));
    }

    private static Deque<Closeable> takeAll(int but) throws IOException {
        Deque<Closeable> held = new ArrayDeque<>();
        try {
            while (true) {
                held.push(new FileInputStream("/dev/null"));
            }
        } catch (IOException noMore) {
            for (int i = 0; i < but; i++) {
                held.pop().close();
            }
        }
        return held;
    }
}
