package io.mailslot.internal.death;

import io.mailslot.internal.memory.PidfdPoller;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices the ends of other processes, from the first time somebody depends on one, and has them reaped. The operating
 * system tells of those in this JVM's pid namespace at once; a look at all life locks twice a second is the net under
 * it, and all there is where the system has no pidfds. While nothing changes and pidfds tell of everybody, the thread
 * only asks every one and a half seconds whether that is still so, and looks every third time. One daemon thread.
 * Thread-safe.
 */
public final class DeathWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeathWatch.class);
    private static final int PERIOD_MS = 500;

    /** While nothing changes and pidfds tell of every end: then only who comes and goes in between goes unnoticed. */
    private static final int SETTLED_PERIOD_MS = 1_500;

    /** While a dead process waits for its exit code: its end must not be told much later than patience lasts. */
    private static final int WAITING_PERIOD_MS = 100;

    /** How often all life locks are left alone though it is time to try them, because nothing has changed. */
    private static final int MOST_CALM_ROUNDS = 2;

    private static final long CLOSE_PATIENCE_MS = 1_000;
    private static final long PICK_UP_PATIENCE_MS = 1_000;

    private final SharedKernel kernel;
    private final Reaper reaper;

    private final Runnable upkeep;
    private final Supplier<Optional<PidfdPoller>> newPoller;

    /** Guarded by this object; null while nobody depends on another process. */
    private Watcher watcher;

    /** How often a fresh look was asked for, and the last of these that has been served. Guarded by this object. */
    private long asked;

    private long served;

    /** Set under the lock of this object, read by the watcher. */
    private volatile boolean closed;

    /**
     * Makes a watch that does not watch yet.
     *
     * @param kernel of the home
     * @param reaper of the process on whose behalf it watches
     * @param upkeep done at the same pace, by the same thread
     */
    public DeathWatch(SharedKernel kernel, Reaper reaper, Runnable upkeep) {
        this(kernel, reaper, upkeep, PidfdPoller::open);
    }

    /** As above, where the system may tell of ends in another way, or not at all. */
    public DeathWatch(SharedKernel kernel, Reaper reaper, Runnable upkeep, Supplier<Optional<PidfdPoller>> newPoller) {
        this.kernel = kernel;
        this.reaper = reaper;
        this.upkeep = upkeep;
        this.newPoller = newPoller;
    }

    /** Begins to watch, if it does not yet. */
    public synchronized void start() {
        if (!closed && (watcher == null || !watcher.isAlive())) {
            watcher = new Watcher();
            watcher.start();
        }
    }

    /** Begins to watch, if it does not yet, and has the processes picked up soon that are new since the last look. */
    public synchronized void refresh() {
        start();
        if (watcher != null) {
            asked++;
            watcher.wake();
        }
    }

    /**
     * As {@link #refresh}, and returns when they are picked up: how one of them ends from now on will be known, if the
     * system tells. Returns early when interrupted, and in any case after a second.
     */
    public synchronized void refreshNow() {
        refresh();
        long mine = asked;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PICK_UP_PATIENCE_MS);
        long left = PICK_UP_PATIENCE_MS;
        while (served < mine && !closed && left > 0) {
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
    }

    private synchronized long asked() {
        return asked;
    }

    private synchronized long served() {
        return served;
    }

    private synchronized void served(long upTo) {
        served = upTo;
        notifyAll();
    }

    /** Ends the watch; returns when its thread has let go of everything, or is held up by a locked home. */
    @Override
    public void close() {
        Watcher ending;
        synchronized (this) {
            closed = true;
            ending = watcher;
            notifyAll();
        }
        if (ending != null) {
            // Not by an interrupt: one that meets it in the middle of mapping a file makes the JDK forget the mapping.
            ending.wake();
            joinBriefly(ending);
        }
    }

    private static void joinBriefly(Thread thread) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_PATIENCE_MS);
        while (thread.isAlive() && thread != Thread.currentThread() && deadline - System.nanoTime() > 0) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The thread that watches. An interrupt, from whomever, ends it; the next start begins another. */
    private final class Watcher extends Thread {
        /** Null where there are no pidfds, before the thread has begun and after it has ended. */
        private volatile PidfdPoller poller;

        private final Leftovers leftovers = new Leftovers(kernel);
        private long lastCleanUp = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(PERIOD_MS);
        private long changesSeen = -1;

        Watcher() {
            super("mailslot-watch");
            setDaemon(true);
        }

        @Override
        public void run() {
            Optional<PidfdPoller> opened = newPoller.get();
            if (opened.isEmpty()) {
                sweep();
                return;
            }
            try (PidfdPoller own = opened.get();
                    ProcessEnds ends = new ProcessEnds(kernel.processes(), own)) {
                poller = own;
                watch(ends);
            }
        }

        private void watch(ProcessEnds ends) {
            int calm = 0;
            while (goesOn()) {
                if (calm < MOST_CALM_ROUNDS && isCalm(ends)) {
                    calm++;
                    ends.await(SETTLED_PERIOD_MS);
                } else {
                    calm = 0;
                    boolean waits = reap(() -> look(ends));
                    ends.await(waits ? WAITING_PERIOD_MS : isSettled(ends) ? SETTLED_PERIOD_MS : PERIOD_MS);
                }
            }
        }

        /** Whether a look could find nothing new: then what an idle process costs is what it costs to ask this. */
        private boolean isCalm(ProcessEnds ends) {
            boolean same = served() == asked() && kernel.changes() == changesSeen && !kernel.isDirty();
            if (!same || !ends.allRun() || !leftovers.areNone()) {
                return false;
            }
            try {
                kernel.requireHome();
                upkeep.run();
                return true;
            } catch (RuntimeException | InternalError e) {
                return false; // the look fails in the same way, and says so
            }
        }

        /** Whether nothing has changed since the last look, and no process can end without notice. */
        private boolean isSettled(ProcessEnds ends) {
            long changesBefore = changesSeen;
            changesSeen = kernel.changes();
            return changesSeen == changesBefore && !kernel.isDirty() && ends.allRun();
        }

        private Map<ProcessRef, ExitCodes.End> look(ProcessEnds ends) {
            long upTo = asked();
            ends.update();
            served(upTo);
            reaper.learnTables();
            return ends.seen();
        }

        private void sweep() {
            while (goesOn()) {
                served(asked());
                reaper.learnTables();
                boolean waits = reap(Map::of);
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(waits ? WAITING_PERIOD_MS : PERIOD_MS));
            }
        }

        private boolean isTimeToCleanUp() {
            long now = System.nanoTime();
            boolean due = now - lastCleanUp >= TimeUnit.MILLISECONDS.toNanos(PERIOD_MS);
            lastCleanUp = due ? now : lastCleanUp;
            return due;
        }

        private boolean goesOn() {
            return !isInterrupted() && !closed;
        }

        private boolean reap(Supplier<Map<ProcessRef, ExitCodes.End>> ends) {
            try {
                if (isTimeToCleanUp()) {
                    upkeep.run();
                    if (leftovers.stand()) {
                        reaper.cleanUp();
                    }
                }
                return reaper.reapDead(ends.get());
            } catch (RuntimeException | InternalError e) {
                // The home may be gone, or cut; whoever uses a handle is told so. Nobody else can be told here.
                LOG.debug("cannot look for dead processes: {}", e.toString());
                return false;
            }
        }

        void wake() {
            PidfdPoller sleeping = poller;
            if (sleeping != null) {
                sleeping.wake();
            } else {
                LockSupport.unpark(this);
            }
        }

        /** Interrupts alone do not end a native call. */
        @Override
        public void interrupt() {
            super.interrupt();
            wake();
        }
    }
}
