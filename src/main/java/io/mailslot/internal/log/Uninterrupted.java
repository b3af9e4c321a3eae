package io.mailslot.internal.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/**
 * Runs file operations of Chronicle with the thread's interrupt flag put aside: on an interrupted thread the channels
 * through which Chronicle opens and lengthens files close at once, and the operation fails half-way. Such an operation may be the
 * first one to map a file, for which Chronicle looks up a class of the JDK through the thread's class loader: a thread that
 * has none borrows ours.
 */
final class Uninterrupted {
    private static final int MAX_ATTEMPTS = 100;

    private Uninterrupted() {}

    /**
     * Runs an action, again if an interrupt arrived and made it fail. The flag is set again at the end.
     *
     * @param action leaves nothing open when it fails, and can be repeated
     */
    static <T> T call(Supplier<T> action) {
        Thread thread = Thread.currentThread();
        boolean bare = thread.getContextClassLoader() == null;
        boolean interrupted = Thread.interrupted();
        try {
            if (bare) {
                thread.setContextClassLoader(Uninterrupted.class.getClassLoader());
            }
            for (int attempt = 1; ; attempt++) {
                try {
                    return action.get();
                } catch (Exception e) {
                    boolean hit = Thread.interrupted();
                    interrupted |= hit;
                    if (!hit || attempt == MAX_ATTEMPTS) {
                        throw unchecked(e);
                    }
                }
            }
        } finally {
            if (bare) {
                thread.setContextClassLoader(null);
            }
            if (interrupted) {
                thread.interrupt();
            }
        }
    }

    /** Chronicle throws checked exceptions without saying so, for instance when a file vanishes under its hands. */
    static RuntimeException unchecked(Exception e) {
        if (e instanceof RuntimeException known) {
            return known;
        }
        return e instanceof IOException io ? new UncheckedIOException(io) : new IllegalStateException(e);
    }

    /** Runs an action that has no result. */
    static void run(Runnable action) {
        call(() -> {
            action.run();
            return null;
        });
    }
}
