package io.mailslot.internal.process;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.OutOfResourcesException;
import io.mailslot.internal.death.ExitCodes;
import io.mailslot.internal.death.Reaper;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.MappedFaults;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.wait.Waiting;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that sees to one program which this JVM has started: it writes down which one it is, waits for its end, and
 * tells how it ended. It is there before the program is started, because from then on nothing may fail any more: whatever
 * cannot be done at once, while somebody stands still with the home for instance, is done here as soon as it can be. So is to
 * take back what was prepared for a program that could not be started.
 *
 * <p>A thread for each child, as the JDK has one to wait for it. What the JDK offers without one ends on the common pool, of
 * which an application may have all threads busy; and where there are pidfds, they tell no exit code before Linux 6.15.
 */
final class ChildWatch extends Thread {
    private static final Logger LOG = LoggerFactory.getLogger(ChildWatch.class);

    /** How long whoever starts a program, or waits for its end, is held up by somebody who has the home's lock. */
    private static final long TRY_MS = 1_000;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final SharedKernel kernel;
    private final Reaper reaper;
    private final Runnable whenNoted;
    private final Consumer<ChildWatch> whenOver;
    private final BiConsumer<PreparedChild, Patience> rollBack;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch tried = new CountDownLatch(1);

    /** Made ahead: it is done where memory is short, too. */
    private final Runnable noting = () -> {
        FaultPoint.SPAWN_STARTED.reached();
        note(oneTry());
    };

    private final Runnable telling = () -> tellEnd(oneTry());
    private final Runnable waking = Waiting::wakeAll;
    private final Runnable takingBack = () -> takeBack(oneTry());
    private final Wait start = begun::await;
    private final Wait end = this::awaitEnd;

    /** Both are set before {@link #begun}; the program is null if none was started. */
    private PreparedChild child;

    private volatile Process program;

    /** Whether what was prepared is still to be taken back. Set before {@link #begun}. */
    private boolean owesRollBack;

    /** Whether everybody can know which program it is. */
    private volatile boolean noted;

    /** Whether the program has ended, and that is told, or could not be for a while. */
    private volatile boolean over;

    /** Whether this process has left the home. Guarded by this. */
    private boolean left;

    /** Whether it only waits for the program's end. Guarded by this. */
    private boolean waits;

    private ChildWatch(
            SharedKernel kernel,
            Reaper reaper,
            Runnable whenNoted,
            Consumer<ChildWatch> whenOver,
            BiConsumer<PreparedChild, Patience> rollBack) {
        super(null, null, "mailslot-child", 0, false);
        this.kernel = kernel;
        this.reaper = reaper;
        this.whenNoted = whenNoted;
        this.whenOver = whenOver;
        this.rollBack = rollBack;
        setDaemon(true);
        setContextClassLoader(null);
    }

    /**
     * Begins to wait for a program to be started.
     *
     * @param whenNoted done when everybody can know which program it is
     * @param whenOver done at the end of the thread
     * @param rollBack takes back what was prepared, or what is left of it
     * @throws OutOfResourcesException if there is no thread to be had (8)
     */
    static ChildWatch begin(
            SharedKernel kernel,
            Reaper reaper,
            Runnable whenNoted,
            Consumer<ChildWatch> whenOver,
            BiConsumer<PreparedChild, Patience> rollBack) {
        ChildWatch watch = new ChildWatch(kernel, reaper, whenNoted, whenOver, rollBack);
        try {
            watch.start();
        } catch (OutOfMemoryError noThread) {
            throw new OutOfResourcesException(
                    ErrorCode.NOT_ENOUGH_MEMORY,
                    "cannot start a program: there is no thread to be had that waits for its end; end some, or raise the"
                            + " limits (ulimit -u, pids.max of the control group)",
                    noThread);
        }
        return watch;
    }

    /** No program has been started. */
    void cancel() {
        begun.countDown();
    }

    /** No program was started for what was prepared: takes that back, or has the thread do so as soon as it can be done. */
    void takeBack(PreparedChild prepared) {
        child = prepared;
        owesRollBack = true;
        attempt(takingBack);
    }

    private void takeBack(Patience patience) {
        rollBack.accept(child, patience);
        owesRollBack = false;
    }

    /** The program runs. Neither needs memory nor throws. */
    void started(PreparedChild prepared, Process started) {
        child = prepared;
        program = started;
        begun.countDown();
    }

