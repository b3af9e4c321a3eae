package io.mailslot.internal.process;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.errors.ErrorLog;
import io.mailslot.internal.home.HomeDirectory;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.memory.Patience;
import io.mailslot.internal.object.KernelLock;
import io.mailslot.internal.object.LockWait;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One home as this JVM uses it, from the first attachment to the last one's end, and on for as long as somebody holds a
 * handle to this process. One thread at a time enters or leaves; others wait for it, but for none at another home.
 * Whatever is not final is used only by the thread that has made itself the {@link #begin busy} one.
 */
final class AttachedHome {
    private static final Logger LOG = LoggerFactory.getLogger(AttachedHome.class);

    private final HomePaths home;

    /** Null until the first attachment. */
    private KernelLock lock;

    /** Null while nobody is attached. */
    private Attachment open;

    /** Attachments that are over, because this process was taken for dead, and that somebody has not given back yet. */
    private int lingering;

    /** A record that this JVM has left but whose life lock it holds. */
    private AttachedProcess left;

    /** Nothing will be done here any more; the lock is closed. */
    private boolean retired;

    /** Guarded by this object. */
    private boolean busy;

    AttachedHome(HomePaths home) {
        this.home = home;
    }

    /** One life of this JVM as a process of the home, and how many share it. */
    static final class Attachment {
        private final AttachedProcess process;
        private final AutoCloseable session;
        private int users;

        private Attachment(AttachedProcess process, AutoCloseable session) {
            this.process = process;
            this.session = session;
        }

        AutoCloseable session() {
            return session;
        }
    }

    /**
     * Attaches, or shares the attachment that there is.
     *
     * @param newSession makes what is built on an attachment
     * @param patience of the caller, for all that it may have to wait for
     * @return null if this home is none any more: it has retired, or another one lies in its place
     */
    Attachment attach(Function<AttachedProcess, ? extends AutoCloseable> newSession, Patience patience) {
        begin(patience);
        try {
            if (open == null && lingering == 0) {
                Entrance.refuseSecondCopy(home.root());
            }
            if (retired || lock != null && !lock.isInPlace()) {
                return null;
            }
            if (lock == null) {
                lock = KernelLock.open(home);
            }
            if (open != null && open.process.kernel().isOver()) {
                open = null;
                lingering++;
            }
            if (open == null) {
                open = enter(newSession, patience);
            }
            open.users++;
            return open;
        } catch (RuntimeException failure) {
            new ErrorLog(home).note(failure);
            throw failure;
        } finally {
            end();
        }
    }

    private Attachment enter(Function<AttachedProcess, ? extends AutoCloseable> newSession, Patience patience) {
        AttachedProcess process = resumeOrEnter(patience);
        try {
            reapDead(process, patience);
            return new Attachment(process, newSession.apply(process));
        } catch (RuntimeException | Error failure) {
            leave(process, patience);
            throw failure;
        }
    }

    private AttachedProcess resumeOrEnter(Patience patience) {
        AttachedProcess former = left;
        left = null;
        if (former != null) {
            try {
                return former.resume(patience);
            } catch (HomeException failure) {
                if (failure.errorCode() != ErrorCode.FILE_INVALID) {
                    left = former;
                    throw failure;
                }
                former.dropLifeLock(); // it was taken for dead
            }
        }
        return Entrance.enter(home, lock, patience);
    }

    /** Whoever attaches finds the handles of the dead closed. */
    private static void reapDead(AttachedProcess process, Patience patience) {
        try {
            process.reaper().reapDead(patience);
            if (HomeDirectory.groupOf(process.kernel().home().root()).isPresent()) {
                process.reaper().cleanUp(patience); // of what only this user can delete
            }
        } catch (RuntimeException failure) {
            // No reason not to attach: others reap too.
            LOG.debug("cannot look for dead processes: {}", failure.toString());
        }
    }

    /** Gives a share back; with the last one every handle is closed and the process leaves the home. */
    void giveBack(Attachment attachment) {
        Patience patience = Patience.forLock();
        begin(patience);
        try {
            if (--attachment.users > 0) {
                return;
            }
            if (attachment == open) {
                open = null;
            } else {
                lingering--;
            }
            leave(attachment, patience);
        } finally {
            end();
        }
    }

    /**
     * Leaves whoever still shares the attachment, at the end of the JVM; what is open goes with that. But a thread that goes
     * on writing must not outlive its process's record, or others would take it for dead.
     *
     * @param deadline how long to wait for threads that are in the middle of something
     */
    void leaveAtEnd(long deadline) {
        Patience patience = Patience.forLock();
        begin(patience);
        try {
            if (open != null && (!(open.session instanceof Attachments.Stoppable work) || work.stop(deadline))) {
                open.process.detach(patience);
            }
        } finally {
            end();
        }
    }

    private void leave(Attachment attachment, Patience patience) {
        try {
            attachment.session.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing a session throws nothing checked", e);
        } finally {
            leave(attachment.process, patience);
        }
    }

    private void leave(AttachedProcess process, Patience patience) {
        boolean gone = true;
        try {
            gone = process.detach(patience);
        } catch (HomeException over) {
            if (over.errorCode() != ErrorCode.FILE_INVALID) {
                throw over;
            }
        } finally {
            if (gone) {
                process.dropLifeLock();
            } else {
                left = process;
            }
        }
    }

    /** Lets go of everything if the home is gone and nobody is attached, or about to be. */
    synchronized void letGoIfVanished() {
        if (!busy && open == null && left != null && isGone()) {
            left.dropLifeLock();
            left = null;
            end();
        }
    }

    private boolean isGone() {
        try {
            return !lock.isInPlace();
        } catch (MailslotException unknown) {
            return false;
        }
    }

    /** Whether this JVM is attached, by this copy of the library. */
    synchronized boolean isOpen() {
        return open != null;
    }

    synchronized boolean isRetired() {
        return retired;
    }

    /** Makes the calling thread the busy one; waits as long as that one may, which waits for the kernel lock. */
    private synchronized void begin(Patience patience) {
        LockWait wait = new LockWait(patience, () -> Entrance.holder(home));
        boolean interrupted = false;
        try {
            while (busy) {
                if (wait.isOver()) {
                    throw new HomeException(
                            ErrorCode.LOCK_VIOLATION,
                            "another thread of this process has been entering or leaving the home " + home.root()
                                    + " for more than " + patience + "; of the kernel lock, for which it may wait: "
                                    + wait.holder());
                }
                try {
                    wait(Math.max(0, TimeUnit.NANOSECONDS.toMillis(wait.leftNanos())) + 1);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            busy = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void end() {
        busy = false;
        notifyAll();
        if (retired || open != null || lingering > 0) {
            return;
        }
        Entrance.forget(home.root()); // another copy of the library may go on, also with the record that is left
        if (left == null) {
            retired = true;
            if (lock != null) {
                lock.close();
            }
        }
    }
}
