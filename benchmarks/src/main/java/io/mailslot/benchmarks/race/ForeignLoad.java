package io.mailslot.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How busy programs of others keep the machine meanwhile, as far as the kernel tells; a hypervisor's are not seen. */
final class ForeignLoad {
    private static final double TICKS_PER_SECOND = 100;
    private static final Path ALL = Path.of("/proc/stat");
    private static final Path OWN = Path.of("/proc/self/stat");

    private static final int USER = 1;
    private static final int SYSTEM = 3;
    private static final int INTERRUPTS = 6;
    private static final int SOFT_INTERRUPTS = 7;

    /** Of {@code /proc/self/stat}, counted from behind the name: user, system, and both of children that have ended. */
    private static final int OWN_FIRST = 11;

    private static final int OWN_LAST = 14;

    private final long startNanos = System.nanoTime();
    private final long startTicks = foreignTicks();

    /** Begins to look. */
    ForeignLoad() throws IOException {}

    /** Processors that others kept busy since then; only to be asked when all children have ended. */
    double processors() throws IOException {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return Math.max(0, (foreignTicks() - startTicks) / TICKS_PER_SECOND / seconds);
    }

    private static long foreignTicks() throws IOException {
        if (!Files.exists(ALL)) {
            return 0;
        }
        String[] all = Files.readAllLines(ALL).get(0).split(" +");
        long ticks = Long.parseLong(all[INTERRUPTS]) + Long.parseLong(all[SOFT_INTERRUPTS]);
        for (int i = USER; i <= SYSTEM; i++) {
            ticks += Long.parseLong(all[i]);
        }
        String stat = Files.readString(OWN);
        String[] own = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        for (int i = OWN_FIRST; i <= OWN_LAST; i++) {
            ticks -= Long.parseLong(own[i]);
        }
        return ticks;
    }
}
