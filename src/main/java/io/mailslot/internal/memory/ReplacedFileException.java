package io.mailslot.internal.memory;

import java.nio.file.Path;

/** Another regular file took the name of the one that was seen, before that was opened. */
public final class ReplacedFileException extends NotPlainFileException {
    private static final long serialVersionUID = 1L;

    ReplacedFileException(Path file) {
        super(file, "another file than a moment ago");
    }
}
