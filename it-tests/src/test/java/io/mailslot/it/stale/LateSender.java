package io.mailslot.it.stale;

import io.mailslot.Kernel;
import io.mailslot.api.InvalidHandleException;
import io.mailslot.api.Sender;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.it.harness.Deadline;
import io.mailslot.testkit.ChildContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a child does whose first write to a name is late: its handle is closed just after it was looked up. */
final class LateSender {
    private LateSender() {}

    /** Writes to that name; tells how many files of mailslots the child has mapped then. */
    static long write(ChildContext c, String name) throws Exception {
        Path sign = c.folder().resolve("sign");
        Kernel kernel = c.kernel();
        Sender sender = kernel.openMailslot(name);
        Thread late = new Thread(() -> write(sender), "late");
        FaultPoint.arm(FaultPoint.HANDLE_LOOKED_UP + ":pause:" + sign, late);
        late.start();
        Deadline.await("the handle is looked up").until(() -> Files.exists(sign));
        sender.close();
        Files.delete(sign);
        late.join();
        return mapped(kernel.home());
    }

    private static void write(Sender sender) {
        try {
            sender.write(new byte[1]);
        } catch (InvalidHandleException closed) {
            // it may be too late
        }
    }

    private static long mapped(Path home) throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.contains(home.resolve("mailslots").toString()))
                    .count();
        }
    }
}
