package io.mailslot.inspect;

import io.mailslot.api.HomeException;
import io.mailslot.api.JvmFlagsException;
import io.mailslot.api.MailslotException;
import io.mailslot.internal.memory.IoFailures;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** What follows from a failure to look at something of a home. */
final class LookFailure {
    private LookFailure() {}

    /**
     * Judges a failure.
     *
     * @param action what failed, as in "cannot (look at the handles)"
     * @param path where
     * @param failure of the file system, or as the library has told it
     * @return what could not be seen, because it is damaged (1392) for instance; empty if there is certainly no such file: it
     *     vanished
     * @throws MailslotException if there is no use in looking further: something has run out (4, 8)
     */
    static Optional<Unseen> judge(String action, Path path, Exception failure) {
        if (isMissing(failure)) {
            return Optional.empty();
        }
        MailslotException told = failure instanceof IOException io
                ? IoFailures.translate(action, path, io)
                : (MailslotException) failure;
        if (!(told instanceof HomeException || told instanceof JvmFlagsException)) {
            throw told;
        }
        return Optional.of(new Seen.Blank(told.errorCode(), Optional.empty(), told.getMessage()));
    }

    private static boolean isMissing(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof NoSuchFileException) {
                return true;
            }
        }
        return false;
    }
}
