package io.mailslot.launcher.top;

import static io.mailslot.launcher.CraftedSnapshot.handle;
import static io.mailslot.launcher.CraftedSnapshot.receiverOf;
import static io.mailslot.launcher.CraftedSnapshot.waiting;

import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.launcher.CraftedSnapshot;
import io.mailslot.launcher.look.LookContext;
import io.mailslot.launcher.look.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Three mailslots of three processes, at times that a test sets. */
final class Scene {
    static final long ORDERS = 0x10;
    static final long NEWS = 0x20;
    static final long IMAGES = 0x30;
    private static final long SHOP = 0x1001;
    private static final long WORKER = 0x1002;
    private static final long STOPPED = 0x1003;
    private static final long NANOS = 1_000_000_000;

    private final Path folder;
    private final LookContext context;

    Scene(Path folder, LookContext context) {
        this.folder = folder;
        this.context = context;
    }

    /** So many seconds after the begin. */
    Sample at(int second) throws IOException {
        return new Sample(read(crafted(second)), second * NANOS);
    }

    HomeSnapshot read(CraftedSnapshot crafted) throws IOException {
        return Snapshots.read(context, crafted.in(folder));
    }

    /** To orders 500 messages of 20 bytes come in a second, of which 499 are taken; images is full. */
    static CraftedSnapshot crafted(int second) {
        return new CraftedSnapshot()
                .with("changes", 100 + 40 * second)
                .with(
                        "fileSystem",
                        Map.of("type", "tmpfs", "totalBytes", 2L << 30, "freeBytes", (2L << 30) - (131L << 20)))
                .mailslot(
                        ORDERS,
                        "orders",
                        144 + second,
                        "appended",
                        80_000 + 500 * second,
                        "appendedBytes",
                        1_600_000 + 10_000 * second,
                        "takenBytes",
                        4_096,
                        "capacity",
                        1 << 20,
                        "senders",
                        3)
                .mailslot(NEWS, "news", 3, "appended", 70 + 2 * second, "appendedBytes", 700, "broadcast", true)
                .mailslot(
                        IMAGES,
                        "images",
                        1_204_331,
                        "appended",
                        1_300_000,
                        "appendedBytes",
                        26_000_000,
                        "takenBytes",
                        63 << 20,
                        "capacity",
                        64 << 20,
                        "sendersWait",
                        true,
                        "whenFull",
                        "wait",
                        "senders",
                        1)
                .process(4711, SHOP, List.of(waiting(1, IMAGES)), List.of(), "command", List.of("shop.Orders"))
                .process(
                        4733,
                        WORKER,
                        List.of(waiting(1, receiverOf(ORDERS))),
                        List.of(handle(4, "receiver", receiverOf(ORDERS), "orders")),
                        "parent",
                        4711,
                        "command",
                        List.of("shop.Worker", "--n", "1"))
                .process(
                        4734,
                        STOPPED,
                        List.of(),
                        List.of(handle(8, "receiver", receiverOf(IMAGES), "images")),
                        "osState",
                        "stopped",
                        "command",
                        List.of("shop.Worker", "--n", "2"));
    }
}
