package io.mailslot.internal.memory;

import java.io.File;

/** How many bytes a file system takes. */
public final class FreeSpace {
    private FreeSpace() {}

    /**
     * Asks for the file system of a file or folder that is there.
     *
     * @return free bytes; {@link Long#MAX_VALUE} where the file system has no size, as a tmpfs without a limit has none
     */
    public static long of(File there) {
        long bytes = there.getUsableSpace();
        return bytes == 0 && there.exists() && there.getTotalSpace() == 0 ? Long.MAX_VALUE : bytes;
    }
}
