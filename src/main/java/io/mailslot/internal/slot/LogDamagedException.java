package io.mailslot.internal.slot;

import java.nio.file.Path;

/** The files of a log are missing, foreign or damaged. */
public final class LogDamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path path;

    LogDamagedException(Path path, String reason) {
        this(path, reason, null);
    }

    LogDamagedException(Path path, String reason, Throwable cause) {
        super(path + " is no usable message log: " + reason, cause);
        this.path = path;
    }

    /** The file or folder that is wrong. */
    public Path path() {
        return path;
    }
}