    /** Waits until everybody can know which program it is, unless that takes long, or the thread is interrupted. */
    void awaitNoted() {
        try {
            tried.await(2 * TRY_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was prepared for it; null before it is started. */
    PreparedChild child() {
        return child;
    }

    /** For whoever has started it; null before that. */
    Process program() {
        return program;
    }

    /** Whether the program has ended, and that is told, or could not be for a while. */
    boolean isOver() {
        return over;
    }

    @Override
    public void run() {
        try {
            watch();
        } finally {
            whenOver.accept(this);
        }
    }

    private void watch() {
        awaitUninterrupted(start);
        if (program == null) {
            while (owesRollBack && isOfUse() && !attempt(takingBack)) {
                pause();
            }
            return;
        }
        attempt(noting);
        tried.countDown();
        while (!noted && program.isAlive() && isOfUse()) {
            pause();
            attempt(noting);
        }
        awaitUninterrupted(end);
        if (isLeft() && program.isAlive()) {
            return;
        }
        boolean told = isOfUse() && attempt(telling);
        over = true;
        attempt(waking);
        while (!told && isOfUse()) {
            pause();
            told = attempt(telling);
        }
    }

    /** Once this process has left the home, or the home is gone, others see to the child, or nobody. */
    private boolean isOfUse() {
        try {
            kernel.failIfHomeGone();
            boolean over = kernel.isOver();
            MappedFaults.throwNow(); // else it would come where nobody expects it, and end this thread
            return !over;
        } catch (MailslotException | InternalError gone) {
            LOG.debug("the home is of no use to a child any more", MappedFaults.causeOf(gone));
            return false;
        }
    }

    private void awaitEnd() throws InterruptedException {
        if (beginsToWait()) {
            try {
                program.waitFor();
            } catch (InterruptedException e) {
                if (!isLeft()) {
                    throw e;
                }
            } finally {
                waitsNoMore();
            }
        }
    }

    /**
     * The last kernel of the home is closed: the thread ends, which would keep the home mapped, and the application's class
     * loader, for as long as the program runs.
     */
    synchronized void leave() {
        left = true;
        if (waits) { // an interrupt that meets it in the middle of mapping a file would make the JDK forget the mapping
            interrupt();
        }
    }

    private synchronized boolean isLeft() {
        return left;
    }

    private synchronized boolean beginsToWait() {
        waits = !left;
        return waits;
    }

    private synchronized void waitsNoMore() {
        waits = false;
    }

    private static void pause() {
        Thread.interrupted(); // with the flag up it could not sleep
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    private static Patience oneTry() {
        return Patience.of(TRY_MS, TimeUnit.MILLISECONDS);
    }

    private interface Wait {
        void run() throws InterruptedException;
    }

    /** Nobody has a reason to interrupt this thread; and it must not end before its time for want of memory. */
    private static void awaitUninterrupted(Wait wait) {
        for (boolean done = false; !done; ) {
            try {
                wait.run();
                done = true;
            } catch (InterruptedException | RuntimeException | Error tryAgain) {
                pause();
            }
        }
    }

    /** Whatever goes wrong may go well later: somebody stands still with the home, or memory is short. */
    private boolean attempt(Runnable work) {
        try {
            work.run();
            MappedFaults.throwNow();
            return true;
        } catch (RuntimeException | Error failure) {
            try {
                LOG.debug("cannot see to child {}: {}", child.process(), failure.toString());
                MappedFaults.throwNow();
            } catch (RuntimeException | Error notEvenThat) {
                return false;
            }
            return false;
        }
    }

    /** Lets everybody know which program it is, unless that was done. By any thread. */
    void note(Patience patience) {
        if (!noted) {
            long startTicks = PreparedChild.startTicks(program);
            kernel.change(patience, section -> {
                child.note(kernel, program, startTicks);
                return null;
            });
            noted = true;
            whenNoted.run();
        }
    }

    private void tellEnd(Patience patience) {
        ExitCodes.End end = new ExitCodes.End(program.pid(), OptionalInt.of(program.exitValue()));
        reaper.isAlive(child.process());
        kernel.change(patience, section -> {
            if (!noted) {
                child.note(kernel, program, PreparedChild.startTicks(program));
            }
            if (child.isOf(kernel)) {
                reaper.childEnded(child.process(), end);
            }
            return null;
        });
        reaper.reapDead(patience);
    }
}
