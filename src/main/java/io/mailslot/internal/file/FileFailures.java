package io.mailslot.internal.file;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.FileException;
import io.mailslot.api.InvalidNameException;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.memory.IoFailures;
import io.mailslot.internal.memory.Shortage;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Turns what the file system says of an ordinary file into the failure that users see; never by its words. */
final class FileFailures {
    /** What Linux allows. */
    private static final int MAX_PART_BYTES = 255;

    private static final int MAX_PATH_BYTES = 4096;

    private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

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
        if (cause instanceof NoSuchFileException) {
            return missing(action, file);
        }
        if (cause instanceof AccessDeniedException) {
            return denied(what, cause);
        }
        if (leadsThroughFile(file)) {
            return new FileException(
                    ErrorCode.PATH_NOT_FOUND, what + "a part of its path is no folder; correct the path", cause);
        }
        if (Files.isDirectory(file)) {
            return folder(action, file);
        }
        if (isTooLong(file)) {
            return new InvalidNameException(
                    ErrorCode.FILENAME_EXCED_RANGE, what + "a part of its path is too long; use shorter names", cause);
        }
        MailslotException shortage = Shortage.of(action + " the file", file, cause);
        if (shortage != null) {
            return shortage;
        }
        if (isForReadersOnly(file)) {
            return new FileException(
                    ErrorCode.ACCESS_DENIED,
                    what
                            + "it can only be read: it is a running program, immutable, another user's, or its file system is"
                            + " read-only; open it for reading",
                    cause);
        }
        return new FileException(ErrorCode.IO_DEVICE, what + IoFailures.said(cause), cause);
    }

    private static FileException denied(String what, IOException cause) {
        return new FileException(
                ErrorCode.ACCESS_DENIED,
                what + "the operating system denies the access; check owner and mode of it and its folders",
                cause);
    }

    private static boolean leadsThroughFile(Path file) {
        for (Path at = file.toAbsolutePath().getParent(); at != null; at = at.getParent()) {
            if (Files.exists(at)) {
                return !Files.isDirectory(at);
            }
        }
        return false;
    }

    private static boolean isTooLong(Path file) {
        if (bytes(file.toAbsolutePath()) >= MAX_PATH_BYTES) {
            return true;
        }
        for (Path part : file) {
            if (bytes(part) > MAX_PART_BYTES) {
                return true;
            }
        }
        return false;
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(NAMES).length;
    }

    /** A file that cannot be written, or a folder in which none can be made. */
    private static boolean isForReadersOnly(Path file) {
        Path asked = Files.exists(file) ? file : file.toAbsolutePath().getParent();
        return asked != null && Files.exists(asked) && !(Files.isWritable(asked) && isOwn(asked));
    }

    private static boolean isOwn(Path file) {
        try {
            return Files.getAttribute(file, "unix:uid").equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException unknown) {
            return true;
        }
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
