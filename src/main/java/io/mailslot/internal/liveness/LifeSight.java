package io.mailslot.internal.liveness;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells for people who lives, and takes no lock for it: whoever decides something asks the life lock. What {@code /proc}
 * says of a process is believed as long as it shows the process; one that it does not show is dead only if nobody holds its
 * life lock either, as far as that is listed: of one that cannot be shown here, because it is of another pid namespace, only where
 * the list tells of that file system. For one look, by one thread.
 */
public final class LifeSight {
    /** How a process is. */
    public enum Life {
        /** It runs, or sleeps. */
        RUNNING,
        /** It was stopped, by a signal or a debugger. */
        STOPPED,
        /** It has ended. */
        ENDED,
        /** It cannot be told from here: it is one of another pid namespace, or another machine. */
        UNKNOWN
    }

    /** What Linux calls the pid namespace of the machine itself, in which each process is seen. */
    private static final long WHOLE_MACHINE = 0xEFFFFFFCL;

    private final Supplier<LockList> reading;
    private LockList locks;

    /** The system prints the list a page at a time, and may skip a lock when others go meanwhile: hardly the same one twice. */
    private LockList again;

    public LifeSight() {
        this(LockList::read);
    }

    /** With lists from elsewhere than the system. */
    LifeSight(Supplier<LockList> reading) {
        this.reading = reading;
    }

    /**
     * How a process of this boot is.
     *
     * @param process who it is, not this JVM
     * @param lifeLock where its life lock lies
     * @throws IOException if that cannot be looked at, and nothing else tells
     */
    public Life of(ProcessIdentity process, Path lifeLock) throws IOException {
        ProcessIdentity self = ProcessIdentity.self();
        boolean here = process.pidNamespace() == self.pidNamespace();
        Life shown = here ? ofProgram(process.pid(), process.startTicks()) : Life.ENDED;
        if (shown != Life.ENDED || isListed(lifeLock)) {
            return shown == Life.ENDED ? Life.RUNNING : shown;
        }
        boolean whole = self.pidNamespace() == WHOLE_MACHINE && areLocksTold(lifeLock);
        boolean certain = !locks().failed() && !again().failed() && (here || whole);
        return certain ? Life.ENDED : Life.UNKNOWN;
    }

    /** How a program of this pid namespace is, whatever it holds. */
    public static Life ofProgram(long pid, long startTicks) {
        Optional<String> state = ProcessIdentity.state(pid, startTicks);
        if (state.isEmpty()) {
            return Life.ENDED;
        }
        return switch (state.get()) {
            case "Z", "X", "x" -> Life.ENDED;
            case "T", "t" -> Life.STOPPED;
            default -> Life.RUNNING;
        };
    }

    private boolean isListed(Path lifeLock) throws IOException {
        try {
            return locks().holds(lifeLock) || again().holds(lifeLock);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private boolean areLocksTold(Path lifeLock) throws IOException {
        try {
            return locks().tellsOf(lifeLock) && again().tellsOf(lifeLock);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** The locks that are held. */
    public LockList locks() {
        if (locks == null) {
            locks = reading.get();
        }
        return locks;
    }

    private LockList again() {
        if (again == null) {
            locks();
            again = reading.get();
        }
        return again;
    }
}
