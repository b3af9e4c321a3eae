package io.mailslot.internal.death;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts watches a while after they were asked for. All in this JVM share one thread, because starting one and waiting for
 * its end costs as much as half of an attachment. It
 * is there only as long as any watch is to be started.
 */
final class DelayedStarts {
    private static final Logger LOG = LoggerFactory.getLogger(DelayedStarts.class);
    private static final int ROUND_MS = 100;

    /** When each is to be started, by {@link System#nanoTime}. Guarded by the class. */
    private static final Map<DeathWatch, Long> DUE = new HashMap<>();

    /** Whether the thread is there, or about to be. Guarded by the class. */
    private static boolean running;

    private DelayedStarts() {}

    /**
     * Has a watch started, unless that was asked for already.
     *
     * @throws OutOfMemoryError if there is no thread to be had
     */
    static synchronized void add(DeathWatch watch, int delayMillis) {
        DUE.putIfAbsent(watch, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis));
        if (!running) {
            Thread thread = new Thread(null, DelayedStarts::run, "mailslot-later", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            thread.start();
            running = true;
        }
    }

    static synchronized void remove(DeathWatch watch) {
        DUE.remove(watch);
    }

    private static void run() {
        do {
            Thread.interrupted(); // nobody's way to end this thread
            LockSupport.parkNanos(DUE, TimeUnit.MILLISECONDS.toNanos(ROUND_MS));
            startDue();
        } while (!isDone());
    }

    private static void startDue() {
        try {
            takeDue().forEach(DeathWatch::start);
        } catch (RuntimeException | Error failure) {
            // Others watch, too; and whoever depends on somebody tries again.
            LOG.debug("cannot start a watch: {}", failure.toString());
        }
    }

    private static synchronized List<DeathWatch> takeDue() {
        long now = System.nanoTime();
        List<DeathWatch> due = new ArrayList<>();
        DUE.forEach((watch, when) -> {
            if (when - now <= 0) {
                due.add(watch);
            }
        });
        due.forEach(DUE::remove);
        return due;
    }

    private static synchronized boolean isDone() {
        running = !DUE.isEmpty();
        return !running;
    }
}
