package io.mailslot.internal.process;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import io.mailslot.api.ProcessStartException;
import io.mailslot.internal.memory.Shortage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a program does not start, by the number that the operating system gives. */
final class StartFailure {
    /** How JDKs tell the operating system's error number: "error=2, No such…" or "error: 2 (No such…)". */
    private static final Pattern ERRNO = Pattern.compile("error[=:] ?(\\d+)\\b");

    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int E2BIG = 7;
    private static final int EAGAIN = 11;
    private static final int ENOMEM = 12;
    private static final int EACCES = 13;
    private static final int ENOTDIR = 20;
    private static final int ENFILE = 23;
    private static final int EMFILE = 24;
    private static final int ENAMETOOLONG = 36;
    private static final int ELOOP = 40;

    private StartFailure() {}

    /** What is about to be done, as in "cannot (start it)". */
    static String starting(ProcessBuilder builder) {
        return "start '" + builder.command().get(0) + "'";
    }

    /** The failure to throw. */
    static MailslotException of(ProcessBuilder builder, Throwable cause) {
        if (cause instanceof MailslotException known) {
            return known;
        }
        String action = starting(builder);
        ErrorCode code = switch (errno(cause)) {
            case ENOENT, ENOTDIR, ELOOP -> ErrorCode.FILE_NOT_FOUND;
            case EACCES, EPERM -> ErrorCode.ACCESS_DENIED;
            case E2BIG, ENAMETOOLONG -> ErrorCode.FILENAME_EXCED_RANGE;
            case EMFILE, ENFILE -> ErrorCode.TOO_MANY_OPEN_FILES;
            case ENOMEM, EAGAIN -> ErrorCode.NOT_ENOUGH_MEMORY;
            default -> ErrorCode.BAD_FORMAT;
        };
        MailslotException shortage =
                code == ErrorCode.BAD_FORMAT ? Shortage.of(action, Path.of("").toAbsolutePath(), cause) : null;
        return shortage != null
                ? shortage
                : new ProcessStartException(
                        code, "cannot " + action + ": " + cause.getMessage() + "; " + wayOut(code), cause);
    }

    private static String wayOut(ErrorCode code) {
        return switch (code) {
            case FILE_NOT_FOUND -> "check the program's path, PATH and the working directory";
            case ACCESS_DENIED -> "make it a file that this user may execute (chmod +x), on a file system that lets it";
            case TOO_MANY_OPEN_FILES -> "close some files, or raise the limit (ulimit -n)";
            case NOT_ENOUGH_MEMORY -> "end some processes, or raise the limits (ulimit -u, ulimit -v)";
            case FILENAME_EXCED_RANGE -> "shorten its name, arguments and environment, or pass them in a file";
            default -> "check that it is a program or script of this machine";
        };
    }

    /** The JDK writes the number before the words of the system; around that it writes the name of the program. */
    private static int errno(Throwable failure) {
        Throwable told = failure.getCause() instanceof IOException inner ? inner : failure;
        Matcher errno = ERRNO.matcher(String.valueOf(told.getMessage()));
        return errno.find() ? Integer.parseInt(errno.group(1)) : 0;
    }
}
