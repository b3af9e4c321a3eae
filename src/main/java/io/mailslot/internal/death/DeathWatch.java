package io.mailslot.internal.death;

import io.mailslot.api.MailslotException;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.memory.PidfdPoller;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.wait.Lookout;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices the ends of other processes and has them reaped, whether anybody depends on them or not. The operating
 * system tells of those in this JVM's pid namespace at once; a look at all life locks twice a second is the net under
 * it, and all there is where the system has no pidfds. While nothing changes and pidfds tell of everybody, the thread
 * only asks every one and a half seconds whether that is still so, and looks every third time. One daemon thread, which
 * nothing ends but {@link #close}. Thread-safe.
 *
 * <p>The watch begins at once when somebody depends on another process, and a while after this one has attached in any
 * case: a process that lives no longer than that shall not pay for it.
 */
public final class DeathWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeathWatch.class);
    private static final int PERIOD_MS = 500;

    /** How long a process that depends on nobody does not watch: of 2 s in which the dead are reaped, by far the least. */
    private static final int GRACE_MS = 700;

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
    private final Lookout lookout;
    private final Supplier<Optional<PidfdPoller>> newPoller;

    /** Used by the watcher. */
    private final NotedFailures failures;

    /** Guarded by this object; null before the start, and where no thread was to be had. */
    private Watcher watcher;

    /** Whether the watcher watches already: every wait asks. */
    private volatile boolean watching;

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
     * @param lookout for whom this thread looks after threads that sleep
     */
    public DeathWatch(SharedKernel kernel, Reaper reaper, Runnable upkeep, Lookout lookout) {
        this(kernel, reaper, upkeep, lookout, PidfdPoller::open);
    }

    /** As above, where the system may tell of ends in another way, or not at all. */
    public DeathWatch(
            SharedKernel kernel,
            Reaper reaper,
            Runnable upkeep,
            Lookout lookout,
            Supplier<Optional<PidfdPoller>> newPoller) {
        this.kernel = kernel;
        this.reaper = reaper;
        this.upkeep = upkeep;
        this.lookout = lookout;
        this.newPoller = newPoller;
        this.failures = new NotedFailures(LOG, "look for dead processes", kernel.errors()::noteOfThread);
    }

    /** Begins to watch in a while, if it does not yet. */
    public synchronized void startLater() {
        if (closed || isBegun()) {
            return;
        }
        try {
            DelayedStarts.add(this, GRACE_MS);
        } catch (OutOfMemoryError noThread) {
            noteNoThread(noThread);
        }
    }

    /** Begins to watch now, if it does not yet. */
    public void start() {
        if (!watching) {
            startNow();
        }
    }

    private synchronized void startNow() {
        if (closed || isBegun()) {
            return;
        }
        DelayedStarts.remove(this);
        try {
            Watcher begun = new Watcher();
            begun.start();
            watcher = begun;
        } catch (OutOfMemoryError noThread) {
            noteNoThread(noThread);
        }
    }

    private boolean isBegun() {
        return watcher != null && watcher.isAlive();
    }

    /** Others watch, too; and whoever depends on somebody tries again. */
    private static void noteNoThread(OutOfMemoryError noThread) {
        LOG.debug("no thread for the watch: {}", noThread.toString());
    }

    private void wake() {
        if (watcher != null) {
            watcher.wake();
        }
    }

    /** Begins to watch, if it does not yet, and has the processes picked up soon that are new since the last look. */
    public synchronized void refresh() {
        start();
        asked++;
        wake();
    }

    /**
     * Begins to watch, if it does not yet, and returns when how a process ends from now on will be known, if the system
     * tells. By the calling thread where that is possible: the watch may be waiting for the lock of the home. Returns
     * early when interrupted, and in any case after a second.
     */
    public void pickUp(ProcessRef process) {
        start();
        switch (pickedUp(process)) {
            case KNOWN -> {}
            case NEW -> refresh();
            case LEFT -> refreshNow();
        }
    }

    private ProcessEnds.PickUp pickedUp(ProcessRef process) {
        Watcher current = watcher();
        ProcessEnds known = current == null ? null : current.ends;
        try {
            return known == null ? ProcessEnds.PickUp.LEFT : known.pickUp(process);
        } catch (MailslotException cannotTell) {
            return ProcessEnds.PickUp.LEFT;
        }
    }

    private synchronized void refreshNow() {
        refresh();
        long mine = asked;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PICK_UP_PATIENCE_MS);
        long left = PICK_UP_PATIENCE_MS;
        while (served < mine && watcher != null && !closed && left > 0) {
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
    }

    private synchronized Watcher watcher() {
        return watcher;
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
            DelayedStarts.remove(this);
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

    /** The thread that watches. Nothing ends it but the close of the watch. */
    private final class Watcher extends Thread {
        private final Leftovers leftovers = new Leftovers(kernel);

        /** Made ahead: it is done where memory is short, too. */
        private final Runnable handingBack = lookout::handBack;

        private final Runnable rounds = this::round;

        /** Null while there is nobody else, where there are no pidfds, and after the thread has ended. */
        private volatile PidfdPoller poller;

        /** Null together with the poller; others may have processes picked up. */
        private volatile ProcessEnds ends;

        private boolean alone;

        /** Whether the last whole look went well, and could map the handle table of everybody. */
        private boolean seen;

        private boolean allMapped;
        private int calm;
        private long lastCleanUp = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(PERIOD_MS);
        private long changesSeen = -1;

        Watcher() {
            super(null, null, "mailslot-watch", 0, false);
            setDaemon(true);
            setContextClassLoader(null);
        }

        @Override
        public void run() {
            try {
                watching = true;
                while (!closed) {
                    attempt(rounds);
                }
            } finally {
                watching = false;
                handBack();
            }
            attempt(this::letGo);
        }

        private long left(long from, int millis) {
            return TimeUnit.MILLISECONDS.toNanos(millis) - (System.nanoTime() - from);
        }

        /** An interrupt is nobody's way to end this thread, and with the flag up it could not sleep any more. */
        private void pause(long nanos) {
            Thread.interrupted();
            LockSupport.parkNanos(this, nanos);
        }

        /**
         * Whatever goes wrong in a round may go well in the next: files that were cut, memory or threads that are short. The
         * home may be gone, too; whoever uses a handle is told so, and nobody else can be told here.
         */
        private void attempt(Runnable work) {
            try {
                work.run();
            } catch (RuntimeException | Error failure) {
                seen = false; // what was told in that round may be lost
                handBack();
                failures.note(failure);
                pause(TimeUnit.MILLISECONDS.toNanos(PERIOD_MS));
            }
        }

        /** Who waits shall see for himself what is wrong. */
        private void handBack() {
            failures.attempt(handingBack);
        }

        private void round() {
            if (isCalm() && (calm < MOST_CALM_ROUNDS || isAllWell())) {
                calm = calm < MOST_CALM_ROUNDS ? calm + 1 : 0;
                lookout.look(false);
                rest(SETTLED_PERIOD_MS);
                return;
            }
            seen = false;
            long changesBefore = changesSeen;
            changesSeen = kernel.changes(); // before anybody is looked at: who comes meanwhile is another look's
            Map<ProcessRef, ExitCodes.End> ends = lookAndCleanUp();
            lookout.look(true);
            boolean waits = reaper.reapDead(ends, patience());
            seen = true;
            calm = 0;
            boolean settled = changesSeen == changesBefore && isSame();
            rest(waits ? WAITING_PERIOD_MS : settled ? SETTLED_PERIOD_MS : PERIOD_MS);
        }

        /** Whoever stands still with the lock holds up this thread, but nobody whom it looks after. */
        private Patience patience() {
            return Patience.forLock(this::handBack);
        }

        /** In this order: calls wait for the look, and to clean up may take the lock of the home, or wait for it. */
        private Map<ProcessRef, ExitCodes.End> lookAndCleanUp() {
            try {
                return look();
            } finally {
                cleanUp();
            }
        }

        private Map<ProcessRef, ExitCodes.End> look() {
            long upTo = asked();
            if (ends == null) { // later they tell
                alone = ProcessEnds.areOnlyOfThisJvm(kernel.processes(), kernel.inUse());
            }
            if (!alone && ends == null) {
                openPoller();
            }
            if (ends != null) {
                ends.update(kernel.inUse());
            }
            served(upTo);
            allMapped = reaper.learnTables();
            return ends == null ? Map.of() : ends.seen();
        }

        /** Not needed while there is nobody to watch. */
        private void openPoller() {
            newPoller.get().ifPresent(opened -> {
                poller = opened;
                ends = new ProcessEnds(kernel.processes(), opened);
            });
        }

        /** Whoever wakes this thread asks for a look first: what was asked before the poller was there is seen here. */
        private void rest(int millis) {
            if (closed || asked() != served()) {
                return;
            }
            lookout.takeOver();
            if (ends != null) {
                ends.await(millis);
            } else {
                pause(TimeUnit.MILLISECONDS.toNanos(millis));
            }
        }

        /** Whether a look could find nothing new: then what an idle process costs is what it costs to ask this. */
        private boolean isCalm() {
            if (!seen || served() != asked() || !isSame() || !leftovers.areNone() || reaper.owesSweep()) {
                return false;
            }
            kernel.requireInPlace();
            keepUp();
            return true;
        }

        /** The net below that: whether a whole look would find nothing either, to which nothing has changed that it goes by. */
        private boolean isAllWell() {
            lastCleanUp =
                    System.nanoTime(); // what this look sees is left over if the next one, a while later, sees it too
            clearLeftovers();
            return allMapped && leftovers.areNone() && !reaper.isAnybodyDead();
        }

        /** Whether nothing has changed since the last look, and no process can end without notice. */
        private boolean isSame() {
            boolean everybodyTells = ends != null ? ends.allRun() : alone;
            return everybodyTells && kernel.changes() == changesSeen && !kernel.isDirty();
        }

        /** A failure here must not keep the dead from being reaped, nor what they left from being cleared. */
        private void keepUp() {
            failures.attempt(() -> {
                upkeep.run();
                MappedFaults.throwNow();
            });
        }

        /** A failure here must not keep the dead from being reaped. */
        private void cleanUp() {
            if (left(lastCleanUp, PERIOD_MS) <= 0) {
                lastCleanUp = System.nanoTime();
                keepUp();
                clearLeftovers();
            }
        }

        private void clearLeftovers() {
            failures.attempt(() -> {
                if (leftovers.stand()) {
                    reaper.cleanUp(patience());
                }
            });
        }

        private void letGo() {
            if (ends != null) {
                ends.close();
                poller.close();
            }
        }

        void wake() {
            LockSupport.unpark(this);
            PidfdPoller sleeping = poller;
            if (sleeping != null) {
                sleeping.wake();
            }
        }
    }
}
