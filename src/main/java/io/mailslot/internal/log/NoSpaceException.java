package io.mailslot.internal.log;

import java.nio.file.Path;

/** The file system of a log has too little room for what was to be written; nothing was written. */
public final class NoSpaceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path path;
    private final long neededBytes;
    private final long freeBytes;

    NoSpaceException(Path path, long neededBytes, long freeBytes) {
        super("file system of " + path + " is full: neededBytes=" + neededBytes + " freeBytes=" + freeBytes);
        this.path = path;
        this.neededBytes = neededBytes;
        this.freeBytes = freeBytes;
    }

    /** Folder of the log. */
    public Path path() {
        return path;
    }

    /** Bytes that have to be free, with the reserve for other writers of the same file system. */
    public long neededBytes() {
        return neededBytes;
    }

    /** Bytes that were free. */
    public long freeBytes() {
        return freeBytes;
    }
}
