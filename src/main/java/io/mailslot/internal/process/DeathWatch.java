package io.mailslot.internal.process;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for dead processes twice a second, from the first time somebody depends on another process. Thread-safe. */
public final class DeathWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeathWatch.class);
    private static final long PERIOD_MS = 500;

    private final Reaper reaper;
    private ScheduledExecutorService thread;
    private boolean closed;

    public DeathWatch(Reaper reaper) {
        this.reaper = reaper;
    }

    /** Begins to watch, if it does not yet. */
    public synchronized void start() {
        if (thread == null && !closed) {
            thread = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread daemon = new Thread(task, "mailslot-watch");
                daemon.setDaemon(true);
                return daemon;
            });
            thread.scheduleWithFixedDelay(this::sweep, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void sweep() {
        try {
            reaper.reapDead();
        } catch (RuntimeException e) {
            // The home may be gone; whoever uses a handle is told so. Nobody else can be told here.
            LOG.debug("cannot look for dead processes: {}", e.toString());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
