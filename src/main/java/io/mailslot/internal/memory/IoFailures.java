package io.mailslot.internal.memory;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Turns an {@link IOException} into the typed failure that users see, by its type and by asking again, never by its words. */
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
        if (cause instanceof FileTooShortException) {
            return new HomeException(
                    ErrorCode.FILE_CORRUPT,
                    "cannot " + action + ": " + cause.getMessage()
                            + "; it was cut: end the processes that use the home, then delete it",
                    cause);
        }
        if (cause instanceof NotPlainFileException) {
            return new HomeException(
                    ErrorCode.FILE_CORRUPT,
                    "cannot " + action + ": " + cause.getMessage()
                            + ", where a file of this library should be; find out who has put it there, end the processes"
                            + " that use the home, then delete it",
                    cause);
        }
        if (cause instanceof AccessDeniedException || cause instanceof FileNotFoundException && isDenied(path)) {
            return new HomeException(
                    ErrorCode.ACCESS_DENIED,
                    "cannot " + action + ": access to " + path + " is denied; check its owner and mode",
                    cause);
        }
        MailslotException shortage = Shortage.of(action, path, cause);
        if (shortage != null) {
            return shortage;
        }
        if (isReadOnly(path)) {
            return new HomeException(
                    ErrorCode.ACCESS_DENIED,
                    "cannot " + action + ": " + path + " is on a read-only file system; choose another home",
                    cause);
        }
        return new HomeException(
                ErrorCode.IO_DEVICE, "cannot " + action + " at " + path + ": " + reasonOf(cause), cause);
    }

    /** Of a missing file the JDK says its name and nothing else. */
    private static String reasonOf(IOException cause) {
        return cause instanceof NoSuchFileException
                ? cause.getMessage() + " is missing or cannot be made; choose another home"
                : said(cause);
    }

    /**
     * What the system said of a failure for which no reason was found, with a limit that may be the reason: only its words
     * tell that a file would have become too long.
     */
    public static String said(Throwable cause) {
        long longest = Shortage.longestFile();
        return longest == Long.MAX_VALUE
                ? cause.getMessage()
                : cause.getMessage() + "; no file of this process may have more than " + longest
                        + " bytes: raise that limit (ulimit -f) if one needs more";
    }

    /**
     * Whether a file is there. Not being able to look is no answer.
     *
     * @param path the file; a symbolic link is not followed
     * @return false only if there is certainly no such file
     * @throws IOException if that cannot be told: access is denied, or something has run out
     */
    public static boolean exists(Path path) throws IOException {
        try {
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    /** A stream's constructor says "not found" of every failure to open. */
    private static boolean isDenied(Path path) {
        return Files.exists(path) && !(Files.isReadable(path) && Files.isWritable(path));
    }

    /** Missing permission would have been told as such. */
    private static boolean isReadOnly(Path path) {
        Path there = Shortage.nearest(path);
        return there != null && !Files.isWritable(there);
    }
}
