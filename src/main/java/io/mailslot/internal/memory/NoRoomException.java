package io.mailslot.internal.memory;

import java.io.IOException;
import java.nio.file.Path;

/** The file system had no room when something was to be written; what had been written of it may be gone by now. */
final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1L;

    NoRoomException(Path path, IOException cause) {
        super("the file system of " + path + " is full", cause);
    }
}
