package io.mailslot.internal.memory;

import io.mailslot.api.DiskFullException;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Locale;

/** Turns an {@link IOException} into the typed failure that users see. */
public final class IoFailures {
    private IoFailures() {}

    /**
     * Translates a failure.
     *
     * @param action what failed, as in "cannot (create the handle table)"
     * @param path where
     * @param cause what the file system said
     * @return the failure to throw
     */
    public static MailslotException translate(String action, Path path, IOException cause) {
        String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("no space left") || reason.contains("quota exceeded")) {
            return new DiskFullException(
                    "cannot " + action + ": the file system of " + path + " is full (" + free(path)
                            + " bytes free); free some space there or choose another home",
                    cause);
        }
        if (cause instanceof AccessDeniedException || reason.contains("permission denied")) {
            return new HomeException(
                    ErrorCode.ACCESS_DENIED,
                    "cannot " + action + ": access to " + path + " is denied; check its owner and mode",
                    cause);
        }
        if (reason.contains("read-only file system")) {
            return new HomeException(
                    ErrorCode.ACCESS_DENIED,
                    "cannot " + action + ": " + path + " is on a read-only file system; choose another home",
                    cause);
        }
        if (cause instanceof FileTooShortException) {
            return new HomeException(
                    ErrorCode.FILE_CORRUPT,
                    "cannot " + action + ": " + cause.getMessage()
                            + "; it was cut: end the processes that use the home, then delete it",
                    cause);
        }
        return new HomeException(
                ErrorCode.IO_DEVICE, "cannot " + action + " at " + path + ": " + cause.getMessage(), cause);
    }

    private static long free(Path path) {
        File existing = path.toFile();
        while (existing != null && !existing.exists()) {
            existing = existing.getParentFile();
        }
        return existing == null ? 0 : existing.getUsableSpace();
    }
}
