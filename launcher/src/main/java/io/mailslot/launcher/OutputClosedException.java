package io.mailslot.launcher;

import java.io.IOException;

/** Whoever read the standard output has gone, as {@code head} does. Nobody is left to tell, so it ends quietly. */
final class OutputClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    OutputClosedException(IOException cause) {
        super("standard output was closed", cause);
    }
}
