package io.mailslot.internal.log;

import java.nio.file.Path;

/** The file system of a log has too little room for what was to be written; nothing was written. */
public final class NoSpaceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean ofBytes;

    /**
     * Makes one.
     *
     * @param path folder of the log
     * @param neededBytes that have to be free, with the reserve for other writers of the same file system
     * @param freeBytes that were free
     */
    NoSpaceException(Path path, long neededBytes, long freeBytes) {
        super("the file system of " + path + " has " + freeBytes + " bytes free"
                + (freeBytes < neededBytes
                        ? " and " + neededBytes + " are needed; free some space there"
                        : " and takes no more: its inodes, or a quota, may be used up; delete some files there"));
        this.ofBytes = freeBytes < neededBytes;
    }

    /** Whether it is bytes that are short, not inodes or a quota. */
    public boolean isOfBytes() {
        return ofBytes;
    }
}
