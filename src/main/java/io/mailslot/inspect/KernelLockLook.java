package io.mailslot.inspect;

import io.mailslot.internal.liveness.LockList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody has the kernel lock, looked up when it is first asked for. The system holds up who takes or frees any lock, in
 * whatever process, while it lists them, and may take longer for that than a look takes for all the rest; few looks want to know.
 */
final class KernelLockLook {
    /** Of a home in which nobody can have it. */
    static final KernelLockLook FREE = new KernelLockLook(false);

    /** Null once they were asked for, or if that is not needed. */
    private @Nullable Supplier<LockList> locks;

    private @Nullable Path file;
    private boolean held;

    private KernelLockLook(boolean held) {
        this.held = held;
    }

    KernelLockLook(Supplier<LockList> locks, Path file) {
        this.locks = locks;
        this.file = file;
    }

    /** Asks the system once: how it was then, it is for whoever asks later. */
    synchronized boolean isHeld() {
        if (locks != null && file != null) {
            held = isListed(locks, file);
            locks = null;
        }
        return held;
    }

    private static boolean isListed(Supplier<LockList> locks, Path file) {
        try {
            return locks.get().holds(file);
        } catch (IOException unknown) {
            return false;
        }
    }
}
