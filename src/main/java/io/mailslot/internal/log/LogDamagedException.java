package io.mailslot.internal.log;

import io.mailslot.internal.memory.FileTooShortException;
import io.mailslot.internal.memory.NotPlainFileException;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.nio.file.NoSuchFileException;
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

    /** What kept its files from being looked at, so that nothing is known of them; null if they were, or are missing. */
    public IOException unseen() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            boolean tells = cause instanceof NoSuchFileException
                    || cause instanceof NotPlainFileException
                    || cause instanceof FileTooShortException
                    || cause instanceof EOFException
                    || cause instanceof ObjectStreamException;
            if (cause instanceof IOException io && !tells) {
                return io;
            }
        }
        return null;
    }
}
