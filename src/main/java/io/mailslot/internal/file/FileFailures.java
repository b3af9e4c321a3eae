package io.mailslot.internal.file;

import io.mailslot.api.DiskFullException;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.FileException;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.LimitReachedException;
import io.mailslot.api.MailslotException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Turns what the file system says of an ordinary file into the failure that users see. */
final class FileFailures {
    private FileFailures() {}

    /**
     * Translates a failure.
     *
     * @param action what failed, as in "cannot (open) …"
     * @param file the file
     * @param cause what the file system said
     */
    static MailslotException translate(String action, Path file, IOException cause) {
        String what = "cannot " + action + " the file " + file + ": ";
        String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof NoSuchFileException) {
            return missing(action, file);
        }
        if (reason.contains("not a directory")) {
            return new FileException(
                    ErrorCode.PATH_NOT_FOUND, what + "a part of its path is no folder; correct the path", cause);
        }
        if (cause instanceof AccessDeniedException
                || reason.contains("permission denied")
                || reason.contains("operation not permitted")) {
            return new FileException(
                    ErrorCode.ACCESS_DENIED,
                    what + "the operating system denies the access; check owner and mode of it and its folders",
                    cause);
        }
        if (reason.contains("is a directory")) {
            return folder(action, file);
        }
        if (reason.contains("read-only file system") || reason.contains("text file busy")) {
            return new FileException(
                    ErrorCode.ACCESS_DENIED, what + cause.getMessage() + "; open it for reading", cause);
        }
        if (reason.contains("file name too long")) {
            return new InvalidNameException(
                    ErrorCode.FILENAME_EXCED_RANGE, what + "a part of its path is too long; use shorter names", cause);
        }
        if (reason.contains("too many open files")) {
            return new LimitReachedException(
                    ErrorCode.TOO_MANY_OPEN_FILES, what + "the process has too many files open; close some", cause);
        }
        if (reason.contains("no space left")
                || reason.contains("quota exceeded")
                || reason.contains("file too large")) {
            return new DiskFullException(what + cause.getMessage() + "; free some space there", cause);
        }
        return new FileException(ErrorCode.IO_DEVICE, what + cause.getMessage(), cause);
    }

    static FileException missing(String action, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null || Files.isDirectory(folder)
                ? new FileException(
                        ErrorCode.FILE_NOT_FOUND,
                        "cannot " + action + " the file " + file
                                + ": it does not exist; create it, or open it with OPEN_ALWAYS")
                : new FileException(
                        ErrorCode.PATH_NOT_FOUND,
                        "cannot " + action + " the file " + file + ": the folder " + folder
                                + " does not exist; create it first");
    }

    static FileException folder(String action, Path file) {
        return new FileException(
                ErrorCode.ACCESS_DENIED, "cannot " + action + " " + file + ": it is a folder; name a file in it");
    }

    static FileException replaced(Path file) {
        return new FileException(
                ErrorCode.FILE_INVALID,
                "the file " + file + " was moved, deleted or replaced since the handle was opened; open it anew");
    }
}
