package io.mailslot.it.look;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Tells of a thread whether it sleeps: in a native call it looks runnable. */
final class Idle {
    private static final long WATCHED_NANOS = 5_000_000;

    private Idle() {}

    /** Whether it has begun, and uses no processor time. */
    static boolean is(Thread thread) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadCpuTime(thread.getId());
        long start = System.nanoTime();
        while (System.nanoTime() - start < WATCHED_NANOS) {
            Thread.onSpinWait();
        }
        return before > 0 && threads.getThreadCpuTime(thread.getId()) == before;
    }
}
