package io.mailslot.it.harness;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Has the collector look after what was made lately, and only that: by making so much garbage that it must. */
final class YoungCollection {
    private static final int PIECE_BYTES = 1 << 16;

    /** More than young objects have room for in a test JVM: see {@code -Xmn} in the pom. */
    private static final int ENOUGH_BYTES = 24 << 20;

    private static final List<GarbageCollectorMXBean> COLLECTORS = ManagementFactory.getGarbageCollectorMXBeans();

    /** Keeps the compiler from leaving the garbage out. */
    private static volatile byte[] garbage;

    private YoungCollection() {}

    /** Does so; where there is room for more than that, nothing comes of it. */
    static void provoke() {
        long before = collections();
        for (int made = 0; made < ENOUGH_BYTES && collections() == before; made += PIECE_BYTES) {
            garbage = new byte[PIECE_BYTES];
        }
        garbage = null;
    }

    private static long collections() {
        return COLLECTORS.stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
