package io.mailslot.remote.internal.bridge;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of a bridge. They end when they are interrupted. Thread-safe. */
final class Crew implements ThreadFactory {
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
    private static final String PREFIX = "mailslot-bridge-";
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();

    /** A thread that is not started, of a name with a number. */
    @Override
    public Thread newThread(Runnable work) {
        return named("feed-" + count.incrementAndGet(), work);
    }

    /** A thread that is not started. */
    Thread named(String name, Runnable work) {
        Thread thread = new Thread(null, () -> running(work), PREFIX + name, 0, false);
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    private void running(Runnable work) {
        try {
            work.run();
        } finally {
            threads.remove(Thread.currentThread());
        }
    }

    /**
     * Interrupts all of them, again and again, until they have ended: who takes an interrupt for something else goes on otherwise.
     * Waits for all of them, however long that takes: two that serve the same mailslot would write the same messages.
     */
    void end() {
        threads.removeIf(thread -> thread.getState() == Thread.State.NEW); // it could not be started
        boolean interrupted = false;
        boolean told = false;
        long start = System.nanoTime();
        while (!threads.isEmpty()) {
            threads.forEach(Thread::interrupt);
            for (Thread thread : threads) {
                try {
                    TimeUnit.NANOSECONDS.timedJoin(thread, AGAIN_NANOS);
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
            if (!told && System.nanoTime() - start > LONG_NANOS) {
                threads.forEach(left -> LOG.warn("the thread {} of the bridge does not end", left.getName()));
                told = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
