package io.mailslot.internal.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A descriptor of one running process, child or not. It never comes to mean another process, though the pid may. It
 * becomes readable when the process ends, and again tells news when the parent has taken note of the end; from then on
 * Linux 6.15 and later tell how it ended. For one thread, together with its {@link PidfdPoller}.
 *
 * <pre>
 *   struct pidfd_info as of its first version, the same on all machines
 *    0 | mask: what is asked, then what is answered 8 | cgroup 8 |
 *   16 | pid 4 | tgid 4 | ppid 4 | uids and gids 8 x 4 |
 *   60 | exit code, as waitpid(2) gives it 4 |
 *   64 +----
 * </pre>
 */
public final class Pidfd implements AutoCloseable {
    private static final int MASK_OFFSET = 0;
    private static final int EXIT_CODE_OFFSET = 60;
    private static final int INFO_LENGTH = 64;
    private static final long INFO_EXIT = 1 << 3;

    /** {@code _IOWR(0xFF, 11, struct pidfd_info)}: direction, size, type, number. */
    private static final long GET_INFO = 3L << 30 | (long) INFO_LENGTH << 16 | 0xFF << 8 | 11;

    private static final int SIGNAL_MASK = 0x7f;
    private static final int CODE_SHIFT = 8;
    private static final int CODE_MASK = 0xff;

    /** What shells, too, report for a process that a signal ended, plus its number. */
    private static final int KILLED = 128;

    private final int descriptor;

    /** How much of the end has been seen. Written by the poller. */
    private Stage stage = Stage.RUNNING;

    private boolean closed;

    private Pidfd(int descriptor) {
        this.descriptor = descriptor;
    }

    /** What the poller has seen of the process. */
    enum Stage {
        RUNNING,
        ENDED,
        REAPED
    }

    /** Whether this system has pidfds and this JVM may use them; loads native code. */
    public static boolean available() {
        return FreshStack.initialised(PidfdLibrary.class) && PidfdLibrary.LOADED;
    }

    /**
     * Opens the descriptor of a process. The pid may have come to mean another process: check who it is afterwards,
     * when it can no longer change.
     *
     * @param pid a process id of this JVM's pid namespace
     * @return empty if there is no such process, no descriptor is left, or pidfds are not {@link #available}
     */
    public static Optional<Pidfd> open(long pid) {
        int descriptor = available() ? PidfdLibrary.openPidfd(pid) : -1;
        return descriptor < 0 ? Optional.empty() : Optional.of(new Pidfd(descriptor));
    }

    /**
     * How the process ended.
     *
     * @return its exit code, or 128 and the number of the signal that ended it; empty while it runs, while its parent
     *     has not taken note of its end, and where the system does not tell
     */
    public OptionalInt exitCode() {
        ByteBuffer info = ByteBuffer.allocateDirect(INFO_LENGTH).order(ByteOrder.nativeOrder());
        info.putLong(MASK_OFFSET, INFO_EXIT);
        boolean answered = !closed && PidfdLibrary.ioctl(descriptor, GET_INFO, info) == 0;
        return answered && (info.getLong(MASK_OFFSET) & INFO_EXIT) != 0
                ? OptionalInt.of(exitCode(info.getInt(EXIT_CODE_OFFSET)))
                : OptionalInt.empty();
    }

    static int exitCode(int waitStatus) {
        int signal = waitStatus & SIGNAL_MASK;
        return signal != 0 ? KILLED + signal : waitStatus >> CODE_SHIFT & CODE_MASK;
    }

    /** Whether the system has nothing more to tell than {@link #exitCode} does now. */
    public boolean isFinal() {
        return stage == Stage.REAPED;
    }

    int descriptor() {
        return descriptor;
    }

    Stage stage() {
        return stage;
    }

    void reached(Stage seen) {
        stage = seen;
    }

    /** Whether nothing can be learned from it any more. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            PidfdLibrary.close(descriptor);
        }
    }
}
