package io.mailslot.internal.memory;

import java.io.IOException;
import java.nio.file.Path;

/** A shared file lacks bytes that it announces: somebody cut it, because the library never does. */
public final class FileTooShortException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param file the file
     * @param length bytes it has
     * @param needed bytes it should have at least
     */
    public FileTooShortException(Path file, long length, long needed) {
        super(file + " has " + length + " bytes where at least " + needed + " are needed");
    }
}
