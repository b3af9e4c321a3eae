package io.mailslot.internal.memory;

import java.io.IOException;

/** The operating system gives this process no further thread. */
final class NoThreadException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param cause what the JVM said when the thread was started
     */
    public NoThreadException(OutOfMemoryError cause) {
        super("no thread can be started", cause);
    }
}
