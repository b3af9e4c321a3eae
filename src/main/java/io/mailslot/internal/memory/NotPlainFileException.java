package io.mailslot.internal.memory;

import java.io.IOException;
import java.nio.file.Path;

/** Something that is no regular file, or another file, lies where a file of a home should. */
public class NotPlainFileException extends IOException {
    private static final long serialVersionUID = 1L;

    NotPlainFileException(Path file, String what) {
        super(file + " is " + what);
    }
}
